import Foundation
import Glibc
import TestSupport

/// What puts a copy in place of the log or beside it, or leaves only a part of it.
extension FaultRun {
  mutating func replaceByACopy() throws {
    // What was read must span more than one line to be known again.
    try server.write(lines: random.number(3...50))
    try synchronize()
    // What is written to a file without a name cannot be read again.
    needsSavedState = true
    try server.write(lines: random.number(0...50))
    let name = layout == .link ? target : "access.log"
    try folder.write(Array(Data(contentsOf: URL(filePath: path))), to: ".copy")
    folder.rename(".copy", name)
    try server.write(lines: random.number(0...100))
    try server.open(path)
    try server.write(lines: random.number(0...50))
    try synchronize()
  }

  mutating func cutOff() throws {
    // A writer that does not notice leaves a hole, and what was before it cannot be told.
    guard server.mode == .appending else { return }
    try server.write(lines: random.number(20...100))
    try synchronize()
    needsSavedState = true
    let content = try Data(contentsOf: URL(filePath: path))
    guard let middle = content[(content.count / 2)...].firstIndex(of: UInt8(ascii: "\n")) else {
      return
    }
    var before = 0
    _ = try wait { tally, _ in
      before = tally.events.count { $0 == "truncated" }
      return true
    }
    guard unsafe Glibc.truncate(path, middle + 1) == 0 else {
      throw Spawn.Failure(call: "truncate")
    }
    // Once it has outgrown what it was, where it was cut cannot be known.
    cuts += 1
    guard
      try wait(until: { [cuts] tally, _ in
        tally.events.count { $0 == "truncated" } > before && tally.missed >= cuts
      })
    else {
      throw failure("did not see that the log was cut: \(said)")
    }
    try server.write(lines: random.number(0...100))
    try synchronize()
  }

  mutating func copyForAWhile() throws {
    try server.write(lines: random.number(3...50))
    try synchronize()
    try folder.write(Array(Data(contentsOf: URL(filePath: path))), to: "copy.log")
    try server.write(lines: random.number(0...100))
    try synchronize()
    folder.delete("copy.log")
  }
}
