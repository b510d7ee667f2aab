import System

/// The length and the hash of some bytes: enough to tell whether others are the same.
package struct Fingerprint: Hashable, Sendable {
  /// The most bytes of a file's beginning that are hashed.
  package static let maximumLength = 1024

  /// How many equal bytes show that one file is a copy of another.
  package static let shortestProof = 64

  /// The fingerprint of no bytes, which all files begin with.
  static let none = Fingerprint(length: 0, hash: seed)
  private static let seed: UInt64 = 0xcbf2_9ce4_8422_2325

  /// How many bytes were hashed.
  package var length: Int
  /// FNV-1a of these bytes, 64 bits.
  package var hash: UInt64

  package init(length: Int, hash: UInt64) {
    self.length = length
    self.hash = hash
  }

  package init(of bytes: some Sequence<UInt8>) {
    self = .none
    for byte in bytes { append(byte) }
  }

  /// Adds the byte that stands behind those that were hashed.
  mutating func append(_ byte: UInt8) {
    length += 1
    hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3
  }

  var isOfZeros: Bool { self == Fingerprint(of: repeatElement(0, count: length)) }

  /// Whether `bytes` begin with the bytes that this was taken of.
  func matches(_ bytes: [UInt8]) -> Bool {
    bytes.count >= length && Fingerprint(of: bytes.prefix(length)) == self
  }
}

extension [UInt8] {
  /// Whether one of two begins with all of the other, which has that many bytes at least.
  func beginsLike(_ other: [UInt8], atLeast minimum: Int) -> Bool {
    let shorter = Swift.min(count, other.count)
    return shorter >= minimum && prefix(shorter) == other.prefix(shorter)
  }
}

extension Descriptor {
  /// As much of the beginning of the file as a fingerprint is taken of.
  func firstBytes(_ count: Int = Fingerprint.maximumLength) throws(SystemError) -> [UInt8] {
    try bytes(at: 0, count: min(count, Fingerprint.maximumLength))
  }
}
