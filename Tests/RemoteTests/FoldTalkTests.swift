import Feed
import Fleet
import LogTail
import Testing

@testable import Remote

struct FoldTalkTests {
  private static let place = SshPlace(user: nil, host: "web1", port: nil, path: "/a.log")
  private static let wall = 1_594_195_200

  private static func talk() -> FoldTalk {
    var talk = FoldTalk(place)
    talk.connect()
    return talk
  }

  private static func checkpoint(_ text: String, wall: Int = wall) -> [UInt8] {
    let clock = (0..<8).map { UInt8(truncatingIfNeeded: wall >> ($0 * 8)) }
    return FoldFrame(.checkpoint, clock + Array(text.utf8)).encoded
  }

  private static func record(_ text: String) -> [UInt8] {
    FoldFrame(.record, Array(text.utf8)).encoded
  }

  private static let greeting = Array("\(FoldFrame.greeting)\n".utf8)

  /// What is given, in words.
  private static func words(_ items: [TailItem]) -> [String] {
    items.map { item in
      switch item {
      case .tallies(let batch):
        "\(String(decoding: batch.server ?? [], as: UTF8.self)): "
          + batch.records.map { String(decoding: $0, as: UTF8.self) }.joined(separator: " ")
      case .source(let event): event.change.word
      case .caughtUp: "caught up"
      default: "?"
      }
    }
  }

  @Test(arguments: [1, 2, 7, 1_000])
  func whatBelongsTogetherIsGivenTogetherHoweverItIsCut(size: Int) throws {
    let event = try #require(FoldEvent.bytes(of: .opened))
    var bytes = Self.greeting
    bytes += FoldFrame(.event, event).encoded + Self.record("one") + Self.record("two")
    bytes += Self.checkpoint("1")
    bytes += FoldFrame(.caughtUp, FoldStart(modified: 5, coveredSince: nil).bytes).encoded
    bytes += FoldFrame(.alive, []).encoded + Self.record("three")
    var talk = Self.talk()
    var items: [TailItem] = []
    for start in stride(from: 0, to: bytes.count, by: size) {
      let piece = Array(bytes[start..<min(bytes.count, start + size)])
      items += try talk.take(piece, at: .zero, wall: Self.wall)
    }
    #expect(Self.words(items) == ["web1: one two", "opened", "caught up"])
    #expect(talk.checkpoint == Array("1".utf8))
    // What no checkpoint followed is dropped with the connection: it comes again.
    talk.connect()
    items = try talk.take(
      Self.greeting + Self.record("three") + Self.checkpoint("2"), at: .zero, wall: Self.wall)
    #expect(Self.words(items) == ["web1: three"] && talk.checkpoint == Array("2".utf8))
  }

  @Test func aClockThatIsOffIsSaidAndThatItIsRightAgain() throws {
    var talk = Self.talk()
    var told: [SourceEvent.Change] = []
    for (place, skew) in [0, 2, 4, 5, 60, 1, -3].enumerated() {
      let bytes = (place == 0 ? Self.greeting : []) + Self.checkpoint("", wall: Self.wall + skew)
      for case .source(let event) in try talk.take(bytes, at: .seconds(place), wall: Self.wall) {
        told.append(event.change)
      }
    }
    #expect(told == [4, 60, 0, -3].map { .clock(secondsAhead: $0) })
  }

  @Test func checkpointsWithoutEndAreAFault() throws {
    var talk = Self.talk()
    _ = try talk.take(Self.greeting, at: .zero, wall: Self.wall)
    #expect(throws: FarFault("it folds without end")) {
      for _ in 0..<200 { _ = try talk.take(Self.checkpoint(""), at: .zero, wall: Self.wall) }
    }
    // One a second is what a fold has.
    var slow = Self.talk()
    _ = try slow.take(Self.greeting, at: .zero, wall: Self.wall)
    for second in 0..<400 {
      _ = try slow.take(Self.checkpoint(""), at: .seconds(second), wall: Self.wall)
    }
  }

  @Test func eventsReadAsTheyWereWritten() throws {
    let changes: [SourceEvent.Change] = [
      .opened, .rotated, .truncated, .waiting, .resumed, .missed, .ended, .parsed,
      .dropped(messages: 7), .failed(SourceFailure(reason: "Permission denied", isFinal: false)),
      .unparsed(Unparsed(malformed: 3, example: [0x1B, 0xFF], expected: "a time")),
    ]
    for change in changes {
      let bytes = try #require(FoldEvent.bytes(of: change))
      #expect(try FoldEvent.change(from: bytes) == change)
    }
    // What another machine says may go to a terminal.
    let failed = SourceEvent.Change.failed(SourceFailure(reason: "\u{1B}[2J", isFinal: false))
    let bytes = try #require(FoldEvent.bytes(of: failed))
    #expect(
      try FoldEvent.change(from: bytes)
        == .failed(SourceFailure(reason: "?[2J", isFinal: false)))
  }
}
