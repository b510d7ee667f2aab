import Testing

@testable import hightide

/// What is done about an end that takes long, every two seconds or when it is asked for again.
struct RunEndTests {
  @Test(
    arguments: [
      (.reading, [.stopReading, .leave(status: 1)]),
      (.saving, [.wait, .wait, .wait, .wait, .wait]),
      (.delivering, [.wait, .wait, .wait, .leave(status: 1)]),
    ] as [(RunEnd.Stage, [RunEnd.Advice])])
  func nothingIsCutOffInSilence(stage: RunEnd.Stage, advice: [RunEnd.Advice]) {
    let end = RunEnd()
    end.ask()
    end.enter(stage)
    for expected in advice { #expect(end.advice(isAskedAgain: false) == expected) }
  }

  @Test(arguments: [RunEnd.Stage.reading, .saving, .delivering])
  func askingAgainEndsItAtOnce(stage: RunEnd.Stage) {
    let end = RunEnd()
    end.enter(stage)
    #expect(end.advice(isAskedAgain: true) == .leave(status: 1))
  }

  @Test func aReaderHasAllTheTimeUntilTheEndIsAskedFor() {
    let end = RunEnd()
    end.enter(.delivering)
    #expect(!end.isOverdue)
    end.ask()
    #expect(!end.isOverdue)
  }
}
