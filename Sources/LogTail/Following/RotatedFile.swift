import System

/// A file beside a log as its lines are seen: decoded, if it was compressed when it was rotated.
struct RotatedFile {
  /// How much of a compressed file is read for the beginning of its lines.
  private static let inputSize = 4_096

  let file: LogFile
  /// `nil` if it holds the lines as they are.
  let compression: Compression?
  /// As much of the beginning of its lines as a fingerprint is taken of.
  let firstBytes: [UInt8]

  var identity: FileIdentity { file.status.identity }

  /// Opens a file of a listing.
  ///
  /// - Throws: `notSupported` if it is compressed in a way that cannot be read, or damaged.
  static func open(_ sibling: Sibling) throws(SystemError) -> RotatedFile {
    let file = try LogFile.open(sibling.path)
    let bytes = try file.descriptor.firstBytes()
    guard let compression = Compression(beginningWith: bytes) else {
      // Whoever compresses it has only just begun.
      guard !Siblings.isCompressed(sibling.path) else { throw .notSupported }
      return RotatedFile(file: file, compression: nil, firstBytes: bytes)
    }
    guard compression.isReadable else { throw .notSupported }
    do throws(ReadError) {
      let reader = CompressedReader(
        file.descriptor, compression, inputSize: RotatedFile.inputSize)
      return RotatedFile(
        file: file, compression: compression, firstBytes: try reader.firstBytes())
    } catch .system(let error) {
      throw error
    } catch {
      throw .notSupported
    }
  }

  /// Whether it may be the file that was read as far as `position` says, under another inode.
  ///
  /// What is compressed is no copy that somebody made meanwhile: fewer bytes prove it.
  func continues(_ position: FilePosition) -> Bool {
    let print = position.fingerprint
    return (compression == nil ? print.isProof : print.length > 0) && print.matches(firstBytes)
  }

  /// Where a position is in it, of a file that it continues.
  ///
  /// A copy ends before what was written to the file between copying and emptying it.
  func offset(of position: FilePosition) -> Int {
    compression == nil ? min(position.offset, file.status.size) : position.offset
  }

  /// How many equal bytes show that another file holds the same lines.
  var shortestProof: Int { compression == nil ? Fingerprint.shortestProof : 1 }

  /// Whether it is a copy of what a fingerprint was taken of, or of what has been written to that since.
  func isCopy(of print: Fingerprint) -> Bool {
    print.length >= shortestProof && print.matches(firstBytes)
  }

  /// Whether its lines end at `offset`, as far as that can be told without decoding all of it.
  func ends(at offset: Int) throws(SystemError) -> Bool {
    guard compression == .gzip, offset > 0 else { return false }
    // gzip ends with the number of bytes that it holds, modulo 2^32, the lowest byte first.
    let trailer = try file.descriptor.bytes(at: max(0, file.status.size - 4), count: 4)
    let count = trailer.reversed().reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
    return count == UInt32(truncatingIfNeeded: offset)
  }
}

extension CompressedReader {
  /// As much of the beginning of what it holds as a fingerprint is taken of.
  ///
  /// - Precondition: nothing has been read yet.
  fileprivate func firstBytes() throws(ReadError) -> [UInt8] {
    try unsafe [UInt8](unsafeUninitializedCapacity: Fingerprint.maximumLength) {
      (buffer, count) throws(ReadError) in
      count = try unsafe read(into: UnsafeMutableRawBufferPointer(buffer))
    }
  }
}
