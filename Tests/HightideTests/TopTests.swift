import Foundation
import TestSupport
import Testing

@testable import hightide

/// `hightide top`: what it says are the sums of a replay.
@Suite(.waiting) struct TopTests {
  private let folder = ScratchFolder()
  /// 2020-07-08T08:10:30Z.
  private static let start = 1_594_195_830

  /// Lines of one an second, or more, in rough order.
  private func lines(_ seconds: Range<Int>, each count: Int = 3, seed: UInt64 = 1) -> [String] {
    var random = SeededRandom(seed: seed)
    return seconds.flatMap { second in
      (0..<count).map { _ in
        LogFixture.line(
          TopTests.start + second - random.below(4),
          client: "10.0.\(random.below(5)).\(random.below(9))",
          target: "/\(random.below(20))/\(random.below(9))?x",
          status: [200, 404, 500][random.below(3)],
          bytes: random.below(5_000))
      }
    }
  }

  private func top(_ options: [String], input: PipedProcess.Input = .nothing) throws -> Top {
    let program = try PipedProcess(["top", "--json"] + options, input: input)
    #expect(program.waitForExit() == 0)
    let line = try #require(program.lines.first, "\(program.complaints)")
    var top = try JSONDecoder().decode(Top.self, from: Data(line.utf8))
    top.complaints = program.complaints
    return top
  }

  @Test(arguments: [
    ("path", "time>=0"), ("network", "status=404"), ("client", "status>=400 and not section=/1"),
    ("status", "bytes<1000"),
  ])
  func theGroupsAreThoseOfAReplay(dimension: String, filter: String) throws {
    let path = try folder.write(bytes(lines(0..<2_000)), to: "access.log")
    let (from, to) = (TopTests.start + 700, TopTests.start + 1_300)
    let top = try top(
      [
        "--by", dimension, "--where", filter, "-n", "1000", "--from", iso(from), "--to", iso(to),
        path,
      ])
    let replay = try PipedProcess([
      "--replay", "--json", "--top=1000", "--by", dimension, "--where",
      "(\(filter)) and time>=\(from) and time<\(to)", path,
    ])
    #expect(replay.waitForExit() == 0)
    let summary = try #require(
      try JSONSerialization.jsonObject(with: Data((replay.lines.last ?? "").utf8)) as? [String: Any]
    )
    let groups = try #require((summary["groups"] as? [String: Any])?[dimension] as? [[String: Any]])
    #expect(top.hits > 100 && summary["hits"] as? Int == top.hits)
    #expect(top.groups.count == groups.count)
    for (mine, other) in zip(top.groups, groups) {
      #expect(mine.names[dimension] == other[dimension] as? String)
      #expect(mine.hits == other["hits"] as? Int)
      #expect(mine.bytes == other["bytes"] as? Int)
      #expect(mine.errors == other["errors"] as? Int)
    }
    #expect(top.other == 0 && top.complaints.isEmpty)
    #expect(top.groups.reduce(0) { $0 + $1.hits } == top.hits)
  }

  /// However it is split into pieces, rotated and compressed.
  @Test func readsWhatALogWasRotatedToAsFarBackAsItMust() throws {
    let all = lines(0..<3_000)
    let whole = try folder.write(bytes(all), to: "whole.log")
    try folder.write(bytes(Array(all[6_000...])), to: "access.log")
    try folder.write(bytes(Array(all[3_000..<6_000])), to: "access.log.1")
    let oldest = try folder.write(bytes(Array(all[..<3_000])), to: "access.log.2")
    #expect(try PipedProcess([oldest], program: "/bin/gzip").waitForExit() == 0)
    let log = folder("access.log")
    for last in ["5m", "20m", "40m"] {
      let expected = try top(["--by", "path,status", "--last", last, "-n", "1000", whole])
      #expect(try top(["--by", "path,status", "--last", last, "-n", "1000", log]) == expected)
      #expect(expected.by == ["path", "status"] && expected.complaints.isEmpty)
    }
    let beyond = try top(["--last", "2h", log])
    #expect(beyond.hits > all.count - 20)
    #expect(beyond.complaints.count == 1)
    #expect(beyond.complaints.first?.contains("begins at ") == true)
    // Whatever is named is counted once.
    #expect(
      try top(["--last=40m", log, folder("access.log.1")]).hits == top(["--last=40m", log]).hits)
  }

  @Test func readsStandardInputAndWhatIsCompressed() throws {
    let path = try folder.write(bytes(lines(0..<1_500)), to: "access.log")
    let expected = try top(["--by=client", "-n", "100", path])
    #expect(expected.hits > 1_500)
    #expect(try top(["--by=client", "-n", "100", "-"], input: .file(path)) == expected)
    #expect(try PipedProcess([path], program: "/bin/gzip").waitForExit() == 0)
    #expect(try top(["--by=client", "-n", "100", path + ".gz"]) == expected)
  }

  /// A copy that was made of it is called like a rotated part.
  @Test func aCopyOfTheLogCountsOnce() throws {
    let all = lines(0..<600)
    let path = try folder.write(bytes(all), to: "access.log")
    let expected = try top(["--by=client", path])
    #expect(expected.hits > 1_500)
    try folder.write(bytes(Array(all[..<900])), to: "access.log.1")
    #expect(try top(["--by=client", path]).hits == expected.hits)
  }

  @Test func sortsByWhatIsAskedForAndSaysTheRest() throws {
    let path = try folder.write(bytes(lines(0..<600)), to: "access.log")
    for column in ["hits", "bytes", "errors"] {
      let all = try top(["--by=path", "--sort", column, "-n", "1000", path])
      let keys = all.groups.map {
        column == "hits" ? $0.hits : column == "bytes" ? $0.bytes : $0.errors
      }
      #expect(keys == keys.sorted(by: >) && keys.count > 100)
      let few = try top(["--by=path", "--sort", column, "-n", "3", path])
      #expect(few.groups == Array(all.groups.prefix(3)))
      #expect(few.other == all.hits - few.groups.reduce(0) { $0 + $1.hits })
    }
  }

  @Test func understandsTimesOfTheLogsLastDay() throws {
    let path = try folder.write(bytes(lines(0..<1_500)), to: "access.log")
    let top = try top(["--utc", "--from", "08:20", "--to", "08:30:15", path])
    #expect(top.from == "2020-07-08T08:20:00Z" && top.to == "2020-07-08T08:30:15Z")
    #expect(top.hits > 1_000)
  }

  /// A server may log when a request began, as it ends.
  @Test func fromATimeOnIsUpToTheNewestLine() throws {
    let text = bytes([0, 30, 5].map { LogFixture.line(TopTests.start + $0, target: "/\($0)") })
    let path = try folder.write(text, to: "access.log")
    let options = ["--from", iso(TopTests.start + 10)]
    for top in [try top(options + [path]), try top(options + ["-"], input: .file(path))] {
      #expect(top.hits == 1 && top.groups.first?.names["section"] == "/30")
      #expect(top.to == "2020-07-08T08:11:01Z")
    }
    #expect(try top(["--from", iso(TopTests.start), path]).hits == 3)
  }

  /// As those that are shown, unless they say where they are meant.
  @Test(arguments: [
    ("2020-07-08T10:11:00", "2020-07-08T08:11:00Z"), ("2020-07-08T10:11", "2020-07-08T08:11:00Z"),
    ("10:11", "2020-07-08T08:11:00Z"), ("2020-07-08T08:11Z", "2020-07-08T08:11:00Z"),
  ])
  func timesAreOfTheZoneThatIsShown(entered: String, meant: String) throws {
    let path = try folder.write(bytes(lines(0..<100)), to: "access.log")
    let program = try PipedProcess(
      ["top", "--json", "--from", entered, path], environment: ["TZ": "Europe/Berlin"])
    #expect(program.waitForExit() == 0)
    #expect(program.lines.first?.contains("\"from\":\"\(meant)\"") == true)
  }

  @Test func aSpanThatEndsBeforeItBeginsIsAMistake() throws {
    let path = try folder.write(bytes(lines(0..<100)), to: "access.log")
    let program = try PipedProcess(["top", "--utc", "--from=08:12", "--to=08:11", path])
    #expect(program.waitForExit() == 2 && program.lines.isEmpty)
    #expect(program.complaints.first?.hasPrefix("hightide: --from is after --to: ") == true)
  }

  /// What is written behind the last hit makes the log newer, and no part older.
  @Test func partsAreReadHoweverNewTheLogIs() throws {
    let all = lines(0..<600)
    try folder.write(bytes(Array(all[..<900])), to: "access.log.1")
    let path = try folder.write(bytes(Array(all[900...])) + Array("junk\n".utf8), to: "access.log")
    try setModified(path + ".1", to: TopTests.start + 300)
    for delay in [0, 1_200, 86_400] {
      try setModified(path, to: TopTests.start + 600 + delay)
      let top = try top(["--from", iso(TopTests.start), path])
      #expect(top.hits > 1_700 && top.complaints.isEmpty, "\(delay)")
    }
  }

  private func setModified(_ path: String, to second: Int) throws {
    try FileManager.default.setAttributes(
      [.modificationDate: Date(timeIntervalSince1970: Double(second))], ofItemAtPath: path)
  }

  @Test func aTableFitsItsWidthAndObeysNoBytesOfTheLog() throws {
    let hostile = LogFixture.line(
      TopTests.start, target: "/a\u{1B}]0;x\u{7}" + String(repeating: "y", count: 300))
    let path = try folder.write(hostile + "\n", to: "access.log")
    let program = try PipedProcess(["top", "--utc", "--by", "path", "--where=status=200", path])
    #expect(program.waitForExit() == 0)
    #expect(
      program.lines.allSatisfy { $0.utf8.count <= 80 && $0.utf8.allSatisfy { 0x20..<0x7F ~= $0 } })
    #expect(
      program.lines.contains { $0.hasPrefix("  /a\\x1b]0;x\\x07yyy") && $0.contains("100.0 %") })
    #expect(program.lines.contains("  1 hit, <0.01/s, where status=200"))
  }

  @Test(arguments: [
    (["--by", "nothing"], "option --by takes one or more of section, path, "),
    (["--by", "path,path"], "option --by takes one or more of section, path, "),
    (["--sort", "name"], "option --sort takes hits, bytes, errors or p90; not 'name'"),
    (
      ["--from", "25:00"],
      "option --from takes a time, such as 2020-07-08T10:10:30+02:00, or 10:10 or "
    ),
    (
      ["--last", "1ms"],
      "option --last takes a duration from 1s to 366d in whole seconds, such as 10m"
    ),
    (["--from", "10:10", "--last", "5m"], "options --from and --last exclude each other"),
    (
      ["--where", "status=="],
      "option --where: a value that begins with = has to be quoted, at column 8"
    ),
  ])
  func mistakesAreSaid(arguments: [String], message: String) {
    do {
      _ = try Command.parse(["top"] + arguments)
      Issue.record("accepted: \(arguments)")
    } catch {
      #expect(error.description.hasPrefix(message), "\(error)")
    }
  }

  @Test func whatCannotBeReadIsAFailure() throws {
    let missing = try PipedProcess(["top", folder("nothing.log")])
    #expect(missing.waitForExit() == 1 && missing.complaints.count == 1)
    let path = try folder.write("no log\n", to: "no.log")
    let none = try PipedProcess(["top", path])
    #expect(none.waitForExit() == 1)
    #expect(
      none.complaints == ["hightide: there is no line with a time that can be read; see --format"])
  }

  private func bytes(_ lines: [String]) -> [UInt8] { LogFixture.bytes(lines) }

  private func iso(_ second: Int) -> String {
    Date(timeIntervalSince1970: Double(second)).ISO8601Format()
  }
}

/// What `top --json` says.
private struct Top: Decodable, Equatable {
  struct Group: Decodable, Equatable {
    var names: [String: String] = [:]
    var hits = 0
    var bytes = 0
    var errors = 0

    init(from decoder: any Decoder) throws {
      let values = try decoder.container(keyedBy: Key.self)
      for key in values.allKeys {
        switch key.stringValue {
        case "hits": hits = try values.decode(Int.self, forKey: key)
        case "bytes": bytes = try values.decode(Int.self, forKey: key)
        case "errors": errors = try values.decode(Int.self, forKey: key)
        case "rate", "p90": break
        default: names[key.stringValue] = try values.decode(String.self, forKey: key)
        }
      }
    }
  }

  private struct Key: CodingKey {
    var stringValue: String
    var intValue: Int? { nil }
    init(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
  }

  private enum CodingKeys: CodingKey { case from, to, hits, by, groups, other }

  var from: String
  var to: String
  var hits: Int
  var by: [String]
  var groups: [Group]
  var other: Int
  var complaints: [String] = []
}
