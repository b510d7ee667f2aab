import Foundation
import Glibc

/// What happens to a log.
enum Fault: CaseIterable {
  /// The log is renamed and created anew; the server is told later.
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
  /// Nobody reads the program's output, and its pipe is full.
  case slowReader
  case stopAndGoOn
  case silence
  /// The log is deleted; the server goes on writing to it for a while.
  case delete
  case replaceByADirectory
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
      try whileStopped { for _ in 0..<times { try $0.rotate(isStopped: true) } }
    case .rotateAndCompress:
      try rotate(creating: random.once(in: 2))
      try compress()
    case .compressWhileStopped:
      guard layout != .link else { return }
      let times = random.number(1...4)
      try whileStopped { run in
        for _ in 0..<times {
          try run.rotate(isStopped: true)
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
    case .replaceByADirectory: try replaceByADirectory()
    }
  }

  private mutating func whileStopped(_ body: (inout Self) throws -> Void) throws {
    program.signal(SIGSTOP)
    defer { program.signal(SIGCONT) }
    try body(&self)
  }

  /// Renames the log, or moves the link; the server writes on to the old file for a while.
  private mutating func rotate(
    creating: Bool = false, pause: Int32 = 0, writesOn: Bool = true, isStopped: Bool = false
  ) throws {
    rotations += 1
    if layout == .link {
      // Which files a link meant in between can be known only if it is looked at in between.
      if !isStopped { try synchronize() }
      try Self.link(path, to: "day-\(rotations).log")
    } else {
      try renameLog()
      if creating { try folder.append([], to: "access.log") }
    }
    if writesOn { try server.write(lines: random.number(0...100)) }
    if pause > 0 { poll(nil, 0, pause) }
    try server.open(path)
    try server.write(lines: random.number(0...50))
  }

  private mutating func renameLog() throws {
    let date = 10_000_000 + rotations
    switch naming {
    case .numbered:
      for number in stride(from: rotations - 1, through: 1, by: -1) {
        for ending in ["", ".gz"] {
          try rename("access.log.\(number)\(ending)", "access.log.\(number + 1)\(ending)")
        }
      }
      try rename("access.log", "access.log.1")
    case .dated: try rename("access.log", "access.log-\(date)")
    case .datedStem: try rename("access.log", "access-\(date).log")
    }
  }

  /// Compresses what was rotated last; the server no longer writes to it.
  private func compress() throws {
    guard layout != .link else { return }
    let date = 10_000_000 + rotations
    let name =
      switch naming {
      case .numbered: "access.log.1"
      case .dated: "access.log-\(date)"
      case .datedStem: "access-\(date).log"
      }
    guard try folder.names.contains(name) else { return }
    let gzip = try PipedProcess(["-f", folder.file(name)], program: "/bin/gzip")
    guard gzip.waitForExit() == 0 else { throw Spawn.Failure(call: "gzip \(name)") }
  }

  private func rename(_ old: String, _ new: String) throws {
    let isDone = unsafe Glibc.rename(folder.file(old), folder.file(new)) == 0
    // The log may have been deleted before it was rotated.
    guard isDone || errno == ENOENT else { throw Spawn.Failure(call: "rename \(old)") }
  }

  private mutating func copyAndTruncate() throws {
    rotations += 1
    // What is emptied before it is read is lost to anyone.
    try synchronize()
    let content = try Data(contentsOf: URL(filePath: path))
    try content.write(to: URL(filePath: folder.file("access.log-\(10_000_000 + rotations)")))
    try truncate()
  }

  private mutating func truncateAndOutgrow() throws {
    try synchronize()
    let size = try Data(contentsOf: URL(filePath: path)).count
    try whileStopped {
      try $0.truncate()
      try $0.server.write(bytes: size + 1)
    }
  }

  private func truncate() throws {
    guard unsafe Glibc.truncate(path, 0) == 0 else { throw Spawn.Failure(call: "truncate") }
  }

  private mutating func delete() throws {
    guard layout != .link else { return }
    try synchronize()
    unsafe unlink(path)
    try server.write(lines: random.number(0...200))
    poll(nil, 0, Int32(random.number(0...40)))
    try server.open(path)
  }

  private mutating func replaceByADirectory() throws {
    guard layout != .link else { return }
    rotations += 1
    try synchronize()
    try renameLog()
    unsafe mkdir(path, 0o755)
    try server.write(lines: random.number(0...50))
    poll(nil, 0, Int32(random.number(0...40)))
    unsafe rmdir(path)
    try server.open(path)
  }
}
