import Synchronization
import TestSupport
import Testing

/// Runs with one seed after the other, and what they come to.
final class Soaking: Sendable {
  private struct Outcome {
    var next = Soak.seed
    var failed: [UInt64] = []
    var written = WrittenLines()
    var countedLines = 0
    var rotations = 0
    var faults: [Fault: Int] = [:]
  }

  private let end = ContinuousClock.now + .seconds(Soak.seconds ?? 0)
  private let outcome = Mutex(Outcome())

  /// Takes seeds until the time is over, or there have been enough.
  func run() {
    while let seed = takeSeed() {
      do {
        var run = try FaultRun(seed: seed)
        defer { add(run) }
        let counted = try run.run(faults: Soak.faults)
        outcome.withLock { $0.countedLines += counted.lines }
      } catch {
        outcome.withLock { $0.failed.append(seed) }
        Issue.record("seed \(seed): \(error)\n  again: make soak SOAK_SEED=\(seed) SOAK_RUNS=1")
      }
    }
  }

  var isDone: Bool { outcome.withLock { $0.failed.isEmpty && $0.next > Soak.seed } }

  var summary: String {
    let all = outcome.withLock { $0 }
    let faults = all.faults.sorted { "\($0.key)" < "\($1.key)" }
      .map { "  \($0.key): \($0.value)" }
    return
      ([
        "\(all.next - Soak.seed) runs of \(BuiltProduct.hightide), from seed \(Soak.seed): "
          + "\(all.written.lines) lines written, \(all.countedLines) counted, "
          + "\(all.rotations) rotations; \(all.failed.count) runs failed: \(all.failed)"
      ] + faults).joined(separator: "\n")
  }

  private func takeSeed() -> UInt64? {
    outcome.withLock {
      guard ContinuousClock.now < end, $0.next - Soak.seed < Soak.runs else { return nil }
      $0.next += 1
      return $0.next - 1
    }
  }

  private func add(_ run: FaultRun) {
    outcome.withLock {
      $0.written += run.written
      $0.rotations += run.rotations
      for fault in run.faults { $0.faults[fault, default: 0] += 1 }
    }
  }
}
