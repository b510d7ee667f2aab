package import AccessLog

/// Reads what a ``StateWriter`` wrote.
///
/// Whatever the bytes are, it gives values in their ranges or throws, and takes no more memory than
/// the bytes have.
package struct StateReader: Sendable {
  /// Counts beyond this are not counted by anybody, and sums of them stay far from overflow.
  package static let largestCount = 1 << 53
  /// Seconds beyond this are of no calendar.
  private static let lastSecond = 1 << 40

  /// The oldest layout that can be read.
  package static let oldestLayout: UInt64 = 3

  /// The layout that the bytes were written in.
  package let layout: UInt64
  private let bytes: [UInt8]
  private var offset: Int
  private var names: [[UInt8]] = []

  /// Reads from `offset` on what was written in a layout.
  package init(_ bytes: [UInt8], from offset: Int = 0, layout: UInt64 = StateWriter.layout) {
    self.bytes = bytes
    self.offset = offset
    self.layout = layout
  }

  /// Whether all has been read.
  package var isAtEnd: Bool { offset == bytes.count }

  /// Reads a number that is not negative and at most `limit`.
  package mutating func count(
    upTo limit: Int = StateReader.largestCount
  ) throws(StateError) -> Int {
    var value: UInt64 = 0
    for shift in stride(from: UInt64(0), to: 63, by: 7) {
      let byte = try byte()
      value |= UInt64(byte & 0x7F) << shift
      guard byte < 0x80 else { continue }
      guard value <= UInt64(limit) else { throw .impossible("a number is out of range") }
      return Int(value)
    }
    throw .impossible("a number is too long")
  }

  /// Reads a number of either sign whose magnitude is at most `limit`.
  package mutating func number(
    within limit: Int = StateReader.largestCount
  ) throws(StateError) -> Int {
    let isNegative = try flag()
    let magnitude = try count(upTo: limit)
    return isNegative ? -magnitude : magnitude
  }

  package mutating func word() throws(StateError) -> UInt64 {
    var word: UInt64 = 0
    for shift in stride(from: UInt64(0), to: 64, by: 8) { word |= UInt64(try byte()) << shift }
    return word
  }

  package mutating func flag() throws(StateError) -> Bool {
    let byte = try byte()
    guard byte < 2 else { throw .impossible("neither yes nor no") }
    return byte == 1
  }

  /// Reads a number that is finite and not negative.
  package mutating func double() throws(StateError) -> Double {
    let number = Double(bitPattern: try word())
    guard number.isFinite, number >= 0 else { throw .impossible("a rate is out of range") }
    return number
  }

  package mutating func instant() throws(StateError) -> Instant {
    Instant(try number(within: StateReader.lastSecond))
  }

  package mutating func blob(upTo limit: Int = .max) throws(StateError) -> [UInt8] {
    try raw(try count(upTo: limit))
  }

  package mutating func name() throws(StateError) -> [UInt8] {
    let number = try count(upTo: names.count)
    guard number == 0 else { return names[number - 1] }
    let name = try blob()
    names.append(name)
    return name
  }

  /// Reads that many bytes as they are.
  package mutating func raw(_ count: Int) throws(StateError) -> [UInt8] {
    guard count <= bytes.count - offset else { throw .endsEarly }
    defer { offset += count }
    return Array(bytes[offset..<offset + count])
  }

  private mutating func byte() throws(StateError) -> UInt8 {
    guard offset < bytes.count else { throw .endsEarly }
    defer { offset += 1 }
    return bytes[offset]
  }
}

/// Refuses what cannot be.
func require(_ isSo: Bool, or words: String) throws(StateError) {
  guard isSo else { throw .impossible(words) }
}
