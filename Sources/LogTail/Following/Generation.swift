import System

/// One file under a followed name: what the name means now, or meant before a rotation.
///
/// A reference, because it owns an open file: there is no second reading of it.
final class Generation {
  enum Change: Equatable {
    case none
    case grown
    /// Emptied, and perhaps written anew.
    case truncated
  }

  let path: String
  let identity: FileIdentity
  let descriptor: Descriptor
  /// Where the next read begins, in what the file holds once it is decoded.
  private(set) var offset: Int
  /// How far the file reached when it was looked at last.
  private(set) var size: Int
  /// When it was last seen to grow, or was rotated.
  var lastActivity: ContinuousClock.Instant
  /// Why the last read failed, until one succeeds.
  var failure: ReadError?
  /// What was last said of that.
  var reportedFailure: ReadError?
  /// What tells the system's notices of this file from others.
  var watch: Int32?

  /// Whether its lines are read as they are decoded: once, since nothing is written to it any more.
  var isCompressed: Bool { compressed != nil }

  private let compressed: CompressedReader?
  private var cutter = LineCutter()
  private var firstBytes: [UInt8]
  private var lastStatus: FileStatus
  private var cachedFingerprint: Fingerprint

  /// Takes on an open file, to be read from `offset` on.
  ///
  /// Of what is compressed the beginning must be known that is not read.
  init(
    path: String, _ file: LogFile, offset: Int, decoding compression: Compression? = nil,
    beginning: [UInt8] = [], now: ContinuousClock.Instant
  ) throws(SystemError) {
    self.path = path
    self.offset = offset
    compressed = compression.map { CompressedReader(file.descriptor, $0) }
    descriptor = file.descriptor
    identity = file.status.identity
    size = file.status.size
    lastStatus = file.status
    lastActivity = now
    firstBytes =
      compression == nil ? try descriptor.firstBytes(offset) : Array(beginning.prefix(offset))
    cachedFingerprint = Fingerprint(of: firstBytes)
  }

  /// Takes on a rotated file, to be read from `offset` on.
  convenience init(
    path: String, _ file: RotatedFile, offset: Int, now: ContinuousClock.Instant
  ) throws(SystemError) {
    try self.init(
      path: path, file.file, offset: offset, decoding: file.compression,
      beginning: file.firstBytes, now: now)
  }

  /// How far the file was read, as it stands on the disk.
  var bytesRead: Int { compressed?.consumed ?? offset }

  /// What outlives the program: the end of the last whole line that was read.
  var position: FilePosition {
    FilePosition(
      path: path, identity: identity, fingerprint: cachedFingerprint,
      offset: offset - cutter.pendingBytes)
  }

  /// Whether another file holds the lines of this one.
  func isCopied(in file: RotatedFile) throws(SystemError) -> Bool {
    // Of what is compressed by now, nothing may have been read yet; and the server may go on here.
    let own = file.compression == nil ? firstBytes : try descriptor.firstBytes()
    let count = file.compression == nil ? own.count : min(own.count, file.firstBytes.count)
    return count >= file.shortestProof && file.firstBytes.starts(with: own.prefix(count))
  }

  /// Whether another file that begins with `bytes` may be a copy of this one, or of what it held
  /// when it was read, as far as the shorter one tells.
  func mayBeCopied(inFileBeginningWith bytes: [UInt8]) throws(SystemError) -> Bool {
    if firstBytes.beginsLike(bytes, atLeast: 1) { return true }
    return try descriptor.firstBytes().beginsLike(bytes, atLeast: 1)
  }

  /// Looks whether the file grew or was emptied since it was looked at last.
  ///
  /// New content that has already outgrown the old is told by its first bytes.
  func look(at now: ContinuousClock.Instant) throws(SystemError) -> Change {
    let status = try descriptor.status()
    size = status.size
    guard status != lastStatus || size > offset else { return .none }
    // The status is kept once nothing of this is to be done again: not if it could not be looked
    // at, nor until a file that was emptied has been begun anew.
    guard size >= offset, try beginsAsBefore() else { return .truncated }
    lastStatus = status
    if size > offset { lastActivity = now } else { failure = nil }
    return size > offset ? .grown : .none
  }

  /// Reads on from the file's beginning, and returns the last line of the old content if it had
  /// no end.
  func restart() throws(SystemError) -> [UInt8] {
    // A writer that did not notice the truncation goes on at its old place, behind a hole.
    let start = descriptor.firstData()
    let bytes = try descriptor.firstBytes(start)
    lastStatus = try descriptor.status()
    // All of it or, if something failed, nothing: then this comes again.
    size = lastStatus.size
    offset = start
    firstBytes = bytes
    cachedFingerprint = Fingerprint(of: firstBytes)
    return cutter.flush()
  }

  /// The last line, if it had no end and none is waited for any longer.
  func flush() -> [UInt8] { cutter.flush() }

  /// Reads on like ``read(before:atMost:)``; a failure is kept for whoever asks, and ends it.
  func readOn(before limit: Int, atMost maximum: Int) -> [UInt8]? {
    do {
      return try read(before: limit, atMost: maximum)
    } catch {
      failure = error
      return nil
    }
  }

  /// Reads at most `maximum` bytes that stand before `limit`, and returns the lines that became
  /// whole, which may be none; `nil` where there is nothing to read.
  func read(before limit: Int, atMost maximum: Int) throws(ReadError) -> [UInt8]? {
    let want = min(maximum, limit - offset)
    guard want > 0 else { return nil }
    let start = offset
    var newFirstBytes: [UInt8] = []
    let (lines, count) = try unsafe cutter.lines(reading: want) {
      (buffer) throws(ReadError) in
      let count = try unsafe fill(buffer, from: start)
      if start == firstBytes.count, start < Fingerprint.maximumLength {
        // Within what was read.
        newFirstBytes = unsafe Array(buffer.prefix(min(count, Fingerprint.maximumLength - start)))
      }
      return count
    }
    // What was emptied and cannot be begun anew gives nothing, but has not recovered.
    guard count > 0 else { return nil }
    failure = nil
    offset += count
    if !newFirstBytes.isEmpty {
      firstBytes += newFirstBytes
      cachedFingerprint = Fingerprint(of: firstBytes)
    }
    return lines
  }

  /// Reads what stands at `start`; zero is the end.
  private func fill(
    _ buffer: UnsafeMutableRawBufferPointer, from start: Int
  ) throws(ReadError) -> Int {
    if let compressed { return try unsafe compressed.read(into: buffer, from: start) }
    do {
      let count = try unsafe descriptor.read(into: buffer, at: start)
      return try unsafe isOfThisContent(buffer, count: count, at: start) ? count : 0
    } catch {
      throw .system(error)
    }
  }

  /// Whether what was just read is part of what this file held when it was looked at.
  ///
  /// The file may be emptied and outgrow the place between looking and reading. Then what was
  /// read is either the end of the old content, which counts, or stands there now, and will be
  /// read from the beginning.
  private func isOfThisContent(
    _ buffer: UnsafeMutableRawBufferPointer, count: Int, at start: Int
  ) throws(SystemError) -> Bool {
    guard count > 0, try !beginsAsBefore() else { return true }
    let presentBytes = try descriptor.bytes(at: start, count: count)
    return unsafe !presentBytes.elementsEqual(buffer.prefix(count))
  }

  /// Whether the file still begins with the bytes that it began with.
  private func beginsAsBefore() throws(SystemError) -> Bool {
    try descriptor.firstBytes(firstBytes.count) == firstBytes
  }
}
