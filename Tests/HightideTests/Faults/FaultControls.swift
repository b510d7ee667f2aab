import Glibc
import TestSupport

/// What the library that is preloaded into the program does to it: `Tests/CFaults`.
///
/// All numbers are in a file that both share.
final class FaultControls {
  /// In the order of `struct faults`.
  private enum Number: Int {
    case clockOffset, readDelay, failingRead, isFull, failedReads, failedWrites, exhaustedNotices
    case refusedNotices
  }

  private let path: String
  private let descriptor: Int32

  init(in folder: ScratchFolder) throws {
    path = folder("faults")
    descriptor = unsafe open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    guard descriptor >= 0, ftruncate(descriptor, 4_096) == 0 else {
      throw Spawn.Failure(call: "create \(path)")
    }
  }

  deinit { close(descriptor) }

  /// What the program is to be started with.
  var environment: [String: String] {
    ["LD_PRELOAD": BuiltProduct.faults, "FAULTS": path]
  }

  /// Sets the wall clock, to that many seconds from the true time.
  func setClock(offset: Int) { set(.clockOffset, offset) }

  /// Has each read of a file take so long.
  func delayReads(microseconds: Int) { set(.readDelay, microseconds) }

  /// Has one of so many reads of files fail; 0 for none.
  func failReads(oneOf count: Int) { set(.failingRead, count) }

  func fillDisk(_ isFull: Bool) { set(.isFull, isFull ? 1 : 0) }

  /// What a user of the system may have no more of.
  enum Notices: Int {
    case watches = 1
    case instances
  }

  /// Has the program get no more notices of changes.
  func exhaust(_ notices: Notices) { set(.exhaustedNotices, notices.rawValue) }

  var refusedNotices: Int { number(.refusedNotices) }
  var failedReads: Int { number(.failedReads) }
  var failedWrites: Int { number(.failedWrites) }

  private func set(_ number: Number, _ value: Int) {
    var value = Int64(value)
    unsafe pwrite(descriptor, &value, 8, 8 * number.rawValue)
  }

  private func number(_ number: Number) -> Int {
    var value: Int64 = 0
    unsafe pread(descriptor, &value, 8, 8 * number.rawValue)
    return Int(value)
  }
}
