import AccessLog

@testable import Traffic

/// Hits of sections, made without parsing: as many as are needed to fill what is bounded.
struct NamedHits {
  private static let hash = ByteHash(key: 7)

  private(set) var bytes: [UInt8] = []
  private(set) var records: [LineRecord] = []
  private(set) var counts: [String: Int] = [:]

  /// Appends hits of a section.
  mutating func append(_ name: String, count: Int = 1, padding: Int = 0) {
    let start = bytes.count
    bytes += Array(name.utf8) + Array(repeating: UInt8(ascii: "x"), count: padding)
    append(start..<bytes.count, count: count)
    counts[name, default: 0] += count
  }

  /// Appends one hit of each of many sections, none of which came before.
  mutating func appendNoise(_ range: Range<Int>) {
    for number in range { append("/noise\(number)") }
  }

  /// Appends sections with as many bytes of names as are kept exactly.
  mutating func fillNames() {
    let length = 32_768
    for number in 0..<NameCounter.maximumNameBytes / length {
      let name = "/long\(number)/"
      append(name, padding: length - name.utf8.count)
    }
  }

  /// Adds some of the hits to a counter.
  func add(_ range: Range<Int>? = nil, to counter: inout NameCounter, after total: Int) {
    let chosen = range ?? records.indices
    counter.add(records.span.extracting(chosen), unsafe bytes.span.bytes, after: total)
  }

  private mutating func append(_ name: Range<Int>, count: Int) {
    var record = LineRecord()
    record.status = 200
    record.responseBytes = 3
    record.sectionStart = UInt32(name.lowerBound)
    record.sectionLength = UInt16(name.count)
    record.sectionHash = NamedHits.hash(unsafe bytes.span.bytes, name)
    records += Array(repeating: record, count: count)
  }
}

extension NameCounter {
  /// The hits of a section, if it is listed by name.
  func hits(of name: String) -> Int? {
    top(.max).first { $0.name == Array(name.utf8) }?.hits
  }

  /// The hits of all that is listed.
  var listedHits: Int { top(.max).reduce(0) { $0 + $1.hits } }
}
