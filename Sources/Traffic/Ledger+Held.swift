package import AccessLog

/// A hit so far ahead of the stream clock that only the next one shows which of the two is wrong.
package struct HeldHit: Sendable {
  /// Seconds since the epoch.
  package let second: Int
  /// Of nothing if the hit does not count: it may move the clock, and that is all.
  package internal(set) var sums: SecondSums
  /// The line itself, without its newline.
  package let line: [UInt8]
  /// What has to be known of its source to read it.
  package let memory: SourceMemory
  package let origin: Origin

  package init(
    second: Int, sums: SecondSums, line: [UInt8], memory: SourceMemory, origin: Origin
  ) {
    self.second = second
    self.sums = sums
    self.line = line
    self.memory = memory
    self.origin = origin
  }
}

extension Ledger {
  /// What becomes of the hit that is held.
  package enum HeldVerdict: Sendable {
    /// It stays held, or there is none.
    case none
    /// It counts as any other.
    case counts
    /// It counts as a hit of the second that the stream clock shows.
    case isSkewed
  }

  /// Whether a hit of that second is held until the next one is known; the first of all never is.
  func isHeld(_ second: Int) -> Bool {
    guard let clock = timeline.clock else { return false }
    return second - clock.seconds > Timing.longestJump
  }

  /// What the step of a chunk that comes next says of the hit that is held.
  package func verdictOnHeld(before index: Int, of chunk: ChunkTally) -> HeldVerdict {
    guard let held, let next = chunk.steps[index].firstHit else { return .none }
    return next >= held.second - Timing.longestJump ? .counts : .isSkewed
  }

  /// Moves the stream clock on to the hit that is held; ``countHeld()`` follows once what this
  /// closes has been taken.
  package mutating func advanceToHeld() {
    if let held { timeline.advance(to: Instant(held.second)) }
  }

  /// Counts the hit that is held in its own second.
  package mutating func countHeld() {
    guard let hit = held.take(), hit.sums.all.hits > 0 else { return }
    count(hit, in: hit.second)
  }

  /// Counts the hit that is held in the second that the stream clock shows.
  package mutating func countHeldAsSkewed() {
    guard let hit = held.take(), hit.sums.all.hits > 0, let clock = timeline.clock else { return }
    if hit.origin == .live {
      var skewed = LineCounts()
      skewed.skewed = 1
      count(skewed)
    }
    count(hit, in: clock.seconds)
  }

  private mutating func count(_ hit: HeldHit, in second: Int) {
    add(hit.sums, to: second, as: hit.origin)
    tally(1, in: second, as: hit.origin) { merger, tally in
      merger.merge(hit.line, readWith: hit.memory, into: &tally)
    }
  }
}

extension ChunkTally {
  /// The first line of a run, without its newline.
  func line(ofRun index: Int) -> [UInt8] {
    let start = runs[index].start
    return Array(bytes[start...].prefix { $0 != UInt8(ascii: "\n") })
  }
}
