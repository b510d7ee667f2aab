package import AccessLog

/// Writes records: fields that have tags, in the wire format of Protocol Buffers.
///
/// A later version may add fields. An earlier one skips those whose tags it does not know; a field
/// that is missing has the default that stands beside its tag, which for a count is 0 and for a flag
/// false. A tag never gets another meaning, and a field never another kind. Where that is not enough,
/// the version of the record is raised, and earlier programs refuse it.
package struct RecordWriter: Sendable {
  /// How many bytes are written out at a time.
  package static let blockSize = 65_536

  /// The bytes that are not written out yet.
  package private(set) var bytes: [UInt8] = []
  private var handedOn = 0
  private let handOn: (@Sendable ([UInt8]) -> Void)?

  /// Creates a writer that keeps all that is written.
  package init() { handOn = nil }

  /// Creates a writer that writes out each block as soon as it is full, so that a state is never in
  /// memory as a whole.
  package init(handingOn handOn: @escaping @Sendable ([UInt8]) -> Void) {
    self.handOn = handOn
  }

  /// How many bytes were written.
  var count: Int { handedOn + bytes.count }

  /// Writes out the rest; nothing may be written afterwards.
  package mutating func finish() {
    guard let handOn, !bytes.isEmpty else { return }
    handOn(bytes)
    handedOn += bytes.count
    bytes = []
  }

  private mutating func handOnBlocks() {
    guard let handOn else { return }
    var start = 0
    while bytes.count - start >= RecordWriter.blockSize {
      handOn(Array(bytes[start..<start + RecordWriter.blockSize]))
      start += RecordWriter.blockSize
    }
    bytes.removeFirst(start)
    handedOn += start
  }
}

/// Fields of records.
extension RecordWriter {
  /// Writes a count, unless it is 0.
  package mutating func field(_ tag: some RawRepresentable<Int>, count: Int) {
    guard count != 0 else { return }
    key(tag, .number)
    self.count(count)
  }

  /// Writes that something is so, or nothing.
  package mutating func field(_ tag: some RawRepresentable<Int>, flag: Bool) {
    field(tag, count: flag ? 1 : 0)
  }

  /// Writes a number of either sign, if there is one; near zero it is short.
  package mutating func field(_ tag: some RawRepresentable<Int>, number: Int?) {
    guard let number else { return }
    key(tag, .number)
    varint(UInt64(bitPattern: Int64(number << 1 ^ number >> 63)))
  }

  package mutating func field(_ tag: some RawRepresentable<Int>, instant: Instant?) {
    field(tag, number: instant?.seconds)
  }

  package mutating func field(_ tag: some RawRepresentable<Int>, word: UInt64?) {
    guard let word else { return }
    key(tag, .word)
    self.word(word)
  }

  package mutating func field(_ tag: some RawRepresentable<Int>, double: Double?) {
    field(tag, word: double?.bitPattern)
  }

  /// Writes bytes, if there are any to write; an empty list of them is also written.
  package mutating func field(_ tag: some RawRepresentable<Int>, bytes: (some Collection<UInt8>)?) {
    guard let bytes else { return }
    key(tag, .bytes)
    blob(bytes)
  }

  /// Writes a list of counts, unless it is empty.
  package mutating func field(_ tag: some RawRepresentable<Int>, counts: [Int]) {
    guard !counts.isEmpty else { return }
    var list = RecordWriter()
    for count in counts { list.count(count) }
    field(tag, bytes: list.bytes)
  }

  /// Writes a list of words, unless it is empty.
  package mutating func field(_ tag: some RawRepresentable<Int>, words: [UInt64]) {
    guard !words.isEmpty else { return }
    key(tag, .bytes)
    count(8 * words.count)
    for word in words { self.word(word) }
  }

  /// Writes a record of its own, which may be read again on its own.
  package mutating func field(
    _ tag: some RawRepresentable<Int>, record write: (inout RecordWriter) -> Void
  ) {
    key(tag, .group)
    write(&self)
    key(tag, .groupEnd)
  }

  private mutating func key(_ tag: some RawRepresentable<Int>, _ kind: FieldKind) {
    count(tag.rawValue << 3 | kind.rawValue)
  }
}

/// Values without tags.
extension RecordWriter {
  /// Writes a number that is not negative.
  package mutating func count(_ count: Int) {
    varint(UInt64(count))
  }

  private mutating func varint(_ number: UInt64) {
    var rest = number
    while rest > 0x7F {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(truncatingIfNeeded: rest))
    if bytes.count >= RecordWriter.blockSize { handOnBlocks() }
  }

  /// Writes eight bytes.
  package mutating func word(_ word: UInt64) {
    for shift in stride(from: UInt64(0), to: 64, by: 8) {
      bytes.append(UInt8(truncatingIfNeeded: word >> shift))
    }
  }

  package mutating func flag(_ flag: Bool) {
    bytes.append(flag ? 1 : 0)
  }

  /// Writes bytes and how many they are.
  package mutating func blob(_ blob: some Collection<UInt8>) {
    count(blob.count)
    bytes += blob
  }

  /// Writes bytes as they are, of which the reader knows how many there are.
  package mutating func raw(_ raw: [UInt8]) {
    bytes += raw
  }
}
