/// What the name of a file says of its place among the rotated parts of a log.
///
/// Only what a scheme of rotation makes is a part's name: a number, a date or an epoch behind the
/// log's name or before its last ending, a label of multilog's, and any of these with the ending of
/// a compressed file. `access.log-api` and `access.log.json` are logs of their own.
struct RotatedName: Equatable {
  enum Mark: Equatable {
    /// Behind a dot at the end, as `savelog`, `newsyslog` and logrotate count: the higher, the older.
    case number(Int)
    /// Elsewhere: which way it counts is not known.
    case count(Int)
    /// A date, an epoch or a label: the later, the greater.
    case date([UInt8])
    /// Only compressed.
    case none
  }

  var mark: Mark
  /// Whether it has the ending of a compressed file.
  var isCompressed: Bool

  /// Reads `name` as that of a part of the log called `base`; `nil` if it is none.
  init?(_ name: String, of base: String) {
    guard name.utf8.first == base.utf8.first || base == RotatedName.multilogBase,
      let reading = RotatedName.readings(of: name).first(where: { $0.base == base })
    else { return nil }
    self = reading.name
  }

  /// The name of a file that is told from others by the numbers in its path alone.
  init(numbers: [Int]) {
    let digits = numbers.map { number in
      let digits = String(number)
      return String(repeating: "0", count: max(0, 19 - digits.utf8.count)) + digits
    }
    self.init(mark: .date(Array(digits.joined().utf8)), isCompressed: false)
  }

  private init(mark: Mark, isCompressed: Bool) {
    self.mark = mark
    self.isCompressed = isCompressed
  }

  /// A log that a name may be a part of.
  struct Reading {
    var base: String
    var name: RotatedName
  }

  /// All logs that `name` may be a part of; most names are of none.
  ///
  /// - Complexity: O(length of the name) for each of its separators.
  static func readings(of name: String) -> [Reading] {
    let plain = withoutCompressedEnding(name)
    let isCompressed = plain.utf8.count < name.utf8.count
    let bytes = Array(plain.utf8)
    var readings: [Reading] = []
    func add(_ base: some Sequence<UInt8>, _ mark: Mark) {
      let base = String(decoding: Array(base), as: UTF8.self)
      guard !base.isEmpty, !readings.contains(where: { $0.base == base }) else { return }
      readings.append(
        Reading(base: base, name: RotatedName(mark: mark, isCompressed: isCompressed)))
    }
    if let label = multilogLabel(bytes) { add(multilogBase.utf8, .date(label)) }
    guard isCompressed || bytes.contains(where: \.isDigit) || plain.utf8.ends(with: oldEnding)
    else { return readings }
    // access.log.1, access.log-20200708
    for (stem, mark) in marked(bytes[...]) {
      if case .count(let number) = mark, bytes[stem.endIndex] == UInt8(ascii: ".") {
        add(stem, .number(number))
      } else {
        add(stem, mark)
      }
    }
    // access.1.log, access-20200708.log
    if let dot = bytes.lastIndex(of: UInt8(ascii: ".")), dot > 0, !bytes[dot...].dropFirst().isEmpty
    {
      for (stem, mark) in marked(bytes[..<dot]) where !stem.isEmpty {
        add(stem + bytes[dot...], mark)
      }
    }
    if plain.utf8.ends(with: oldEnding) { add(bytes.dropLast(oldEnding.count), .number(1)) }
    if isCompressed { add(bytes, .none) }
    return readings
  }

  /// Whether a name has the ending of a compressed file.
  static func isCompressed(_ name: String) -> Bool { compressedEnding(of: name) != nil }

  /// The ending of a compressed file that a name has, in bytes.
  static func compressedEnding(of name: String) -> [UInt8]? {
    compressedEndings.first { name.utf8.ends(with: $0) }
  }

  private static func withoutCompressedEnding(_ name: String) -> String {
    compressedEnding(of: name).map { String(name.dropLast($0.count)) } ?? name
  }

  private static let compressedEndings = [
    ".gz", ".zst", ".bz2", ".xz", ".lz4", ".lzma", ".lz", ".Z", ".zip",
  ].map { Array($0.utf8) }
  private static let oldEnding = Array(".old".utf8)
  private static let multilogBase = "current"
}

extension RotatedName {
  /// The marks that may end `name`, and what stands before the separator.
  private static func marked(_ name: ArraySlice<UInt8>) -> [(ArraySlice<UInt8>, Mark)] {
    var found: [(ArraySlice<UInt8>, Mark)] = []
    var index = name.endIndex
    while index > name.startIndex {
      index -= 1
      guard name[index].isOfAMark else { break }
      guard name[index].isSeparator, index > name.startIndex,
        let mark = mark(name[(index + 1)...])
      else { continue }
      found.append((name[..<index], mark))
    }
    // The longest mark first: a date is no number behind a part of a date.
    return found.reversed()
  }

  /// Reads a mark: a number of up to five digits, or a date.
  private static func mark(_ text: ArraySlice<UInt8>) -> Mark? {
    let text = text.last == UInt8(ascii: "Z") ? text.dropLast() : text
    let groups = text.split(omittingEmptySubsequences: false) { !$0.isDigit }
    guard let first = groups.first, !groups.contains(where: \.isEmpty) else { return nil }
    let digits = Array(groups.joined())
    guard groups.count > 1 else {
      switch first.count {
      case 1...5: return Int(String(decoding: first, as: UTF8.self)).map { .count($0) }
      // A month, a day, an hour, an epoch, a minute, an epoch with milliseconds, a second.
      case 6, 8, 10, 12, 13, 14: return .date(digits)
      default: return nil
      }
    }
    // 2020-07-08, 20200708-10, 2020-07-08T08-10-30.000, and a number behind any of these.
    let isYear =
      first.count == 4 && (first.first == UInt8(ascii: "1") || first.first == UInt8(ascii: "2"))
    let isDate = isYear && groups[1].count == 2 || first.count == 8
    guard isDate, groups.count <= 8, groups.dropFirst().allSatisfy({ $0.count <= 6 }) else {
      return nil
    }
    return .date(digits)
  }

  /// The label of a file that multilog or svlogd has finished: `@` and 24 hexadecimal digits.
  private static func multilogLabel(_ name: [UInt8]) -> [UInt8]? {
    guard name.first == UInt8(ascii: "@"), name.count >= 25 else { return nil }
    let label = name[1..<25]
    guard label.allSatisfy({ $0.isDigit || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains($0) })
    else { return nil }
    let ending = name[25...]
    guard ending.isEmpty || [".s", ".u", ".t"].contains(where: { ending.elementsEqual($0.utf8) })
    else { return nil }
    return Array(label)
  }
}

extension RotatedName {
  /// Whether this was written after `other` by what the names say; `nil` where they say nothing.
  func isNewer(than other: RotatedName) -> Bool? {
    switch (mark, other.mark) {
    case (.number(let mine), .number(let others)): mine == others ? nil : mine < others
    case (.date(let mine), .date(let others)):
      mine == others ? nil : others.lexicographicallyPrecedes(mine)
    default: nil
    }
  }
}

extension UInt8 {
  fileprivate var isDigit: Bool { self &- UInt8(ascii: "0") < 10 }

  fileprivate var isSeparator: Bool {
    self == UInt8(ascii: ".") || self == UInt8(ascii: "-") || self == UInt8(ascii: "_")
  }

  fileprivate var isOfAMark: Bool {
    isDigit || isSeparator || self == UInt8(ascii: "T") || self == UInt8(ascii: ":")
      || self == UInt8(ascii: "Z")
  }
}

extension String.UTF8View {
  fileprivate func ends(with ending: some Collection<UInt8>) -> Bool {
    count >= ending.count && suffix(ending.count).elementsEqual(ending)
  }
}
