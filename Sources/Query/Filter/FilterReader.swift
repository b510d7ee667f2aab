package import AccessLog

/// Asks filters of hit after hit; for one thread at a time.
///
/// Filters that read the same field share what is remembered of it.
package struct FilterReader: ~Copyable {
  package let parts: HitParts
  private let program: FilterProgram
  private var readers: [NameReader]
  /// What usual lines have of each text; `nil` if they have to be parsed for it.
  private let usualTexts: [UsualField?]
  /// Whether a usual line has to be parsed for none of the texts.
  package let isOfUsualFields: Bool
  /// The text that is compared, where it stands nowhere in the line.
  private var made: [UInt8] = []
  private let scratch: PatternScratch?

  /// Creates a reader of a filter whose sections a rule finds; the key of the hashes of what it remembers is
  /// secret.
  package init(_ filter: Filter, key: UInt64, sections: SectionRule = .standard) {
    self.init([filter], key: key, sections: sections)
  }

  /// Creates a reader of several filters.
  package init(_ filters: [Filter], key: UInt64, sections: SectionRule = .standard) {
    program =
      filters.count == 1 ? filters[0].program : FilterProgram(filters.map(\.expression))
    parts = filters.reduce([]) { $0.union($1.parts) }
    let dimensions = program.dimensions.map { $0.by(sections) }
    readers = dimensions.map { NameReader($0, key: key) }
    usualTexts = dimensions.map { $0.isMadeOfField ? nil : $0.usual }
    isOfUsualFields = !usualTexts.contains(nil)
    scratch = program.patterns.isEmpty ? nil : PatternScratch()
  }

  /// Whether a hit that was parsed from `bytes`, with ``parts``, matches the filter at an index.
  ///
  /// A field that the line lacks matches no comparison.
  ///
  /// - Complexity: O(tests · length of their fields), without allocation.
  package mutating func matches(_ hit: Hit, _ bytes: RawSpan, filter: Int = 0) -> Bool {
    var index = program.entries[filter]
    while index >= 0 {
      let test = program.tests[Int(index)]
      index = passes(test, hit, bytes) ? test.ifTrue : test.ifFalse
    }
    return index == FilterProgram.accepted
  }

  /// The same of a hit that is not parsed yet: of a record whose line was scanned last, and ends at
  /// `end`.
  ///
  /// Of a usual line only the fields are looked for that are compared; any other is parsed.
  package mutating func matches(
    _ record: LineRecord, endingAt end: Int, _ bytes: RawSpan, _ scanner: inout LineScanner,
    filter: Int = 0
  ) -> Bool {
    if record.isUsual, isOfUsualFields {
      var index = program.entries[filter]
      while index >= 0 {
        let test = program.tests[Int(index)]
        guard let isPassed = passes(test, record, endingAt: end, bytes, scanner) else { break }
        index = isPassed ? test.ifTrue : test.ifFalse
      }
      if index < 0 { return index == FilterProgram.accepted }
    }
    return matches(scanner.hit(of: record, endingAt: end, bytes, parts), bytes, filter: filter)
  }

  /// Whether a usual line passes a test; `nil` if it has to be parsed to tell.
  @inline(__always)
  private func passes(
    _ test: FilterProgram.Test, _ record: LineRecord, endingAt end: Int, _ bytes: RawSpan,
    _ scanner: borrowing LineScanner
  ) -> Bool? {
    switch test.operation {
    case .isWithin, .isOutside, .isNumberIn:
      switch test.number {
      case .status: return passes(test, Int(record.status))
      case .bytes: return passes(test, record.responseBytes)
      case .time: return passes(test, record.second)
      case .duration: return record.duration == .none ? false : nil
      }
    default:
      guard let field = usualTexts[Int(test.text)] else { return nil }
      if field == .missing { return false }
      if field == .server {
        guard let range = scanner.serverPlace else { return false }
        return passes(test, bytes, range)
      }
      if test.operation == .isClientIn, let address = scanner.ipv4Client(record, bytes) {
        let number = AddressNumber(Address(ipv4: address))
        if contains(number, test.low..<test.high) { return true }
        if test.nameLow == test.nameHigh { return false }
      }
      guard let range = scanner.place(of: field, record, endingAt: end, bytes) else { return nil }
      return passes(test, bytes, range)
    }
  }

  @inline(__always)
  private func passes(_ test: FilterProgram.Test, _ number: Int) -> Bool {
    switch test.operation {
    case .isWithin: number >= test.low && number <= test.high
    case .isOutside: number < test.low || number > test.high
    default: program.numbers[test.low..<test.high].contains(number)
    }
  }

  @inline(__always)
  private mutating func passes(_ test: FilterProgram.Test, _ hit: Hit, _ bytes: RawSpan) -> Bool {
    switch test.operation {
    case .isWithin, .isOutside, .isNumberIn:
      guard let number = test.number.value(of: hit) else { return false }
      return passes(test, number)
    default:
      made.removeAll(keepingCapacity: true)
      switch readers[Int(test.text)].read(hit, bytes, made: &made) {
      case .missing: return false
      case .logged(let range): return passes(test, bytes, range)
      case .made: return passes(test, unsafe made.span.bytes, 0..<made.count)
      }
    }
  }

  /// Whether the text at a range passes the test.
  private func passes(_ test: FilterProgram.Test, _ bytes: RawSpan, _ range: Range<Int>) -> Bool {
    let letters = unsafe program.letters.span.bytes
    switch test.operation {
    case .matches:
      guard let scratch else { return false }
      return program.patterns[test.low].matches(bytes, range, scratch)
    case .isTextIn: return contains(bytes, range, test.low..<test.high, letters)
    case .isClientIn:
      if test.low < test.high, let address = Address(client: range, in: bytes),
        contains(AddressNumber(address), test.low..<test.high)
      {
        return true
      }
      return contains(bytes, range, Int(test.nameLow)..<Int(test.nameHigh), letters)
    default: break
    }
    let text = program.texts[test.low]
    switch test.operation {
    case .equals:
      return range.count == text.count && bytes.equals(range, letters, at: text.lowerBound)
    case .differs:
      return range.count != text.count || !bytes.equals(range, letters, at: text.lowerBound)
    case .begins:
      return range.count >= text.count
        && bytes.equals(
          range.lowerBound..<range.lowerBound &+ text.count, letters, at: text.lowerBound)
    case .ends:
      return range.count >= text.count
        && bytes.equals(
          range.upperBound &- text.count..<range.upperBound, letters, at: text.lowerBound)
    default: return bytes.contains(range, letters, text)
    }
  }

  /// Whether a text is one of those of a list, which are in byte order.
  private func contains(
    _ bytes: RawSpan, _ range: Range<Int>, _ list: Range<Int>, _ letters: RawSpan
  ) -> Bool {
    var (low, high) = (list.lowerBound, list.upperBound)
    while low < high {
      let middle = (low + high) / 2
      switch bytes.order(range, letters, program.texts[middle]) {
      case 0: return true
      case ..<0: high = middle
      default: low = middle + 1
      }
    }
    return false
  }

  /// Whether an address is in one of the networks of a list, which are in order and apart.
  private func contains(_ address: AddressNumber, _ list: Range<Int>) -> Bool {
    var (low, high) = (list.lowerBound, list.upperBound)
    while low < high {
      let middle = (low + high) / 2
      let network = program.networks[middle]
      if network.contains(address) { return true }
      if address < network.lowerBound { high = middle } else { low = middle + 1 }
    }
    return false
  }
}

extension RawSpan {
  /// Whether the bytes at `text` in another span stand anywhere in a range.
  fileprivate func contains(_ range: Range<Int>, _ other: RawSpan, _ text: Range<Int>) -> Bool {
    guard let first = text.first else { return true }
    var index = range.lowerBound
    let last = range.upperBound - text.count
    while index <= last {
      index = firstOffset(of: other[first], from: index, to: last + 1)
      guard index <= last else { return false }
      if equals(index..<index + text.count, other, at: text.lowerBound) { return true }
      index += 1
    }
    return false
  }

  /// Below 0, 0 or above it where a range comes before another span's, is equal, or comes after it.
  fileprivate func order(_ range: Range<Int>, _ other: RawSpan, _ text: Range<Int>) -> Int {
    for index in 0..<min(range.count, text.count) {
      let difference = Int(self[range.lowerBound + index]) - Int(other[text.lowerBound + index])
      if difference != 0 { return difference }
    }
    return range.count - text.count
  }
}
