import System

/// A file beside a log as its lines are seen: decoded, if it was compressed when it was rotated.
struct RotatedFile {
  /// How much of a compressed file is read for the beginning of its lines.
  private static let inputSize = 4_096

  let file: LogFile
  let path: String
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
      // Its compression has only just begun.
      guard !RotatedName.isCompressed(sibling.path) else { throw .notSupported }
      return RotatedFile(
        file: file, path: sibling.path, compression: nil, firstBytes: bytes)
    }
    guard compression.isReadable else { throw .notSupported }
    do throws(ReadError) {
      let reader = CompressedReader(
        file.descriptor, compression, inputSize: RotatedFile.inputSize)
      return RotatedFile(
        file: file, path: sibling.path, compression: compression,
        firstBytes: try reader.firstBytes())
    } catch .system(let error) {
      throw error
    } catch {
      throw .notSupported
    }
  }

  /// What it holds; of what is compressed only as much as was decoded.
  func content() throws(SystemError) -> ReadContent {
    guard compression == nil else {
      return ReadContent(beginning: firstBytes, length: firstBytes.count)
    }
    return try ReadContent(of: file.descriptor, before: file.status.size)
  }

  /// How what it holds compares with what was read of a file.
  ///
  /// Of what is compressed only the beginning is decoded.
  func likeness(to content: ReadContent) throws(SystemError) -> Likeness {
    guard compression != nil else {
      return try content.likeness(of: file.descriptor, size: file.status.size)
    }
    return content.beginning.matches(firstBytes) ? .continues : .other
  }

  /// Whether it may be the file of which `content` was read, under another inode: a copy that was
  /// made before that was emptied, or what became of it by compressing it.
  ///
  /// What is compressed is no copy that somebody made meanwhile: fewer bytes prove it. A plain copy
  /// ends before what was written to the file between copying and emptying it.
  func continues(_ content: ReadContent) throws(SystemError) -> Bool {
    guard compression == nil else {
      return content.beginning.length > 0 && content.beginning.matches(firstBytes)
    }
    guard content.isProof else { return false }
    switch try likeness(to: content) {
    case .continues: return true
    case .shortened: return content.beginning.matches(firstBytes)
    case .edited, .rewritten, .emptied, .other: return false
    }
  }

  /// Where `content` ends in it, which it continues.
  func offset(of content: ReadContent) -> Int {
    compression == nil ? min(content.length, file.status.size) : content.length
  }

  /// How many equal bytes show that another file holds the same lines.
  var shortestProof: Int { compression == nil ? Fingerprint.shortestProof : 1 }

  /// Whether it equals the beginning of another file to its full length, and holds lines that
  /// differ.
  func isBeginning(of other: Descriptor) throws(SystemError) -> Bool {
    guard compression == nil else { return false }
    return try file.isBeginning(of: other)
  }

  /// Whether it is called like what becomes of the file at `path` by compressing it.
  func isCompressed(from path: String) -> Bool {
    self.path.count > path.count && self.path.hasPrefix(path + ".")
  }

  /// Whether its lines end at `offset`, as far as that can be told without decoding all of it.
  func ends(at offset: Int) throws(SystemError) -> Bool {
    guard compression == .gzip, offset > 0 else { return false }
    // gzip ends with the number of bytes that its last member holds, modulo 2^32, the lowest byte
    // first.
    let trailer = try file.descriptor.bytes(at: max(0, file.status.size - 4), count: 4)
    let count = trailer.reversed().reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
    guard count == UInt32(truncatingIfNeeded: offset) else { return false }
    return try !mayHaveMembers()
  }

  /// Whether another member of gzip may begin somewhere behind the first one.
  ///
  /// - Complexity: O(size) to read it, and much less than to decode it.
  private func mayHaveMembers() throws(SystemError) -> Bool {
    var start = 1
    while start < file.status.size {
      let block = try file.descriptor.bytes(at: start, count: 1 << 20)
      guard block.count > 3 else { return false }
      if block.span.hasMember { return true }
      start += block.count - 3
    }
    return false
  }
}

extension Span<UInt8> {
  /// Whether a header of gzip is in it: its signature, the only method that there is, and flags of
  /// which three bits are zero.
  fileprivate var hasMember: Bool {
    for index in 0..<Swift.max(0, count - 3)
    where self[index] == 0x1F && self[index + 1] == 0x8B && self[index + 2] == 8 {
      if self[index + 3] < 0x20 { return true }
    }
    return false
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
