import Foundation
import TestSupport
import Testing

@testable import AccessLog

/// `hightide generate`.
@Suite(.waiting) struct GenerateTests {
  private let start = "--start=2020-07-08T08:10:30Z"

  private func lines(_ arguments: [String]) throws -> [String] {
    let program = try PipedProcess(["generate", start] + arguments)
    #expect(program.waitForExit() == 0)
    #expect(program.errors.isEmpty)
    return program.lines
  }

  @Test func sameSeedWritesTheSameAndAnotherSomethingElse() throws {
    let first = try lines(["--lines=500", "--seed=7"])
    #expect(try lines(["--lines=500", "--seed=7"]) == first)
    #expect(try lines(["--lines=500", "--seed=8"]) != first)
  }

  @Test(arguments: [0, 1, 2_000])
  func asManyLinesAreWrittenAsWereAskedFor(count: Int) throws {
    let arguments = ["--lines=\(count)", "--malformed=0.1", "--oddities=0.2"]
    #expect(try lines(arguments).count == count)
  }

  @Test func whatItWritesAddsUpInAReplay() throws {
    let folder = ScratchFolder()
    let log = folder("access.log")
    #expect(try lines(["--lines=3000", "--malformed=0.1", "--oddities=0.2", log]).isEmpty)
    let replay = try PipedProcess(["--replay", "--json", log])
    #expect(replay.waitForExit() == 0)
    let reports = try replay.reports
    let summary = try #require(reports.last)
    let text = try folder.read("access.log")
    let comments = text.split(separator: "\n").filter { $0.hasPrefix("#") }.count
    #expect(summary.lines == 3_000)
    #expect(summary.malformed ?? 0 > 200)
    #expect((summary.hits ?? 0) + (summary.malformed ?? 0) + comments == 3_000)
    let intervals = reports.filter { $0.type == "interval" }
    #expect(intervals.compactMap(\.hits).reduce(0, +) == summary.hits)
  }

  @Test func rateIsKeptByTheClock() throws {
    let begin = ContinuousClock.now
    let program = try PipedProcess(["generate", "--rate=100", "--lines=100"])
    #expect(program.wait { !$0.lines.isEmpty })
    // The first lines come at once, not all of them at the end.
    #expect(program.lines.count < 100)
    #expect(program.waitForExit() == 0)
    #expect(program.lines.count == 100)
    #expect(ContinuousClock.now - begin > .milliseconds(500))
  }

  @Test func surgeTripsTheAlertAtTheSecondThatItsLinesSay() throws {
    let folder = ScratchFolder()
    let log = folder("access.log")
    // 10 lines a second, and 40 from second 200 to 300.
    let surge = ["--surge=0s+1hx0.1", "--surge=200s+100sx4"]
    _ = try lines(["--duration=600s", "--oddities=0", log] + surge)
    let replay = try PipedProcess(["--replay", "--json", "--threshold=20", log])
    #expect(replay.waitForExit() == 0)
    let alerts = try replay.reports.filter { $0.type == "alert" }

    var hits = [Int](repeating: 0, count: 601)
    let first = try seconds(of: "08/Jul/2020:08:10:30")
    for line in try folder.read("access.log").split(separator: "\n") {
      let stamp = line.split(separator: "[")[1].prefix(20)
      hits[try seconds(of: String(stamp)) - first] += 1
    }
    var expected: [(state: String, second: Int, hits: Int)] = []
    var isBreached = false
    for second in hits.indices {
      let window = hits[max(0, second - 119)...second].reduce(0, +)
      let average = Double(window) / 120
      if isBreached ? average < 20 : average > 20 {
        isBreached.toggle()
        expected.append((isBreached ? "triggered" : "recovered", second, window))
      }
    }
    #expect(expected.map(\.state).prefix(2) == ["triggered", "recovered"])
    #expect(alerts.map(\.state) == expected.map(\.state))
    #expect(alerts.map(\.hits) == expected.map(\.hits))
    let times = alerts.map { $0.time.map { Int($0.timeIntervalSince1970) - first } }
    #expect(times == expected.map(\.second))
  }

  /// Seconds since 1970 of a time such as `08/Jul/2020:08:10:30`, all on one day.
  private func seconds(of stamp: String) throws -> Int {
    let parts = stamp.split(separator: ":").dropFirst().compactMap { Int($0) }
    try #require(stamp.hasPrefix("08/Jul/2020:") && parts.count == 3)
    return 1_594_166_400 + parts[0] * 3_600 + parts[1] * 60 + parts[2]
  }

  /// What is written in a format is found to be of it, and says the same in each.
  @Test func everyFormatIsReadAsItIsWritten() throws {
    let folder = ScratchFolder()
    for format in LogFormat.all where format.isWritten {
      let log = folder("\(format.name).log")
      #expect(
        try lines(["--lines=300", "--oddities=0.1", "-f", format.name, log]).isEmpty)
      let arguments = format.isFound ? [] : ["-f", format.name]
      let replay = try PipedProcess(["--replay", "--json"] + arguments + [log])
      #expect(replay.waitForExit() == 0)
      let summary = try #require(try replay.reports.last)
      #expect(summary.malformed == 0, "\(format.name)")
      #expect((summary.hits ?? 0) > 240, "\(format.name)")
      let explained = try PipedProcess(["explain"] + arguments + [log])
      #expect(explained.waitForExit() == 0)
      #expect(explained.lines.first?.hasPrefix("\(log): \(format.name)") == true)
    }
  }
}
