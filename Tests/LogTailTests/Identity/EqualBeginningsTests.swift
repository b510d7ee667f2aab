import TestSupport
import Testing

@testable import LogTail

/// Logs that begin alike, and copies of logs.
@Suite struct EqualBeginningsTests {
  let scratch = ScratchFolder()

  /// Long enough that equal beginnings were taken for a copy once.
  static let probe = "100 GET /health HTTP/1.1 of the same load balancer at the same second\n"

  @Test(arguments: Onlooker.Way.allCases, [["access.log", "access-2.log"], ["*.log"]])
  func twoLogsWithTheSameFirstLineAreTwoLogs(way: Onlooker.Way, sources: [String]) throws {
    var onlooker = try Onlooker(sources.map { scratch($0) }, way)
    for name in ["access.log", "access-2.log"] { try scratch.append(Self.probe, to: name) }
    #expect(try onlooker.read() == Self.probe + Self.probe)
    for (index, name) in ["access.log", "access-2.log"].enumerated() {
      try scratch.append(lines(15, at: 101 + index), to: name)
    }
    #expect(try onlooker.read() == lines(15, at: 101) + lines(15, at: 102))
  }

  @Test(arguments: Onlooker.Way.allCases)
  func filesThatAllBeginWithOneHeaderAreLogs(way: Onlooker.Way) throws {
    let header = "#Software: a server\n#Fields: date time and what else there is in the world\n"
    try scratch.append(header + lines(9), to: "a.log")
    var onlooker = try Onlooker([scratch("*.log")], way)
    try scratch.append(header + lines(9, at: 101), to: "b.log")
    #expect(try onlooker.read() == header + lines(9, at: 101))
    try scratch.append(header, to: "c.log")
    // As long as it holds nothing else it is a copy of the others.
    let first = try onlooker.read()
    try scratch.append(lines(9, at: 102), to: "c.log")
    #expect(try (first + onlooker.read()).hasSuffix(lines(9, at: 102)))
  }

  /// Rotated by size while the program did not look; all lines are of one second, and equal.
  @Test(arguments: Onlooker.Way.allCases)
  func aLoadTestIsCountedToTheLine(way: Onlooker.Way) throws {
    var onlooker = try loadTest(way)
    #expect(try onlooker.read() == load(200))
    #expect(try onlooker.read() == "")
  }

  @Test(arguments: ["gzip", "zstd"], [true, false])
  func aLoadTestThatWasCompressedIsCountedToTheLine(format: String, keepsTime: Bool) throws {
    var onlooker = try loadTest(.resuming)
    if !keepsTime { scratch.age("access.log.1", seconds: 60) }
    try scratch.compress("access.log.2", format, keepsTime: keepsTime)
    #expect(try onlooker.read() == load(200))
    #expect(try onlooker.read() == "")
  }

  /// Of 100 lines 50 have been read when the log is rotated twice.
  private func loadTest(_ way: Onlooker.Way) throws -> Onlooker {
    try scratch.append(load(50), to: "access.log")
    let onlooker = try Onlooker([scratch("access.log")], way)
    try scratch.append(load(50), to: "access.log")
    for round in 0..<2 {
      for number in stride(from: round, to: 0, by: -1) {
        scratch.rename("access.log.\(number)", "access.log.\(number + 1)")
      }
      scratch.rename("access.log", "access.log.1")
      try scratch.append(load(75), to: "access.log")
    }
    return onlooker
  }

  private func load(_ count: Int) -> String {
    let line = "100 GET /load HTTP/1.1 and some more so that it is a line of a log\n"
    return String(repeating: line, count: count)
  }

  /// What compresses a file may leave it younger than one that was the log after it.
  @Test(arguments: ["gzip", "zstd"], [true, false])
  func whatWasCompressedLateIsReadFirst(format: String, keepsTime: Bool) throws {
    try scratch.append(lines(50), to: "access.log")
    var onlooker = try Onlooker([scratch("access.log")], .resuming)
    try scratch.append(lines(10, at: 101), to: "access.log")
    scratch.rename("access.log", "access.log.2")
    try scratch.append(lines(20, at: 102), to: "access.log.1")
    try scratch.append(lines(5, at: 103), to: "access.log")
    if !keepsTime { scratch.age("access.log.1", seconds: 60) }
    try scratch.compress("access.log.2", format, keepsTime: keepsTime)
    #expect(
      try onlooker.read() == lines(10, at: 101) + lines(20, at: 102) + lines(5, at: 103))
    #expect(try onlooker.read() == "")
  }

  @Test(arguments: Onlooker.Way.allCases)
  func aCopyThatThePatternMatchesCountsOnce(way: Onlooker.Way) throws {
    try scratch.append(lines(50), to: "access.log")
    var onlooker = try Onlooker([scratch("*.log")], way)
    try scratch.append(lines(5, from: 50), to: "access.log")
    try scratch.copy("access.log", to: "debug.log")
    #expect(try onlooker.read() == lines(5, from: 50))
    try scratch.append(lines(5, from: 55), to: "access.log")
    #expect(try onlooker.read() == lines(5, from: 55))
    // What is written to the copy alone is a log of its own.
    try scratch.append(lines(3, at: 300), to: "debug.log")
    #expect(try onlooker.read().hasSuffix(lines(3, at: 300)))
  }

  @Test func aCopyThatGoesItsOwnWayIsReadFromThereOn() throws {
    try scratch.append(lines(50), to: "access.log")
    var onlooker = try Onlooker([scratch("*.log")], .following)
    try scratch.copy("access.log", to: "debug.log")
    #expect(try onlooker.read() == "")
    try scratch.append(lines(3, at: 300), to: "debug.log")
    // For a while it may be about to be renamed over the log.
    #expect(try onlooker.read() == "")
    onlooker.wait(.seconds(2))
    #expect(try onlooker.read() == lines(3, at: 300))
    try scratch.append(lines(3, at: 301), to: "access.log")
    #expect(try onlooker.read() == lines(3, at: 301))
  }

  @Test(arguments: [TailConfiguration.Mode.replay, .fromStart])
  func aCopyThatIsThereAtTheStartCountsOnce(mode: TailConfiguration.Mode) throws {
    try scratch.append(lines(60), to: "b.log")
    try scratch.append(lines(50), to: "a.log")
    try scratch.append(lines(50, at: 200), to: "c.log")
    var session = try TailSession([scratch("*.log")], mode)
    #expect(session.read().text == lines(60) + lines(50, at: 200))
    // What is named is meant.
    var both = try TailSession([scratch("a.log"), scratch("b.log")], mode)
    #expect(both.read().text.count == lines(60).count + lines(50).count)
  }
}
