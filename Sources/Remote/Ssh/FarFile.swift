import LogTail
import System

/// How far a file on the far side has been read.
struct FarFile {
  /// 0 where it is not known any more which file holds its content.
  var inode: UInt64
  /// What stands behind the log's name in its name now.
  var suffix: String
  /// Whether it holds what was cut off another file, and does not grow.
  var isCopy = false
  /// Whether another file may have its number by now, so that its check is asked for even if it has not
  /// grown.
  var isDoubted = false
  /// Whether it was read to its end before, and is looked at again in case that it has grown.
  var isPresumed = false
  /// How many of its bytes were taken, the line under way too.
  private(set) var taken = 0
  private var cutter = LineCutter()
  /// Bytes that must stand before those that come next, or the file is another one.
  private(set) var check = Check.nothing
  /// The hash of the last line, as ``ReadContent`` has it.
  private var lastLine: Fingerprint?
  /// When it last had something new.
  var lastGrowth: Duration
  /// When it was last asked for.
  var lastSeen: Duration

  enum Check {
    case nothing
    /// The last bytes that were taken.
    case bytes([UInt8])
    /// The last line, and its newline behind it.
    case line(Fingerprint)

    var length: Int {
      switch self {
      case .nothing: 0
      case .bytes(let bytes): bytes.count
      case .line(let line): line.length + 1
      }
    }

    func matches(_ bytes: some Sequence<UInt8>) -> Bool {
      let bytes = Array(bytes)
      switch self {
      case .nothing: return true
      case .bytes(let expected): return bytes == expected
      case .line(let line):
        return bytes.last == newline && Fingerprint(of: bytes.dropLast()) == line
      }
    }
  }

  /// A file that is read from a place on, which begins a line.
  init(inode: UInt64, suffix: String, from place: Int = 0, at now: Duration) {
    self.inode = inode
    self.suffix = suffix
    taken = place
    lastGrowth = now
    lastSeen = now
  }

  /// Whether it was quiet for some seconds before it was last asked for: all of it was read.
  var isDone: Bool { lastSeen - lastGrowth >= .seconds(5) }

  /// A file that an earlier run has read.
  init(_ position: FilePosition, at now: Duration) {
    self.init(inode: position.identity.inode, suffix: "", from: position.offset, at: now)
    lastLine = position.content.lastLine
    if position.offset > 0, position.content.lastLine.length > 0 {
      check = .line(position.content.lastLine)
    }
  }

  /// Where reading is to begin for the check.
  var start: Int { taken - check.length }

  /// How many bytes it must have for the next question to be answered with any.
  var seen: Int { isDoubted ? start : taken }

  /// Where the last whole line ends.
  var lineEnd: Int { taken - cutter.pendingBytes }

  /// Takes the bytes from ``start`` on; returns the lines that are whole, or `nil` if the file is another
  /// one than it was.
  mutating func take(_ bytes: [UInt8], at now: Duration) -> [UInt8]? {
    guard bytes.count >= check.length, check.matches(bytes.prefix(check.length)) else { return nil }
    isDoubted = false
    isPresumed = false
    let fresh = Array(bytes.dropFirst(check.length))
    guard !fresh.isEmpty else { return [] }
    let (lines, _) = unsafe cutter.lines(reading: fresh.count) { buffer in
      unsafe buffer.copyBytes(from: fresh)
      return fresh.count
    }
    taken += fresh.count
    lastGrowth = now
    // What is hashed of a line is at most this.
    check = .bytes(Array(bytes.suffix(ReadContent.maximumLineLength)))
    if let end = lines.dropLast().lastIndex(of: newline) {
      lastLine = FarFile.print(lines[(end + 1)...].dropLast())
    } else if !lines.isEmpty {
      lastLine = FarFile.print(lines.dropLast())
    }
    return lines
  }

  /// What there is of the line under way, as a line.
  mutating func flush() -> [UInt8] { cutter.flush() }

  private static func print(_ line: ArraySlice<UInt8>) -> Fingerprint {
    Fingerprint(of: line.suffix(ReadContent.maximumLineLength))
  }

  /// For the state.
  func position(named name: String, memory: SourceMemory?, isClosed: Bool = false) -> FilePosition {
    var position = FilePosition(
      path: name, identity: FileIdentity(device: FarFile.device, inode: inode),
      content: ReadContent(
        beginning: Fingerprint(of: []), length: lineEnd, rungs: .zero,
        lastLine: lastLine ?? Fingerprint(of: []), hasDistinctLines: lastLine != nil),
      memory: memory)
    position.isClosed = isClosed
    return position
  }

  /// Which device it is on is not known.
  private static let device: UInt64 = 1
}
