import Glibc
import TestSupport

/// A server's side of a log: the file that it has open, which it keeps writing to under whatever
/// name, until it is told to reopen the name.
struct LoggingServer {
  /// How a file is opened.
  enum Mode {
    case appending
    /// At its own place, also where the file has been emptied since: a hole comes before it.
    case atItsPlace
  }

  private(set) var maker: LineMaker
  private var random: SeededRandom
  let mode: Mode
  private var descriptor: Int32 = -1
  /// The end of a line of which the beginning has been written.
  private var rest: [UInt8] = []
  /// Whether the next line stands behind a hole: an empty one would be a line of NULs.
  private var isBehindAHole = false
  private var block: (bytes: [UInt8], lines: WrittenLines)?

  init(clock: Int, longestLag: Int, mode: Mode, seed: UInt64) {
    maker = LineMaker(clock: clock, longestLag: longestLag, seed: seed)
    random = SeededRandom(seed: seed ^ 0x5EED)
    self.mode = mode
  }

  var written: WrittenLines { maker.written }

  /// Opens the name again, and creates the file where there is none.
  mutating func open(_ path: String) throws {
    try endLine()
    close()
    let flags = O_WRONLY | O_CREAT | O_CLOEXEC | (mode == .appending ? O_APPEND : 0)
    descriptor = unsafe Glibc.open(path, flags, 0o644)
    guard descriptor >= 0 else { throw Spawn.Failure(call: "open \(path)") }
    if mode == .atItsPlace { lseek(descriptor, 0, SEEK_END) }
  }

  mutating func close() {
    if descriptor >= 0 { Glibc.close(descriptor) }
    descriptor = -1
  }

  /// Records that the file was emptied.
  mutating func didEmpty() { isBehindAHole = mode == .atItsPlace }

  private mutating func appendLine(to bytes: inout [UInt8]) {
    if isBehindAHole { maker.appendRequest(to: &bytes) } else { maker.append(to: &bytes) }
    isBehindAHole = false
  }

  /// Writes that many lines, in writes that end anywhere.
  mutating func write(lines count: Int) throws {
    try endLine()
    var bytes: [UInt8] = []
    for _ in 0..<count { appendLine(to: &bytes) }
    try write(bytes, inPieces: true)
  }

  /// Writes at least that many bytes of lines, in one go.
  mutating func write(bytes count: Int) throws {
    try endLine()
    var bytes: [UInt8] = []
    while bytes.count < count { appendLine(to: &bytes) }
    try write(bytes, inPieces: false)
  }

  /// Writes a line of its own and a block of that many, which is made only once.
  mutating func writeBlock(lines count: Int) throws {
    var bytes: [UInt8] = []
    maker.appendRequest(to: &bytes)
    if let block {
      maker.count(block.lines)
      bytes += block.bytes
    } else {
      var lines = WrittenLines()
      lines -= maker.written
      let start = bytes.count
      for _ in 0..<count { maker.append(to: &bytes) }
      lines += maker.written
      block = (Array(bytes[start...]), lines)
    }
    // Files that end alike too could not be told from one that was edited, once an inode is used again.
    maker.appendRequest(to: &bytes)
    try write(bytes, inPieces: false)
  }

  /// Writes the beginning of a line.
  mutating func beginLine() throws {
    try endLine()
    var bytes: [UInt8] = []
    maker.appendRequest(to: &bytes)
    let cut = random.number(1...bytes.count - 1)
    rest = Array(bytes[cut...])
    try write(Array(bytes[..<cut]), inPieces: false)
  }

  /// Writes the end of the line that was begun, if there is one.
  mutating func endLine() throws {
    guard !rest.isEmpty else { return }
    try write(rest, inPieces: false)
    rest = []
  }

  /// Lets the log's clock jump, and writes a request.
  mutating func writeRequest(afterSeconds seconds: Int) throws {
    try endLine()
    maker.skip(seconds: seconds)
    var bytes: [UInt8] = []
    maker.appendRequest(to: &bytes)
    try write(bytes, inPieces: false)
  }

  private mutating func write(_ bytes: [UInt8], inPieces: Bool) throws {
    if !bytes.isEmpty { isBehindAHole = false }
    var offset = 0
    while offset < bytes.count {
      let left = bytes.count - offset
      let wanted = inPieces ? min(left, random.number(1...2_000)) : left
      let count = unsafe bytes.withUnsafeBytes {
        // In bounds: no more than what is left is wanted.
        unsafe Glibc.write(descriptor, $0.baseAddress.map { unsafe $0 + offset }, wanted)
      }
      guard count > 0 else { throw Spawn.Failure(call: "write") }
      offset += count
    }
  }
}
