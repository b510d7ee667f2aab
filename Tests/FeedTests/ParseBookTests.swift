import Testing

@testable import Feed

struct ParseBookTests {
  private static func run(
    hits: Int = 0, leading: Int = 0, trailing: Int = 0, longest: Int = 0
  ) -> ParseRun {
    var run = ParseRun()
    run.hits = hits
    run.leading = hits == 0 ? trailing : leading
    run.trailing = trailing
    run.longest = max(longest, leading, trailing)
    run.malformed = max(run.longest, leading + (hits == 0 ? 0 : trailing))
    run.example = run.malformed > 0 ? Array("bad".utf8) : []
    run.expected = "good"
    return run
  }

  /// The words of what is told of a source after runs that are read a second apart.
  private static func words(_ runs: [ParseRun]) -> [String] {
    var book = ParseBook()
    var words: [String] = []
    for (second, run) in runs.enumerated() {
      words += book.note(run, of: "a", at: .seconds(second)).map(\.change.word)
    }
    return words
  }

  @Test(arguments: [
    ([run(trailing: 99)], []),
    ([run(trailing: 100)], ["unparsed"]),
    ([run(trailing: 60), run(trailing: 39)], []),
    ([run(trailing: 60), run(trailing: 40)], ["unparsed"]),
    ([run(trailing: 60), run(hits: 1, leading: 39, trailing: 99)], []),
    ([run(trailing: 60), run(hits: 1, leading: 40)], ["unparsed", "parsed"]),
    ([run(trailing: 100), run(trailing: 100)], ["unparsed"]),
    ([run(trailing: 100), run(hits: 5)], ["unparsed", "parsed"]),
    ([run(trailing: 100), run(hits: 5), run(trailing: 100)], ["unparsed", "parsed", "unparsed"]),
    ([run(hits: 2, leading: 3, trailing: 4, longest: 100)], ["unparsed", "parsed"]),
    ([run(hits: 1, trailing: 100)], ["unparsed"]),
    ([run(hits: 1000, leading: 50, trailing: 50)], []),
  ])
  func aHundredMalformedLinesInARowAreTold(runs: [ParseRun], words: [String]) {
    #expect(ParseBookTests.words(runs) == words)
  }

  @Test func afterTenSecondsOneLineIsEnough() {
    var book = ParseBook()
    #expect(book.note(ParseBookTests.run(trailing: 1), of: "a", at: .seconds(100)) == [])
    #expect(book.note(ParseBookTests.run(hits: 1), of: "b", at: .seconds(101)) == [])
    #expect(book.isInDoubt(at: .seconds(101)))
    #expect(book.tick(at: .milliseconds(109_999)) == [])
    let unparsed = Unparsed(malformed: 1, example: Array("bad".utf8), expected: "good")
    #expect(
      book.tick(at: .seconds(110)) == [SourceEvent(source: "a", change: .unparsed(unparsed))])
    #expect(book.tick(at: .seconds(111)) == [])
    #expect(book.note(ParseBookTests.run(hits: 1), of: "a", at: .seconds(112)).count == 1)
    #expect(!book.isInDoubt(at: .seconds(112)))
  }

  @Test func eachSourceIsJudgedByItsOwnLines() {
    var book = ParseBook()
    for second in 0..<5 {
      #expect(book.note(ParseBookTests.run(trailing: 15), of: "a", at: .seconds(second)) == [])
      #expect(book.note(ParseBookTests.run(trailing: 15), of: "b", at: .seconds(second)) == [])
      #expect(book.note(ParseBookTests.run(hits: 1), of: "c", at: .seconds(second)) == [])
    }
    #expect(book.withoutHits.map(\.source) == ["a", "b"])
    #expect(book.withoutHits.map(\.unparsed.malformed) == [75, 75])
    #expect(book.hasHits)
    book.rest("a")
    book.rest("b")
    #expect(!book.isInDoubt(at: .seconds(5)))
  }

  /// Of UTF-16 a byte is left behind the last newline.
  @Test func aSingleByteIsNoExampleWhereThereIsAnother() {
    var book = ParseBook()
    for (example, expected) in [("0 1", "words"), ("\0", "bytes")] {
      var run = ParseBookTests.run(trailing: 1)
      run.example = Array(example.utf8)
      run.expected = expected
      _ = book.note(run, of: "a", at: .zero)
    }
    #expect(book.withoutHits.map(\.unparsed.example) == [Array("0 1".utf8)])
    #expect(book.withoutHits.map(\.unparsed.expected) == ["words"])
    #expect(book.withoutHits.map(\.unparsed.malformed) == [2])
  }

  /// A log to which nothing is written is quiet, whatever its last line was.
  @Test func doubtEndsTenSecondsAfterTheLastMalformedLine() {
    var book = ParseBook()
    _ = book.note(ParseBookTests.run(hits: 1, trailing: 1), of: "a", at: .seconds(100))
    _ = book.note(ParseBookTests.run(trailing: 1), of: "a", at: .seconds(107))
    #expect(book.isInDoubt(at: .milliseconds(116_999)))
    #expect(!book.isInDoubt(at: .seconds(117)))
    _ = book.note(ParseBookTests.run(trailing: 1), of: "a", at: .seconds(130))
    #expect(book.isInDoubt(at: .seconds(131)))
  }

  // Each second all sources were sorted and looked at.
  @Test func whatIsParsedIsNotLookedAtAgain() {
    var book = ParseBook()
    let sources = (0..<1_000).map { SourceName("\($0).log") }
    for source in sources { _ = book.note(ParseBookTests.run(hits: 1), of: source, at: .zero) }
    #expect(book.inDoubt.isEmpty)
    for source in sources[10..<13] {
      _ = book.note(ParseBookTests.run(trailing: 1), of: source, at: .zero)
    }
    #expect(book.inDoubt == Set(sources[10..<13]))
    _ = book.note(ParseBookTests.run(hits: 1), of: sources[10], at: .zero)
    book.rest(sources[11])
    #expect(book.inDoubt == [sources[12]])
    #expect(book.tick(at: .seconds(10)).map(\.source) == [sources[12]])
  }

  /// The next run says again what could not be parsed, and that it can be.
  @Test(arguments: [(100, ["unparsed", "parsed"]), (99, [])])
  func doubtsOutliveARun(malformed: Int, expected: [String]) {
    var book = ParseBook()
    _ = book.note(Self.run(trailing: malformed), of: "a", at: .seconds(9))
    _ = book.note(Self.run(hits: 3), of: "b", at: .seconds(9))
    var next = ParseBook()
    next.resume(book.doubts, at: .seconds(500))
    #expect(!next.isInDoubt(at: .seconds(501)))
    var words = next.tick(at: .seconds(501)).map(\.change.word)
    // It is said without a line that would be a reason to.
    #expect(words == Array(expected.prefix(1)))
    words += next.tick(at: .seconds(502)).map(\.change.word)
    words += next.note(Self.run(hits: 1), of: "a", at: .seconds(503)).map(\.change.word)
    #expect(words == expected)
    #expect(next.doubts.isEmpty)
  }
}
