import Feed
import Foundation
import System
import TestSupport
import Testing

@testable import LogTail

@Suite struct ReplayTests {
  let scratch = ScratchFolder()

  private func replay(_ names: String...) throws -> Reading {
    var session = try TailSession(names.map { scratch($0) }, .replay)
    let reading = session.readNoted()
    #expect(session.tail.next(at: session.now) == .finished)
    return reading
  }

  @Test func readsToTheEndAndCountsALastLineWithoutItsEnd() throws {
    scratch.append("a", "1 a\n2 b")
    #expect(try replay("a").text == "1 a\n2 b\n")
  }

  @Test func putsRotatedFilesInOrder() throws {
    scratch.append("access.log", "5 e\n6 f\n")
    scratch.append("access.log.1", "3 c\n4 d")
    scratch.append("access.log.2", "1 a\n2 b\n")
    #expect(
      try replay("access.log", "access.log.1", "access.log.2").text
        == "1 a\n2 b\n3 c\n4 d\n5 e\n6 f\n")
  }

  @Test func mergesOverlappingFilesLineByLine() throws {
    scratch.append("a", "1 a\n3 a\nwithout\n5 a\n9 a\n")
    scratch.append("b", "2 b\n3 b\n4 b\n")
    scratch.append("c", "3 c\n10 c\n")
    let expected = "1 a\n2 b\n3 a\nwithout\n3 b\n3 c\n4 b\n5 a\n9 a\n10 c\n"
    #expect(try replay("a", "b", "c").text == expected)
  }

  @Test func saysWhichLinesComeFromWhichFile() throws {
    scratch.append("a", "1 a\n3 a\n3 a\n9 a\n")
    scratch.append("b", "2 b\n4 b\n")
    let batches = try replay("a", "b").batches
    var lines: [String] = []
    for batch in batches {
      var start = 0
      for span in batch.spans {
        let text = String(decoding: batch.bytes[start..<span.end], as: UTF8.self)
        lines.append("\(span.source.text.suffix(1)): \(text.split(separator: "\n"))")
        start = span.end
      }
      #expect(start == batch.bytes.count)
    }
    #expect(
      lines == [
        #"a: ["1 a"]"#, #"b: ["2 b"]"#, #"a: ["3 a", "3 a"]"#, #"b: ["4 b"]"#, #"a: ["9 a"]"#,
      ])
  }

  @Test(arguments: 1...8)
  func mergesByTimeAndKeepsTheOrderOfEachFile(seed: UInt64) throws {
    var random = SeededRandom(seed: seed)
    let names = (0..<5).map { "log\($0)" }
    var truth: [[Substring]] = []
    for name in names {
      var time = Int.random(in: 0..<100, using: &random)
      var text = ""
      for number in 0..<Int.random(in: 0..<20_000, using: &random) {
        if Int.random(in: 0..<10, using: &random) == 0 {
          time += Int.random(in: 0..<9, using: &random)
        }
        text += "\(time) \(name) \(number)\n"
      }
      scratch.append(name, text)
      truth.append(text.split(separator: "\n"))
    }
    var session = try TailSession(names.map { scratch($0) }, .replay)
    let merged = session.readNoted().text.split(separator: "\n")
    let times = merged.compactMap { Int($0.prefix { $0 != " " }) }
    #expect(times.count == truth.map(\.count).reduce(0, +))
    #expect(zip(times, times.dropFirst()).allSatisfy { $0 <= $1 })
    for (name, lines) in zip(names, truth) {
      let isInOrder = merged.filter { $0.contains(name) } == lines
      #expect(isInOrder)
    }
  }

  @Test func passesFilesThatDoNotOverlapInLargePieces() throws {
    for index in 0..<3 {
      scratch.append("log\(index)", lines(100_000, at: 10 + index))
    }
    let reading = try replay("log2", "log0", "log1")
    #expect(reading.batches.map(\.bytes.count).max() ?? 0 > 350_000)
    #expect(reading.text == (0..<3).map { lines(100_000, at: 10 + $0) }.joined())
  }

  @Test func oneFileUnderSeveralNamesCountsOnce() throws {
    scratch.append("a", "1 a\n")
    scratch.link("b", to: "a")
    try FileManager.default.linkItem(atPath: scratch("a"), toPath: scratch("c"))
    #expect(try replay("a", "b", "c", "a").text == "1 a\n")
    #expect(try replay("*").text == "1 a\n")
  }

  @Test func saysWhatCannotBeRead() throws {
    #expect(throws: FollowError.unreadable(path: scratch("none"), reason: .missing)) {
      try replay("none")
    }
    #expect(throws: FollowError.isDirectory(path: scratch.path)) {
      try TailSession([scratch.path], .replay)
    }
    #expect(throws: FollowError.noMatch(pattern: scratch("*.log"))) { try replay("*.log") }
    #expect(
      FollowError.unreadable(path: "/x", reason: .missing).description
        == "cannot read /x: No such file or directory")
    #expect(
      FollowError.isDirectory(path: "/x").description
        == "/x is a directory; name a log file in it")
  }
}
