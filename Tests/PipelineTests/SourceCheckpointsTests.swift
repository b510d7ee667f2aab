import Testing

@testable import Pipeline

/// What is remembered of how far sources were read, however many there are.
@Suite struct SourceCheckpointsTests {
  private func checkpoint(
    _ part: Int, of source: Int = 1, place: UInt8 = 0, isClosed: Bool = false
  ) -> SourceCheckpoint {
    SourceCheckpoint(
      source: bytes(source), part: bytes(part), place: [place], isClosed: isClosed)
  }

  private func bytes(_ number: Int) -> [UInt8] { [UInt8(number & 0xFF), UInt8(number >> 8)] }

  @Test func whatIsStillReadIsNeverForgotten() {
    var checkpoints = SourceCheckpoints()
    for part in 0..<200 { checkpoints.note(checkpoint(part)) }
    for source in 2..<10_000 { checkpoints.note(checkpoint(1, of: source)) }
    #expect(checkpoints.all.count == 10_198)
    #expect(checkpoints.all.prefix(200) == ArraySlice((0..<200).map { checkpoint($0) }))
  }

  @Test func ofClosedPartsTheLastOnesAreKept() {
    var checkpoints = SourceCheckpoints()
    checkpoints.note(checkpoint(0))
    for part in 1..<40 {
      checkpoints.note(checkpoint(part))
      checkpoints.note(checkpoint(part, isClosed: true))
    }
    let kept = SourceCheckpoints.closedPartsPerSource
    #expect(
      checkpoints.all == [checkpoint(0)] + (40 - kept..<40).map { checkpoint($0, isClosed: true) })
  }

  @Test func ofClosedSourcesTheLastOnesAreKept() {
    var checkpoints = SourceCheckpoints()
    let count = SourceCheckpoints.closedSources + 100
    for source in 0..<count {
      checkpoints.note(checkpoint(1, of: source))
      checkpoints.note(checkpoint(1, of: source, isClosed: true))
      // Opened again.
      if source == 10 { checkpoints.note(checkpoint(2, of: source)) }
    }
    let sources = Set(checkpoints.all.map(\.source))
    #expect(sources.count == SourceCheckpoints.closedSources + 1)
    #expect(sources.contains(bytes(10)) && !sources.contains(bytes(9)))
    #expect(sources.contains(bytes(count - 1)))
  }

  @Test func aMarkThatSaysNothingNewKeepsItsPlace() {
    var checkpoints = SourceCheckpoints()
    for part in 0..<16 { checkpoints.note(checkpoint(part)) }
    checkpoints.note(checkpoint(0))
    // Closing it long after it was read is nothing new either.
    checkpoints.note(checkpoint(1, isClosed: true))
    checkpoints.note(checkpoint(100))
    let others = (2..<16).map { checkpoint($0) }
    #expect(
      checkpoints.all == [checkpoint(0), checkpoint(1, isClosed: true)] + others + [checkpoint(100)]
    )
  }

  @Test func aPartWithoutAPlaceIsForgotten() {
    var checkpoints = SourceCheckpoints()
    checkpoints.note(checkpoint(1))
    checkpoints.note(checkpoint(2))
    checkpoints.note(SourceCheckpoint(source: bytes(1), part: bytes(1), place: []))
    checkpoints.note(SourceCheckpoint(source: bytes(2), part: bytes(1), place: []))
    #expect(checkpoints.all == [checkpoint(2)])
  }

  @Test func aPartThatIsNotKnownCannotBeClosed() {
    var checkpoints = SourceCheckpoints()
    checkpoints.note(checkpoint(1, isClosed: true))
    checkpoints.note(checkpoint(1, of: 2))
    checkpoints.note(checkpoint(2, of: 2, isClosed: true))
    #expect(checkpoints.all == [checkpoint(1, of: 2)])
  }

  /// So that a batch of a log among many costs no more than one of a log alone.
  @Test func manySourcesAreNotedInLinearTime() {
    var checkpoints = SourceCheckpoints()
    for round in 0..<20 {
      for source in 0..<10_000 { checkpoints.note(checkpoint(1, of: source, place: UInt8(round))) }
    }
    #expect(checkpoints.all.count == 10_000)
  }
}
