import Foundation
import Testing

/// Threads for tests that wait for programs.
///
/// The threads of Swift's own pool are as many as there are cores, and a test that waits keeps one of
/// them: two tests that wait for an interval to end would leave two cores with nothing to do.
private final class WaitingThreads: @unchecked Sendable {
  static let shared = WaitingThreads(count: 10)

  private let condition = NSCondition()
  private var jobs: [(job: UnownedJob, executor: WaitingExecutor)] = []
  /// How many of them are urgent; these come first.
  private var urgentCount = 0

  init(count: Int) {
    for _ in 0..<count {
      Thread { [self] in
        while true {
          let (job, executor) = next()
          unsafe job.runSynchronously(on: executor.asUnownedTaskExecutor())
        }
      }.start()
    }
  }

  func enqueue(_ job: UnownedJob, for executor: WaitingExecutor) {
    condition.withLock {
      jobs.insert((job, executor), at: executor.isUrgent ? urgentCount : jobs.count)
      if executor.isUrgent { urgentCount += 1 }
    }
    condition.signal()
  }

  /// Waits for a job; the oldest urgent one comes first, else the oldest.
  private func next() -> (UnownedJob, WaitingExecutor) {
    condition.withLock {
      while jobs.isEmpty { condition.wait() }
      urgentCount = max(0, urgentCount - 1)
      return jobs.removeFirst()
    }
  }
}

/// Runs tests on ``WaitingThreads``.
private final class WaitingExecutor: TaskExecutor {
  static let usual = WaitingExecutor(isUrgent: false)
  static let urgent = WaitingExecutor(isUrgent: true)

  /// Whether its tests come before all others that wait for a thread.
  let isUrgent: Bool

  private init(isUrgent: Bool) {
    self.isUrgent = isUrgent
  }

  func enqueue(_ job: consuming ExecutorJob) {
    WaitingThreads.shared.enqueue(UnownedJob(job), for: self)
  }
}

/// Runs the tests of a suite on ``WaitingThreads``.
///
/// A time limit begins before a thread is free, so that those of these tests are longer than any needs.
struct WaitingTrait: SuiteTrait, TestTrait, TestScoping {
  let isRecursive = true
  fileprivate var executor = WaitingExecutor.usual

  func provideScope(
    for test: Test, testCase: Test.Case?,
    performing function: @Sendable @concurrent () async throws -> Void
  ) async throws {
    guard testCase != nil else { return try await function() }
    try await withTaskExecutorPreference(executor) { try await function() }
  }
}

extension Trait where Self == WaitingTrait {
  /// The tests of this suite run programs and wait for them.
  static var waiting: Self { WaitingTrait() }

  /// The same, one after the other.
  ///
  /// Each of them has the next thread that is free: behind all others, the last would end long after
  /// everything else.
  static var waitingInTurn: Self { WaitingTrait(executor: .urgent) }
}
