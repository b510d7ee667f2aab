package import AccessLog

/// Reads what a ``RecordWriter`` wrote.
///
/// Any bytes give values in their ranges or an error, and memory is taken only in proportion to the
/// bytes.
package struct RecordReader: Sendable {
  /// The largest count that is accepted: no log has as many hits, and sums stay far from overflow.
  package static let largestCount = 1 << 53
  /// Seconds beyond this are of no calendar.
  private static let lastSecond = 1 << 40

  /// The layout of the state that the bytes are a part of; see ``StateLayout``.
  package let layout: UInt64
  private let bytes: [UInt8]
  private var offset: Int
  private let end: Int
  /// The field whose value comes next; `nil` between fields, and within a list.
  private var field: (tag: Int, kind: FieldKind)?
  /// The tags of the groups that have begun and not ended, the outermost first.
  private var openTags: [Int] = []
  /// The names that came so far, in states of layouts 3 and 4.
  var names: [[UInt8]] = []

  /// Reads from `offset` on.
  package init(
    _ bytes: [UInt8], from offset: Int = 0, layout: UInt64 = StateLayout.current
  ) {
    self.bytes = bytes
    self.offset = offset
    end = bytes.count
    self.layout = layout
  }

  private init(_ range: Range<Int>, of reader: RecordReader) {
    bytes = reader.bytes
    offset = range.lowerBound
    end = range.upperBound
    layout = reader.layout
  }

  /// Whether all has been read.
  package var isAtEnd: Bool { offset == end && openTags.isEmpty }
}

/// Fields of records.
extension RecordReader {
  /// The next field of the record that has one of these tags, or `nil` at the end of the record;
  /// fields of other tags are skipped.
  ///
  /// The value of a field has to be read before the next field is asked for. Where the value is a
  /// record, the first call reads the first field of that record.
  package mutating func next<Tag: RawRepresentable<Int>>(
    _ tags: Tag.Type
  ) throws(RecordError) -> Tag? {
    if let field { try begin(field.tag, field.kind) }
    while let tag = try nextTag() {
      if let known = Tag(rawValue: tag) { return known }
      try skip()
    }
    return nil
  }

  private mutating func begin(_ tag: Int, _ kind: FieldKind) throws(RecordError) {
    try take(.group)
    openTags.append(tag)
  }

  private mutating func nextTag() throws(RecordError) -> Int? {
    if offset == end, openTags.isEmpty { return nil }
    let (tag, kind) = try key()
    guard kind != .groupEnd else {
      try require(openTags.popLast() == tag, or: "a record ends that did not begin")
      return nil
    }
    field = (tag, kind)
    return tag
  }

  private mutating func key() throws(RecordError) -> (tag: Int, kind: FieldKind) {
    let key = try varint(upTo: UInt64(UInt32.max))
    guard let kind = FieldKind(rawValue: Int(key & 7)), key >> 3 > 0 else {
      throw .impossible("a field is of an unknown kind")
    }
    return (Int(key >> 3), kind)
  }

  /// Skips the value of a field.
  private mutating func skip() throws(RecordError) {
    guard let (tag, kind) = field else { return }
    field = nil
    try skip(kind)
    guard kind == .group else { return }
    var skipped = [tag]
    while let last = skipped.last {
      let (tag, kind) = try key()
      switch kind {
      case .group: skipped.append(tag)
      case .groupEnd:
        try require(tag == last, or: "a record ends that did not begin")
        skipped.removeLast()
      default: try skip(kind)
      }
    }
  }

  private mutating func skip(_ kind: FieldKind) throws(RecordError) {
    switch kind {
    case .number: _ = try varint(upTo: .max)
    case .word: try pass(8)
    case .halfWord: try pass(4)
    case .bytes: try pass(try length())
    case .group, .groupEnd: break
    }
  }

  /// Checks that a value of that kind comes next.
  private mutating func take(_ kind: FieldKind) throws(RecordError) {
    try require(field == nil || field?.kind == kind, or: "a field has a value of another kind")
    field = nil
  }
}

/// Values, of fields or in lists.
extension RecordReader {
  /// Reads a number that is not negative and at most `limit`.
  package mutating func count(
    upTo limit: Int = RecordReader.largestCount
  ) throws(RecordError) -> Int {
    try take(.number)
    guard limit >= 0 else { throw .impossible("a number is out of range") }
    return Int(try varint(upTo: UInt64(limit)))
  }

  /// Reads a number of either sign whose magnitude is at most `limit`.
  package mutating func number(
    within limit: Int = RecordReader.largestCount
  ) throws(RecordError) -> Int {
    guard layout > StateLayout.lastWithoutFields else { return try numberOfLayout4(within: limit) }
    try take(.number)
    let folded = try varint(upTo: .max)
    let number = Int(folded >> 1) ^ -Int(folded & 1)
    try require(number.magnitude <= UInt(limit), or: "a number is out of range")
    return number
  }

  package mutating func word() throws(RecordError) -> UInt64 {
    try take(.word)
    var word: UInt64 = 0
    for shift in stride(from: UInt64(0), to: 64, by: 8) { word |= UInt64(try byte()) << shift }
    return word
  }

  package mutating func flag() throws(RecordError) -> Bool {
    try count(upTo: 1) == 1
  }

  /// Reads a number that is finite and not negative.
  package mutating func double() throws(RecordError) -> Double {
    let number = Double(bitPattern: try word())
    try require(number.isFinite && number >= 0, or: "a rate is out of range")
    return number
  }

  package mutating func instant() throws(RecordError) -> Instant {
    Instant(try number(within: RecordReader.lastSecond))
  }

  /// Reads at most `limit` bytes.
  package mutating func blob(upTo limit: Int = .max) throws(RecordError) -> [UInt8] {
    try take(.bytes)
    return try raw(try count(upTo: limit))
  }

  /// Reads a list of at most `most` counts, each at most `limit`.
  package mutating func counts(
    upTo limit: Int = RecordReader.largestCount, atMost most: Int = .max
  ) throws(RecordError) -> [Int] {
    var list = try part()
    var counts: [Int] = []
    while !list.isAtEnd {
      try require(counts.count < most, or: "a list is too long")
      counts.append(try list.count(upTo: limit))
    }
    return counts
  }

  /// Reads a list of at most `most` words.
  package mutating func words(atMost most: Int) throws(RecordError) -> [UInt64] {
    var list = try part()
    let count = (list.end - list.offset) / 8
    try require(count <= most, or: "a list is too long")
    var words: [UInt64] = []
    words.reserveCapacity(count)
    while !list.isAtEnd { words.append(try list.word()) }
    return words
  }

  /// Reads that many bytes as they are.
  package mutating func raw(_ count: Int) throws(RecordError) -> [UInt8] {
    let start = offset
    try pass(count)
    return Array(bytes[start..<offset])
  }

  private mutating func part() throws(RecordError) -> RecordReader {
    try take(.bytes)
    let count = try length()
    try pass(count)
    return RecordReader(offset - count..<offset, of: self)
  }

  private mutating func length() throws(RecordError) -> Int {
    Int(try varint(upTo: UInt64(Int.max)))
  }

  private mutating func pass(_ count: Int) throws(RecordError) {
    guard count <= end - offset else { throw .endsEarly }
    offset += count
  }

  private mutating func byte() throws(RecordError) -> UInt8 {
    guard offset < end else { throw .endsEarly }
    defer { offset += 1 }
    return bytes[offset]
  }

  private mutating func varint(upTo limit: UInt64) throws(RecordError) -> UInt64 {
    var value: UInt64 = 0
    for shift in stride(from: UInt64(0), to: 64, by: 7) {
      let byte = try byte()
      // The tenth byte has the last bit.
      try require(shift < 63 || byte < 2, or: "a number is too long")
      value |= UInt64(byte & 0x7F) << shift
      guard byte >= 0x80 else {
        try require(value <= limit, or: "a number is out of range")
        return value
      }
    }
    throw .impossible("a number is too long")
  }
}
