import Testing

/// Whatever happens to a log, each of its lines counts once, and alerts are told as they were due.
@Suite(.waiting) struct FaultTests {
  @Test(arguments: UInt64(1)...24)
  func everyLineCountsOnce(seed: UInt64) throws {
    var run = try FaultRun(seed: seed)
    let written = try run.run(faults: 5)
    #expect(written.hits > 0)
  }

  /// Many more of them, and longer ones, two at a time: seed after seed until the time is over.
  @Test(.enabled(if: Soak.seconds != nil))
  func everyLineCountsOnceInAsManyRunsAsThereIsTimeFor() async {
    let soaking = Soaking()
    await withTaskGroup { group in
      for _ in 0..<2 { group.addTask { @concurrent in soaking.run() } }
    }
    print(soaking.summary)
    #expect(soaking.isDone)
  }
}
