import Foundation
import Glibc
import TestSupport

extension FaultRun {
  /// Renames the log, or moves the link; the server writes on to the old file for a while.
  ///
  /// `isRead` says whether the program can be waited for.
  mutating func rotate(
    creating: Bool = false, pause: Int32 = 0, writesOn: Bool = true, isRead: Bool = true
  ) throws {
    if layout == .link {
      // Which files a link meant in between can be known only if it is looked at in between.
      if isRead { try synchronize() }
      // If it moves twice between two looks, what it meant in between cannot be known.
      needsSavedState = needsSavedState || hasMoved
      hasMoved = true
      rotations += 1
      target = "day-\(rotations).log"
      try Self.link(path, to: target)
    } else {
      rotations += 1
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
  func compress() throws {
    // A file that begins with a hole cannot be told from another one.
    guard layout != .link, server.mode == .appending else { return }
    let date = 10_000_000 + rotations
    let name =
      switch naming {
      case .numbered: "access.log.1"
      case .dated: "access.log-\(date)"
      case .datedStem: "access-\(date).log"
      }
    guard try folder.names.contains(name) else { return }
    let gzip = try PipedProcess(["-f", folder(name)], program: "/bin/gzip")
    guard gzip.waitForExit() == 0 else { throw Spawn.Failure(call: "gzip \(name)") }
  }

  private func rename(_ old: String, _ new: String) throws {
    let isDone = unsafe Glibc.rename(folder(old), folder(new)) == 0
    // The log may have been deleted before it was rotated.
    guard isDone || errno == ENOENT else { throw Spawn.Failure(call: "rename \(old)") }
  }

  mutating func copyAndTruncate() throws {
    // A file that begins with a hole cannot be told from its copy, nor one that has too few lines.
    try server.write(lines: random.number(2...50))
    try synchronize()
    // Any other is read on in the copy, wherever the program is by now.
    if layout != .link, server.mode == .appending {
      try server.write(lines: random.number(0...200))
    }
    // The name of the copy says nothing once the link has moved.
    if layout == .link { needsSavedState = true }
    try copy()
    try truncate()
  }

  /// Copies the log as `copytruncate` does.
  mutating func copy() throws {
    rotations += 1
    let content = try Data(contentsOf: URL(filePath: path))
    let date = 10_000_000 + rotations
    // A pattern may match the copy too.
    let name = naming == .datedStem && layout != .link ? "access-\(date).log" : "\(target)-\(date)"
    try content.write(to: URL(filePath: folder(name)))
  }

  mutating func truncateAndOutgrow() throws {
    try synchronize()
    let size = try Data(contentsOf: URL(filePath: path)).count
    needsSavedState = true
    try whileStopped {
      try $0.truncate()
      try $0.server.write(bytes: size + 1)
    }
  }

  mutating func truncate() throws {
    // A file that begins with a hole cannot be told from another one.
    if server.mode == .atItsPlace { needsSavedState = true }
    // Nor can what a link meant, once it has moved, be told from another file of that number.
    if layout == .link { hasMoved = true }
    guard unsafe Glibc.truncate(path, 0) == 0 else { throw Spawn.Failure(call: "truncate") }
    server.didEmpty()
  }

  mutating func delete() throws {
    guard layout != .link else { return }
    try synchronize()
    needsSavedState = true
    unsafe unlink(path)
    isDeleted = true
    try server.write(lines: random.number(0...200))
    poll(nil, 0, Int32(random.number(0...40)))
    try server.open(path)
  }

  mutating func replaceByADirectory() throws {
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

  /// Makes a link point elsewhere, at once, also if it was there.
  static func link(_ path: String, to target: String) throws {
    guard unsafe symlink(target, path + ".new") == 0, unsafe Glibc.rename(path + ".new", path) == 0
    else { throw Spawn.Failure(call: "symlink \(path)") }
  }
}
