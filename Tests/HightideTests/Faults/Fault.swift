import Glibc
import TestSupport

/// What happens to a log, to the program that follows it, and to the machine.
enum Fault: CaseIterable {
  /// The log is renamed and created again; the server is told later.
  case rotateAndCreate
  /// The log is renamed; the server creates it when it is told.
  case rotate
  /// For a while there is no log.
  case rotateAndPause
  case rotateSeveralTimes
  /// The program is stopped meanwhile, as on a laptop that sleeps.
  case rotateWhileStopped
  /// What was rotated is compressed at once, and its name is gone.
  case rotateAndCompress
  case compressWhileStopped
  /// A line is under way while the log is renamed.
  case rotateWithinALine
  case copyAndTruncate
  /// The new content has outgrown the old when the program looks again.
  case truncateAndOutgrow
  case lineInPieces
  /// The program's output is not read, and its pipe is full.
  case slowReader
  case stopAndGoOn
  case silence
  /// The log is deleted; the server keeps writing to it for a while.
  case delete
  /// A copy is renamed over the log, as rsync, `sed -i` and editors do; the server keeps writing to
  /// the file before for a while.
  case replaceByACopy
  /// The end of the log is cut off.
  case cutOff
  /// A copy lies beside the log for a while, which a pattern matches too.
  case copy
  case replaceByADirectory
  /// The wall clock of the machine is set, by days.
  case stepClock
  case slowDisk
  /// Reads fail for a while, all of them or some.
  case readErrors
  case kill
  /// The program is killed, perhaps again while it starts, and the log is rotated meanwhile.
  case killAndRotate
  /// The same, and what was rotated is compressed, some of it or all.
  case killAndCompress
  /// The program is ended, the log is copied and emptied, and the program is killed.
  case truncateAndKill
  /// The program is ended by a signal, and started again.
  case end
  /// The state cannot be saved, and the program is killed.
  case fullDisk

  /// Whether this can only happen to a run that keeps its state.
  var needsState: Bool {
    switch self {
    case .kill, .killAndRotate, .killAndCompress, .truncateAndKill, .end, .fullDisk: true
    default: false
    }
  }
}

extension FaultRun {
  mutating func inflict(_ fault: Fault) throws {
    switch fault {
    case .rotateAndCreate: try rotate(creating: true)
    case .rotate: try rotate()
    case .rotateAndPause: try rotate(pause: Int32(random.number(1...60)))
    case .rotateSeveralTimes: for _ in 0..<random.number(2...4) { try rotate() }
    case .rotateWhileStopped:
      if layout == .link { try synchronize() }
      let times = layout == .link ? 1 : random.number(1...4)
      try whileStopped { for _ in 0..<times { try $0.rotate(isRead: false) } }
    case .rotateAndCompress:
      try rotate(creating: random.once(in: 2))
      try compress()
    case .compressWhileStopped:
      guard layout != .link else { return }
      let times = random.number(1...4)
      try whileStopped { run in
        for _ in 0..<times {
          try run.rotate(isRead: false)
          try run.compress()
        }
      }
    case .rotateWithinALine:
      try server.beginLine()
      try rotate(writesOn: false)
    case .copyAndTruncate: try copyAndTruncate()
    case .truncateAndOutgrow: try truncateAndOutgrow()
    case .lineInPieces:
      try server.beginLine()
      poll(nil, 0, Int32(random.number(0...40)))
      try server.endLine()
    case .slowReader:
      try server.writeRequest(afterSeconds: 3_000)
      poll(nil, 0, 50)
      for _ in 0..<10 { try server.write(lines: 300) }
    case .stopAndGoOn: try whileStopped { try $0.server.write(lines: 2_000) }
    case .silence: try server.writeRequest(afterSeconds: random.number(1...400))
    case .delete: try delete()
    case .replaceByACopy: try replaceByACopy()
    case .cutOff: try cutOff()
    case .copy: try copyForAWhile()
    case .replaceByADirectory: try replaceByADirectory()
    case .stepClock: try stepClock()
    case .slowDisk: try useSlowDisk()
    case .readErrors: try failReads()
    case .kill: try killSeveralTimes { try $0.server.write(lines: $0.random.number(0...100)) }
    case .killAndRotate: try killSeveralTimes { try $0.rotateUnseen() }
    case .killAndCompress: try killSeveralTimes { try $0.compressUnseen() }
    case .truncateAndKill:
      // A file that begins with a hole cannot be told from its copy.
      if server.mode == .appending { try truncateUnseen() } else { try endAndGoOn() }
    case .end: try endAndGoOn()
    case .fullDisk: try fillDisk()
    }
  }

  mutating func whileStopped(_ body: (inout Self) throws -> Void) throws {
    program.signal(SIGSTOP)
    defer { program.signal(SIGCONT) }
    try body(&self)
  }
}
