package import System

/// What tells a file from another that was given the same name or the same inode: its first bytes.
///
/// The lines of a log begin with an address and hold a time, so that 1 KiB of them is not written
/// twice.
package struct Fingerprint: Hashable, Sendable {
  /// The most bytes that are looked at.
  package static let maximumLength = 1024

  /// How many equal bytes show that one file is a copy of another.
  static let shortestProof = 64

  /// How many of the file's first bytes were looked at.
  package var length: Int
  /// FNV-1a of these bytes, 64 bits.
  package var hash: UInt64

  package init(length: Int, hash: UInt64) {
    self.length = length
    self.hash = hash
  }

  /// The fingerprint of a file's first bytes.
  init(of bytes: some Sequence<UInt8>) {
    length = 0
    hash = 0xcbf2_9ce4_8422_2325
    for byte in bytes {
      length += 1
      hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3
    }
  }

  /// Whether it tells one file from another: not if it is of a few bytes, or of the hole that a
  /// writer leaves which did not notice a truncation.
  var isProof: Bool {
    length >= Fingerprint.shortestProof
      && self != Fingerprint(of: repeatElement(0, count: length))
  }

  /// Whether a file that begins with `bytes` may be the file that this was taken of, grown since.
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

/// How far a file was read, in a form that outlives the program.
package struct FilePosition: Hashable, Sendable {
  /// The name under which it is followed; after a rotation it is called something else.
  package var path: String
  package var identity: FileIdentity
  package var fingerprint: Fingerprint
  /// The bytes up to and including the last line that was handed on.
  package var offset: Int

  package init(path: String, identity: FileIdentity, fingerprint: Fingerprint, offset: Int) {
    self.path = path
    self.identity = identity
    self.fingerprint = fingerprint
    self.offset = offset
  }

  /// The position in what the file held before it was emptied, for which another takes its place.
  package var emptied: FilePosition {
    var position = self
    // No file has this number.
    position.identity = FileIdentity(device: 0, inode: fingerprint.hash)
    return position
  }

  /// The position in what is not there yet: whatever a name or a pattern comes to mean is read from
  /// its beginning.
  package static func beforeAll(of path: String) -> FilePosition {
    // No file has these numbers.
    FilePosition(
      path: path, identity: FileIdentity(device: 0, inode: 0), fingerprint: Fingerprint(of: []),
      offset: 0)
  }
}
