import Foundation
import Testing

/// Threads for tests that wait for programs.
///
/// The threads of Swift's own pool are as many as there are cores, and a test that waits keeps one of
/// them: two tests that wait for an interval to end would leave two cores with nothing to do.
final class WaitingThreads: TaskExecutor, @unchecked Sendable {
  static let shared = WaitingThreads(count: 10)

  private let condition = NSCondition()
  private var jobs: [UnownedJob] = []

  init(count: Int) {
    for _ in 0..<count {
      Thread { [self] in
        while true { unsafe next().runSynchronously(on: asUnownedTaskExecutor()) }
      }.start()
    }
  }

  func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    condition.withLock { jobs.append(job) }
    condition.signal()
  }

  /// Waits for a job; the oldest comes first.
  private func next() -> UnownedJob {
    condition.withLock {
      while jobs.isEmpty { condition.wait() }
      return jobs.removeFirst()
    }
  }
}

/// Runs the tests of a suite on ``WaitingThreads``.
///
/// A time limit begins before a thread is free, so that those of these tests are longer than any needs.
struct WaitingTrait: SuiteTrait, TestTrait, TestScoping {
  let isRecursive = true

  func provideScope(
    for test: Test, testCase: Test.Case?,
    performing function: @Sendable @concurrent () async throws -> Void
  ) async throws {
    guard testCase != nil else { return try await function() }
    try await withTaskExecutorPreference(WaitingThreads.shared) { try await function() }
  }
}

extension Trait where Self == WaitingTrait {
  /// The tests of this suite run programs and wait for them.
  static var waiting: Self { WaitingTrait() }
}
