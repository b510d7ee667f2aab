import Glibc
import TestSupport

/// What the machine does to the program.
extension FaultRun {
  /// Sets the wall clock, by up to three days, and lets the program see a line after that.
  mutating func stepClock() throws {
    // Not while a run starts: how long the one before it has been over is told by the wall clock.
    try synchronize()
    controls.setClock(offset: random.number(-259_200...259_200))
    try server.write(lines: random.number(0...100))
    // How far the log's clock is off is learnt from a line; what was saved before knows it no more.
    try synchronize()
    needsSavedState = true
  }

  mutating func useSlowDisk() throws {
    if layout == .link { try synchronize() }
    controls.delayReads(microseconds: random.number(100...5_000))
    defer { controls.delayReads(microseconds: 0) }
    try writeAndRotate()
    poll(nil, 0, Int32(random.number(0...100)))
  }

  mutating func failReads() throws {
    // What a link means must have been looked at before it moves; and a run that cannot read its
    // log at the start ends.
    if layout == .link || isExact { try synchronize() } else { try waitUntilUp() }
    controls.failReads(oneOf: random.number(1...4))
    try writeAndRotate()
    poll(nil, 0, Int32(random.number(0...60)))
    controls.failReads(oneOf: 0)
    // An old file that cannot be read does not hold up the new one: what is left of it must not
    // come later than a line may.
    if isExact { try synchronize() }
  }

  private mutating func writeAndRotate() throws {
    try server.write(lines: random.number(1...300))
    if random.once(in: 2) { try rotate(isRead: false) }
    try server.write(lines: random.number(1...300))
  }

  /// Has a run save nothing, which it says, and kills it.
  mutating func fillDisk() throws {
    try stop()
    controls.fillDisk(true)
    try start()
    try server.write(lines: random.number(0...300))
    guard try wait(until: { [refusal] in $1.complaints == [refusal] }) else {
      throw failure("did not say that nothing is saved")
    }
    if layout != .link { try rotate() }
    try kill()
    controls.fillDisk(false)
    try server.write(lines: random.number(0...100))
    try start()
  }
}
