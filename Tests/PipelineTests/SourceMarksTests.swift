import Testing

@testable import Pipeline

/// What is remembered of how far sources were read, however many there are.
@Suite struct SourceMarksTests {
  private func mark(
    _ part: Int, of source: Int = 1, place: UInt8 = 0, isClosed: Bool = false
  ) -> SourceMark {
    SourceMark(
      source: bytes(source), part: bytes(part), place: [place], isClosed: isClosed)
  }

  private func bytes(_ number: Int) -> [UInt8] { [UInt8(number & 0xFF), UInt8(number >> 8)] }

  @Test func whatIsStillReadIsNeverForgotten() {
    var marks = SourceMarks()
    for part in 0..<200 { marks.note(mark(part)) }
    for source in 2..<10_000 { marks.note(mark(1, of: source)) }
    #expect(marks.all.count == 10_198)
    #expect(marks.all.prefix(200) == ArraySlice((0..<200).map { mark($0) }))
  }

  @Test func ofClosedPartsTheLastOnesAreKept() {
    var marks = SourceMarks()
    marks.note(mark(0))
    for part in 1..<40 {
      marks.note(mark(part))
      marks.note(mark(part, isClosed: true))
    }
    let kept = SourceMarks.closedPartsPerSource
    #expect(marks.all == [mark(0)] + (40 - kept..<40).map { mark($0, isClosed: true) })
  }

  @Test func ofClosedSourcesTheLastOnesAreKept() {
    var marks = SourceMarks()
    let count = SourceMarks.closedSources + 100
    for source in 0..<count {
      marks.note(mark(1, of: source))
      marks.note(mark(1, of: source, isClosed: true))
      // Opened again.
      if source == 10 { marks.note(mark(2, of: source)) }
    }
    let sources = Set(marks.all.map(\.source))
    #expect(sources.count == SourceMarks.closedSources + 1)
    #expect(sources.contains(bytes(10)) && !sources.contains(bytes(9)))
    #expect(sources.contains(bytes(count - 1)))
  }

  @Test func aMarkThatSaysNothingNewKeepsItsPlace() {
    var marks = SourceMarks()
    for part in 0..<16 { marks.note(mark(part)) }
    marks.note(mark(0))
    // Closing it long after it was read is nothing new either.
    marks.note(mark(1, isClosed: true))
    marks.note(mark(100))
    let others = (2..<16).map { mark($0) }
    #expect(marks.all == [mark(0), mark(1, isClosed: true)] + others + [mark(100)])
  }

  @Test func aPartWithoutAPlaceIsForgotten() {
    var marks = SourceMarks()
    marks.note(mark(1))
    marks.note(mark(2))
    marks.note(SourceMark(source: bytes(1), part: bytes(1), place: []))
    marks.note(SourceMark(source: bytes(2), part: bytes(1), place: []))
    #expect(marks.all == [mark(2)])
  }

  @Test func aPartThatIsNotKnownCannotBeClosed() {
    var marks = SourceMarks()
    marks.note(mark(1, isClosed: true))
    marks.note(mark(1, of: 2))
    marks.note(mark(2, of: 2, isClosed: true))
    #expect(marks.all == [mark(1, of: 2)])
  }

  /// So that a batch of a log among many costs no more than one of a log alone.
  @Test func manySourcesAreNotedInLinearTime() {
    var marks = SourceMarks()
    for round in 0..<20 {
      for source in 0..<10_000 { marks.note(mark(1, of: source, place: UInt8(round))) }
    }
    #expect(marks.all.count == 10_000)
  }
}
