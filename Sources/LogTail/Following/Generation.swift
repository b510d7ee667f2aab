import Feed
import System

/// One file under a followed name: what the name means now, or meant before a rotation.
///
/// A reference, because it owns an open file: there is no second reading of it.
final class Generation {
  enum Change: Equatable {
    case none
    case grown
    /// Emptied, and perhaps written again.
    case truncated
    /// Its end was cut off; what is left was read.
    case shortened
    /// Written over: what had not been read cannot be told from what had.
    case rewritten
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

  /// What was read of it, up to the end of the last whole line.
  private(set) var content: ReadContent

  /// What has to be known to read the line at an offset.
  var remembered: (memory: SourceMemory, offset: Int)?

  /// The file that its name meant before, until the first line of this one is read.
  var predecessor: Generation?

  let compression: Compression?
  private let compressed: CompressedReader?
  private var cutter = LineCutter()
  private var lastStatus: FileStatus
  /// What it held before it was emptied or cut, while that may be written to it again.
  private var former: FormerContent?
  /// Whether a copy is read in its place.
  private(set) var isLeft = false
  /// When it was last asked who writes to it.
  private var lastQuestion: ContinuousClock.Instant?

  /// Adopts an open file, to be read from `offset` on.
  ///
  /// For a compressed file, `beginning` holds the decoded bytes before `offset`.
  init(
    path: String, _ file: LogFile, offset: Int, decoding compression: Compression? = nil,
    beginning: [UInt8] = [], now: ContinuousClock.Instant
  ) throws(SystemError) {
    self.path = path
    self.offset = offset
    self.compression = compression
    compressed = compression.map { CompressedReader(file.descriptor, $0) }
    descriptor = file.descriptor
    identity = file.status.identity
    size = file.status.size
    lastStatus = file.status
    lastActivity = now
    content =
      compression == nil
      ? try ReadContent(of: descriptor, before: offset)
      : ReadContent(beginning: Array(beginning.prefix(offset)), length: offset)
    // The file may have been cut just now, which the next look finds.
    content.length = offset
  }

  /// Adopts a rotated file, to be read from `offset` on.
  convenience init(
    path: String, _ file: RotatedFile, offset: Int, now: ContinuousClock.Instant
  ) throws(SystemError) {
    try self.init(
      path: path, file.file, offset: offset, decoding: file.compression,
      beginning: file.firstBytes, now: now)
  }

  /// When it had been written to last, when it was looked at last; in nanoseconds since the epoch.
  var modified: Int { lastStatus.modified }

  /// How far the file was read, as it stands on the disk.
  var bytesRead: Int { compressed?.consumed ?? offset }

  /// What outlives the program: the end of the last whole line that was read.
  var position: FilePosition {
    FilePosition(path: path, identity: identity, content: content, memory: knownMemory)
  }

  /// Looks whether the file grew or was emptied since it was looked at last.
  func look(at now: ContinuousClock.Instant) throws(SystemError) -> Change {
    let status = try descriptor.status()
    size = status.size
    guard status != lastStatus || size > offset || former != nil else { return .none }
    if try isWrittenAgain(at: now) { return .none }
    // The status is kept once nothing of this is to be done again: not if it could not be looked
    // at, nor until a file that was emptied is read from its beginning.
    let likeness = try content.likeness(of: descriptor, size: size)
    let evidence = FileEvidence(
      former: .here, likeness: likeness, hasDistinctLines: content.hasDistinctLines)
    switch FileVerdict(evidence) {
    case .emptied: return .truncated
    case .shortened: return try cut(to: status, at: now)
    case .rewritten where size < content.length: return try cut(to: status, at: now)
    case .rewritten: return try skipWhatWasRewritten(to: status)
    case .same, .rotated, .moved, .copied, .new: break
    }
    if likeness == .edited { content = try ReadContent(of: descriptor, before: content.length) }
    // The part of an unfinished line that was cut off was not passed on.
    if size < offset { try move(to: content.length) }
    lastStatus = status
    if size > offset { lastActivity = now } else { failure = nil }
    return size > offset ? .grown : .none
  }

  /// Reads on from the file's beginning, and returns the last line of the old content if it had
  /// no end.
  func restart(at now: ContinuousClock.Instant) throws(SystemError) -> [UInt8] {
    // A writer that did not notice the truncation keeps writing at its old place, behind a hole.
    let start = descriptor.firstData()
    let next = try ReadContent(of: descriptor, before: start)
    lastStatus = try descriptor.status()
    // All of it or, if something failed, nothing: then this comes again.
    size = lastStatus.size
    offset = start
    former = former ?? FormerContent(content, lost: .all, size: size, at: now)
    content = next
    content.length = start
    return cutter.flush()
  }

  /// Whether the file was emptied since it was looked at last, whatever it holds by now.
  func wasEmptied() throws(SystemError) -> Bool {
    guard !isCompressed else { return false }
    let status = try descriptor.status()
    guard status != lastStatus else { return false }
    let likeness = try content.likeness(of: descriptor, size: status.size)
    return FileVerdict(
      FileEvidence(
        former: .here, likeness: likeness, hasDistinctLines: content.hasDistinctLines)) == .emptied
  }

  /// Whether the file still has a name.
  func isNamed() throws(SystemError) -> Bool { try descriptor.status().links > 0 }

  /// Whether nothing more is expected of a rotated file: it has been quiet, and it is not open for
  /// writing.
  ///
  /// - Complexity: three calls of the system each time that it has been quiet for so long.
  func isQuiet(at now: ContinuousClock.Instant, for rest: TailConfiguration.RotatedRest) -> Bool {
    guard size <= offset else { return false }
    if isLeft { return descriptor.writers == .none }
    guard now - max(lastActivity, lastQuestion ?? lastActivity) >= rest.quiet else { return false }
    switch descriptor.writers {
    case .none: return true
    case .some:
      lastQuestion = now
      return false
    case .unknown: return now - lastActivity >= rest.unknown
    }
  }

  /// Leaves what this file and a copy of it have in common to the copy, which is read on from here.
  func leave(to copy: Generation) throws(SystemError) {
    let end = min(try descriptor.status().size, copy.size)
    var place = copy.offset
    while place < end {
      let count = min(LineScan.blockSize, end - place)
      let mine = try descriptor.bytes(at: place, count: count)
      let others = try copy.descriptor.bytes(at: place, count: count)
      let common = zip(mine, others).prefix { $0 == $1 }.count
      place += common
      guard common == count else { break }
    }
    let scan = LineScan(descriptor: descriptor)
    try move(to: max(content.length, try scan.endOfLastLine(before: place)))
    isLeft = true
  }

  /// Reads on from another place, which is the end of a line.
  func move(to place: Int) throws(SystemError) {
    content = try ReadContent(of: descriptor, before: place)
    content.length = place
    forgetLineUnderWay()
  }

  private func forgetLineUnderWay() {
    _ = cutter.flush()
    offset = content.length
  }

  /// Whether what the file held before it was emptied or cut is being written to it again: then
  /// it is read on from where it was, once all of that is there.
  private func isWrittenAgain(at now: ContinuousClock.Instant) throws(SystemError) -> Bool {
    guard let outcome = try former?.look(at: descriptor, size: size, now) else { return false }
    switch outcome {
    case .growing:
      size = offset
      return true
    case .whole(let content):
      self.content = content
      forgetLineUnderWay()
    case .part: try move(to: size)
    case .other: break
    }
    former = nil
    return false
  }

  /// Continues at the end of what is left of the file.
  private func cut(
    to status: FileStatus, at now: ContinuousClock.Instant
  ) throws(SystemError) -> Change {
    former = former ?? FormerContent(content, lost: .end, size: size, at: now)
    try move(to: status.size)
    lastStatus = status
    return .shortened
  }

  /// Continues with the next line behind the place that was read to.
  private func skipWhatWasRewritten(to status: FileStatus) throws(SystemError) -> Change {
    let scan = LineScan(descriptor: descriptor)
    try move(to: try scan.startOfLine(from: content.length, to: status.size))
    lastStatus = status
    return .rewritten
  }

  /// The last line, if it had no end and none is waited for any longer.
  func flush() -> [UInt8] {
    if content.length != offset { content.lastLine = .none }
    content.length = offset
    let line = cutter.flush()
    // What a copy is read in place of may end within a line, which is read there.
    return isLeft ? [] : line
  }

  /// Reads on like ``read(before:atMost:)``; a failure is kept in ``failure``, and ends it.
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
    var newBeginning: [UInt8] = []
    let (lines, count) = try unsafe cutter.lines(reading: want) {
      (buffer) throws(ReadError) in
      let count = try unsafe fill(buffer, from: start)
      if start == content.beginning.length, start < Fingerprint.maximumLength {
        // Within what was read.
        newBeginning = unsafe Array(buffer.prefix(min(count, Fingerprint.maximumLength - start)))
      }
      return count
    }
    // A file that was emptied and cannot be read from its beginning gives nothing, but has not recovered.
    guard count > 0 else { return nil }
    failure = nil
    offset += count
    if !newBeginning.isEmpty { content.append(beginning: newBeginning) }
    content.length = offset - cutter.pendingBytes
    if !lines.isEmpty { content.noteLastLine(ofLines: lines) }
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
    content.beginning.matches(try descriptor.firstBytes(content.beginning.length))
  }
}
