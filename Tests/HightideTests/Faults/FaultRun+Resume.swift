import Foundation
import Glibc
import TestSupport

/// What ends the program before it resumes from its state.
extension FaultRun {
  /// Kills the program at any moment, perhaps also while it starts, and starts it again; `body` is
  /// done while it does not run.
  mutating func killSeveralTimes(_ body: (inout Self) throws -> Void) throws {
    for _ in 0..<random.number(1...3) {
      usleep(UInt32(random.number(0...40_000)))
      try stop()
      try body(&self)
      try start()
    }
  }

  /// Rotates the log while the program does not run.
  mutating func rotateUnseen() throws {
    try server.write(lines: random.number(0...100))
    guard layout != .link else { return }
    for _ in 0..<random.number(1...3) { try rotate() }
  }

  /// Rotates the log while the program does not run, and compresses what was rotated.
  mutating func compressUnseen() throws {
    try server.write(lines: random.number(0...100))
    guard layout != .link else { return }
    for _ in 0..<random.number(1...3) {
      try rotate()
      if !random.once(in: 3) { try compress() }
    }
  }

  /// Has the log copied and emptied while the program does not run.
  mutating func truncateUnseen() throws {
    try synchronize()
    // A copy is told by what the file held when the state was saved.
    try endInOrder()
    try server.write(lines: random.number(0...200))
    try copy()
    try truncate()
    try server.write(lines: random.number(0...200))
    try start()
    try killSeveralTimes { try $0.server.write(lines: $0.random.number(0...100)) }
  }

  /// Ends the program by a signal, and starts it again.
  mutating func endAndGoOn() throws {
    try endInOrder()
    try server.write(lines: random.number(0...200))
    try start()
  }

  /// Kills the program, or ends it in order if what it has read cannot be read again.
  mutating func stop() throws {
    if needsSavedState { try endInOrder() } else { try kill() }
  }

  mutating func kill() throws {
    program.signal(SIGKILL)
    guard program.waitForExit() == 128 + SIGKILL else {
      throw failure("ended before it was killed: \(said)")
    }
    try takeReports()
  }

  private mutating func endInOrder() throws {
    // An end also judges the seconds that are not over, unless nothing happens in them.
    if isExact { try synchronize() }
    // Before that, it may not know yet what a signal means.
    try waitUntilUp()
    program.signal(SIGTERM)
    let status = program.waitForExit()
    guard status == 0 else {
      throw failure("ended with \(status.map(String.init) ?? "nothing"): \(said)")
    }
    try takeReports()
    if isDeleted { unseenDeletions += 1 }
    isDeleted = false
    needsSavedState = false
    hasMoved = false
  }

  /// Waits until the program has looked for its log.
  mutating func waitUntilUp() throws {
    guard try wait(until: { tally, _ in !tally.events.isEmpty }) else {
      throw failure("did not start: \(said)")
    }
  }
}
