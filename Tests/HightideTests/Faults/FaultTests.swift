import Testing

/// Whatever happens to a log, each of its lines counts once.
struct FaultTests {
  @Test(arguments: Soak.seed..<Soak.seed + 24)
  func everyLineCountsOnce(seed: UInt64) throws {
    var run = try FaultRun(seed: seed)
    let written = try run.run(faults: 5)
    #expect(written.hits > 0)
  }

  /// Many more of them, and longer ones.
  @Test(.enabled(if: Soak.seconds != nil))
  func everyLineCountsOnceInHundredsOfRuns() throws {
    let end = ContinuousClock.now + .seconds((Soak.seconds ?? 0) / 2)
    var runs = 0
    var written = WrittenLines()
    var rotations = 0
    while ContinuousClock.now < end {
      let seed = Soak.seed + 1_000 + UInt64(runs)
      do {
        var run = try FaultRun(seed: seed)
        written += try run.run(faults: 15)
        rotations += run.rotations
      } catch {
        Issue.record("seed \(seed): \(error)")
      }
      runs += 1
    }
    print("\(runs) runs from seed \(Soak.seed + 1_000): \(written), \(rotations) rotations")
    #expect(runs > 0)
  }
}
