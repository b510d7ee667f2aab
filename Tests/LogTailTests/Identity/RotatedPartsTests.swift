import Foundation
import TestSupport
import Testing

@testable import LogTail

/// What beside a log is a rotated part of it, and what is not.
@Suite struct RotatedPartsTests {
  let scratch = ScratchFolder()

  static let strangers = [
    "access.log-api", "access_log_api", "access.log.json", "access.log.offset", "access.log.500",
    "access.log.bak", "access.log.state", "access.log~",
  ]

  @Test(arguments: Onlooker.Way.allCases)
  func whatOnlyBeginsWithTheNameIsNotRead(way: Onlooker.Way) throws {
    try scratch.append(lines(20), to: "access.log")
    var onlooker = try Onlooker([scratch("access.log")], way)
    scratch.rename("access.log", "access.log.1")
    for (index, name) in Self.strangers.enumerated() where name != "access.log.500" {
      try scratch.append(lines(20, at: 300 + index), to: name)
    }
    try scratch.append(lines(5, at: 200), to: "access.log")
    #expect(try onlooker.read() == lines(5, at: 200))
  }

  /// `grep … > access.log.500`, and an anonymised copy of the log of yesterday.
  @Test(
    arguments: Onlooker.Way.allCases, ["access.log.500", "access.log.2", "access.log-20200708"])
  func whatIsMadeWhileTheNameMeansTheLogWasNotTheLog(way: Onlooker.Way, name: String) throws {
    try scratch.append(lines(20), to: "access.log")
    var onlooker = try Onlooker([scratch("access.log")], way)
    try scratch.append("100 anonymised\n" + lines(20, at: 90), to: name)
    scratch.age(name, seconds: 1)
    try scratch.append(lines(5, from: 20), to: "access.log")
    #expect(try onlooker.read() == lines(5, from: 20))
    scratch.rename("access.log", "access.log.1")
    try scratch.append(lines(5, at: 200), to: "access.log")
    #expect(try onlooker.read() == lines(5, at: 200))
  }

  /// `grep` creates its file before it has anything to write, and writes over it the next time.
  @Test func whatIsWrittenOverWhileTheNameMeansTheLogWasNotTheLog() throws {
    try scratch.append(lines(20), to: "access.log")
    var onlooker = try Onlooker([scratch("access.log")], .following)
    try scratch.append("", to: "access.log.500")
    #expect(try onlooker.read() == "")
    for round in 0..<3 {
      try scratch.write(lines(20 + round, at: 90 + round), to: "access.log.500")
      scratch.age("access.log.500", seconds: 1)
      try scratch.append(lines(5, at: 200 + 2 * round), to: "access.log")
      #expect(try onlooker.read() == lines(5, at: 200 + 2 * round))
      scratch.rename("access.log", "access.log-2026010\(round)")
      try scratch.append(lines(5, at: 201 + 2 * round), to: "access.log")
      #expect(try onlooker.read() == lines(5, at: 201 + 2 * round))
    }
  }

  @Test(arguments: Onlooker.Way.allCases)
  func theStateIsNoLog(way: Onlooker.Way) throws {
    try scratch.append(lines(20), to: "access.log")
    var onlooker = try Onlooker(
      [scratch("access*"), scratch("access.log")], way,
      excluded: [scratch("access.log.1"), scratch("access-state.log")])
    for name in ["access.log.1", "access-state.log"] {
      try scratch.write(lines(9, at: 7), to: name)
    }
    #expect(try onlooker.read() == "")
    scratch.rename("access.log", "access.log.2")
    try scratch.append(lines(5, at: 200), to: "access.log")
    #expect(try onlooker.read() == lines(5, at: 200))
  }

  /// Each of two logs is called like a rotated part of the other, and both are rotated twice.
  @Test(arguments: Onlooker.Way.allCases, [["access.log", "access-2.log"], ["*.log"]])
  func aLogIsNotAPartOfAnother(way: Onlooker.Way, sources: [String]) throws {
    for name in ["access.log", "access-2.log"] {
      try scratch.append(lines(20, at: name == "access.log" ? 100 : 101), to: name)
    }
    var onlooker = try Onlooker(sources.map { scratch($0) }, way)
    var expected: [Substring] = []
    for round in 0..<3 {
      for name in ["access.log", "access-2.log"] {
        let text = lines(5, at: 200 + round, from: name == "access.log" ? 0 : 50)
        expected += text.split(separator: "\n")
        try scratch.append(text, to: name)
        guard round < 2 else { continue }
        if round == 1 { scratch.rename("\(name).1", "\(name).2") }
        scratch.rename(name, "\(name).1")
      }
    }
    #expect(try onlooker.read().split(separator: "\n").sorted() == expected.sorted())
    #expect(try onlooker.read() == "")
  }

  /// Both a log and its rotated part may be named.
  @Test(arguments: Onlooker.Way.allCases, [["access.log", "access.log.1"], ["access.log*"]])
  func aRotationIsNotMissed(way: Onlooker.Way, sources: [String]) throws {
    try scratch.append(lines(20, at: 90), to: "access.log.1")
    try scratch.append(lines(20), to: "access.log")
    for (start, reversed) in [(200, false), (400, true)] {
      let names = (reversed ? sources.reversed() : sources).map { scratch($0) }
      var onlooker = try Onlooker(names, way)
      for round in 0..<3 {
        let old = lines(5, at: start + 2 * round)
        let new = lines(3, at: start + 2 * round + 1)
        try scratch.append(old, to: "access.log")
        scratch.rename("access.log", "access.log.1")
        try scratch.append(new, to: "access.log")
        let reading = try onlooker.look()
        #expect(reading.text(.live) == old + new)
        #expect(!reading.changes.contains(.missed))
      }
    }
  }
}
