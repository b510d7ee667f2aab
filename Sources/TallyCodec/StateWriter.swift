package import AccessLog

/// Writes what is known as bytes, for a later run to go on from.
///
/// A number takes as many bytes as it has groups of seven bits (LEB128), a name that came before
/// takes one or two.
package struct StateWriter: Sendable {
  /// The number of the layout that is written: one more with every change of what is written, or of
  /// how names are hashed.
  ///
  /// A reader reads layouts from ``StateReader/oldestLayout`` on.
  package static let layout: UInt64 = 4
  /// How many bytes are handed on at a time.
  package static let blockSize = 65_536

  /// What was written and not handed on.
  package private(set) var bytes: [UInt8] = []
  private var handedOn = 0
  private let handOn: (@Sendable ([UInt8]) -> Void)?
  /// The names that were written, each with its number from 1 on.
  private var numbers: [[UInt8]: Int] = [:]

  /// Creates a writer that keeps all that is written.
  package init() { handOn = nil }

  /// Creates a writer that hands on each block as soon as it is full, so that a state is never in
  /// memory as a whole.
  package init(handingOn handOn: @escaping @Sendable ([UInt8]) -> Void) {
    self.handOn = handOn
  }

  /// How many bytes were written.
  var count: Int { handedOn + bytes.count }

  /// Hands on what is left; nothing more may be written then.
  package mutating func finish() {
    guard let handOn, !bytes.isEmpty else { return }
    handOn(bytes)
    handedOn += bytes.count
    bytes = []
  }

  private mutating func handOnBlocks() {
    guard let handOn else { return }
    var start = 0
    while bytes.count - start >= StateWriter.blockSize {
      handOn(Array(bytes[start..<start + StateWriter.blockSize]))
      start += StateWriter.blockSize
    }
    bytes.removeFirst(start)
    handedOn += start
  }

  /// Writes a number that is not negative.
  package mutating func count(_ count: Int) {
    var rest = UInt64(count)
    while rest > 0x7F {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(truncatingIfNeeded: rest))
    if bytes.count >= StateWriter.blockSize { handOnBlocks() }
  }

  /// Writes a number of either sign; near zero it is short.
  package mutating func number(_ number: Int) {
    flag(number < 0)
    count(Int(number.magnitude))
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

  package mutating func double(_ number: Double) {
    word(number.bitPattern)
  }

  package mutating func instant(_ instant: Instant) {
    number(instant.seconds)
  }

  /// Writes bytes and how many they are.
  package mutating func blob(_ blob: some Collection<UInt8>) {
    count(blob.count)
    bytes += blob
  }

  /// Writes a name that is likely to come again.
  package mutating func name(_ name: [UInt8]) {
    if let number = numbers[name] { return count(number) }
    numbers[name] = numbers.count + 1
    count(0)
    blob(name)
  }

  /// Writes bytes as they are, of which the reader knows how many there are.
  package mutating func raw(_ raw: [UInt8]) {
    bytes += raw
  }
}
