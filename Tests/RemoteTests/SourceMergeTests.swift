import AccessLog
import Feed
import LogTail
import TestSupport
import Testing

@testable import Remote

struct SourceMergeTests {
  private static func lines(
    _ text: String, _ origin: LineBatch.Origin, of source: SourceName = "a"
  ) -> TailItem {
    let bytes = Array(text.utf8)
    let span = SourceSpan(source: source, end: bytes.count, memory: remoteKnowledge.blank)
    return .lines(LineBatch(bytes: bytes, origin: origin, positions: [], spans: [span]))
  }

  private static let caughtUp = TailItem.caughtUp(modified: nil, coveredSince: nil, positions: [])

  /// The lines in the order in which they are given, `|` where all have caught up.
  private static func text(_ merge: inout SourceMerge) -> String {
    var text = ""
    while let item = merge.next() {
      switch item {
      case .lines(let batch):
        text += String(decoding: batch.bytes, as: UTF8.self)
        #expect(batch.spans.last?.end == batch.bytes.count)
      case .caughtUp: text += "|"
      case .source(let event): text += "(\(event.change.word))"
      case .earlierEnds(_, let isAll): text += isAll ? "E" : "e"
      case .earlier: text += "?"
      case .tallies: text += "T"
      }
    }
    return text
  }

  @Test func backfillComesInTheOrderOfItsTimes() {
    var merge = SourceMerge(count: 2, remoteKnowledge)
    merge.put(Self.lines("1 a\n4 a\nno time\n5 a\n", .backfill), from: 0)
    #expect(Self.text(&merge) == "")
    merge.put(Self.lines("2 b\n4 b\n9 b\n", .backfill), from: 1)
    #expect(Self.text(&merge) == "1 a\n2 b\n4 a\nno time\n4 b\n5 a\n")
    #expect(merge.isFree(0) && !merge.isFree(1))
    merge.put(Self.caughtUp, from: 0)
    #expect(Self.text(&merge) == "9 b\n")
    // What is new waits until all have caught up.
    merge.put(Self.lines("10 a\n", .live), from: 0)
    #expect(Self.text(&merge) == "" && !merge.isFree(0))
    merge.put(Self.caughtUp, from: 1)
    #expect(Self.text(&merge) == "|10 a\n")
  }

  @Test func whatBecomesOfASourceIsSaidAtOnceAndOneThatEndsHoldsNothingUp() {
    var merge = SourceMerge(count: 2, remoteKnowledge)
    merge.put(.source(SourceEvent(source: "b", change: .waiting)), from: 1)
    #expect(Self.text(&merge) == "(waiting)")
    merge.end(1)
    merge.put(Self.lines("1 a\n", .backfill), from: 0)
    #expect(Self.text(&merge) == "1 a\n" && !merge.isOver)
    merge.put(Self.caughtUp, from: 0)
    merge.end(0)
    #expect(Self.text(&merge) == "|" && merge.isOver)
  }

  @Test func linesThatCountFromTheStartAreMergedToo() {
    var merge = SourceMerge(count: 2, remoteKnowledge)
    merge.put(Self.lines("1 a\n4 a\n", .live), from: 0)
    merge.put(Self.caughtUp, from: 1)
    merge.put(Self.lines("3 b\n", .live), from: 1)
    #expect(Self.text(&merge) == "1 a\n4 a\n")
    merge.put(Self.caughtUp, from: 0)
    #expect(Self.text(&merge) == "|3 b\n")
  }

  @Test func earlierLinesOfAFewSourcesAreNoHistory() {
    var merge = SourceMerge(count: 1, remoteKnowledge)
    merge.put(.caughtUp(modified: nil, coveredSince: 5, positions: []), from: 0)
    merge.put(.earlier(Array("1 a\n".utf8), spans: []), from: 0)
    #expect(Self.text(&merge) == "|E")
  }

  @Test func anyCutsGiveTheSameOrder() {
    var random = SeededRandom(seed: 3)
    for _ in 0..<100 {
      var logs: [[Int]] = [[], [], []]
      for index in logs.indices {
        var time = random.number(0...3)
        for _ in 0..<random.number(0...9) {
          logs[index].append(time)
          time += random.number(0...3)
        }
      }
      var merge = SourceMerge(count: 3, remoteKnowledge)
      var left = logs
      var ended: Set<Int> = []
      var text = ""
      while !text.hasSuffix("|") {
        for index in logs.indices where merge.isFree(index) && !ended.contains(index) {
          let count = min(left[index].count, random.number(1...4))
          guard count > 0 else {
            merge.put(Self.caughtUp, from: index)
            ended.insert(index)
            continue
          }
          let batch = left[index].prefix(count).map { "\($0) \(index)\n" }.joined()
          merge.put(Self.lines(batch, .backfill), from: index)
          left[index].removeFirst(count)
        }
        text += Self.text(&merge)
      }
      let all = logs.enumerated().flatMap { log, times in times.map { (time: $0, log: log) } }
      let times = text.dropLast().split(separator: "\n").map { Int($0.prefix { $0 != " " }) ?? -1 }
      #expect(times == all.map(\.time).sorted())
    }
  }
}
