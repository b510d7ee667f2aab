import System
import TestSupport
import Testing

@testable import LogTail

struct PollTurnsTests {
  private let scratch = ScratchFolder()

  @Test(arguments: [1, 256, 257, 1_000, 10_000])
  func everyNameHasItsTurn(count: Int) {
    var turns = PollTurns()
    let early = turns.take(of: count)
    #expect(early == nil)
    var seen: [Int] = []
    var polls = 0
    while seen.count < count {
      turns.isDue = true
      guard let turn = turns.take(of: count) else { break }
      #expect(turn.count <= PollTurns.share)
      seen += turn
      polls += 1
    }
    #expect(seen == Array(0..<count))
    #expect(polls == (count + PollTurns.share - 1) / PollTurns.share)
    let late = turns.take(of: count)
    #expect(late == nil)
  }

  @Test func namesThatGoLeaveNoTurnBeyondTheLast() {
    var turns = PollTurns()
    for count in [600, 600, 300, 10, 0] {
      turns.isDue = true
      let turn = turns.take(of: count)
      #expect(turn.map { $0.upperBound <= count } ?? false)
    }
  }

  // The names beyond the first share are looked at by the polls, though nothing was reported.
  @Test func manyLogsAreFollowedByPollsAlone() throws {
    let count = 2 * PollTurns.share + 10
    for log in 0..<count { scratch.append("\(log).log", "1 old\n") }
    var session = try TailSession([scratch("*.log")])
    _ = session.read()
    for log in 0..<count { scratch.append("\(log).log", "2 new \(log)\n") }
    scratch.append("another.log", "3 another\n")
    session.tail.notePoll()
    // What is new has no turn to wait for.
    var text = session.readNoted().text
    #expect(text.hasSuffix("3 another\n"))
    for _ in 0..<3 {
      session.tail.notePoll()
      text += session.readNoted().text
    }
    #expect(text.split(separator: "\n").count == count + 1)
    #expect(Set(text.split(separator: "\n")).count == count + 1)
  }
}
