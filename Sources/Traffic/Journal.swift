import AccessLog

/// What moved a stream clock and what was added to its seconds, in order: enough to judge the same
/// lines again when more is known of the time before them.
///
/// A few entries for a second of the log, however many hits it has; 5 MB at most.
package struct Journal: Sendable {
  private enum Entry {
    case advance(to: Int)
    case add(SecondSums, to: Int)
  }

  /// More than this is not kept, and the journal is not whole then.
  private static let maximumCount = 1 << 17
  /// How many entries are searched for an earlier one of the same second.
  private static let searchedEntries = 8

  private var entries: [Entry] = []
  /// Where the entries begin that may be merged with: behind the last move of the clock.
  private var stepStart = 0
  private var endsWithAdvance = false
  /// Whether all that happened is in it.
  package private(set) var isWhole = true

  package init() {}

  /// How many entries there are.
  package var count: Int { entries.count }

  /// The second of the first hit, if there is one.
  package var firstHit: Int? {
    for case .add(let sums, let second) in entries where sums.all.hits > 0 { return second }
    return nil
  }

  /// Records a move of the clock.
  mutating func advance(to second: Int) {
    if endsWithAdvance { entries.removeLast() }
    append(.advance(to: second))
    stepStart = entries.count
    endsWithAdvance = true
  }

  /// Records hits of a second.
  mutating func add(_ sums: SecondSums, to second: Int) {
    let searched = max(stepStart, entries.count - Journal.searchedEntries)
    for index in searched..<entries.count {
      guard case .add(var before, second) = entries[index] else { continue }
      before.merge(sums)
      entries[index] = .add(before, to: second)
      return
    }
    append(.add(sums, to: second))
    endsWithAdvance = false
  }

  /// Takes what was added to seconds since the last call, in order, and forgets how the clock moved.
  package mutating func takeAdded() -> [(second: Int, sums: SecondSums)] {
    defer { self = Journal() }
    return entries.compactMap { entry in
      guard case .add(let sums, let second) = entry else { return nil }
      return (second, sums)
    }
  }

  /// Begins a new entry next, so that ``count`` separates what was recorded from what follows.
  package mutating func endStep() {
    stepStart = entries.count
    endsWithAdvance = false
  }

  /// Inserts what happened before at the beginning.
  package mutating func prepend(_ earlier: Journal) {
    stepStart += earlier.count
    entries.insert(contentsOf: earlier.entries, at: 0)
    isWhole = isWhole && earlier.isWhole
  }

  private mutating func append(_ entry: Entry) {
    guard entries.count < Journal.maximumCount else {
      isWhole = false
      return
    }
    entries.append(entry)
  }

  /// Repeats the entries of a range on a timeline; calls `judge` for each second that closes, and
  /// `correct` for hits of closed ones.
  package func replay(
    _ range: Range<Int>, on timeline: inout Timeline,
    judge: (Instant, Timeline) -> Void, correct: (Timeline) -> Void
  ) {
    for entry in entries[range] {
      switch entry {
      case .advance(let second):
        timeline.advance(to: Instant(second))
        while let closed = timeline.closeNext() { judge(closed.second, timeline) }
      case .add(let sums, let second):
        timeline.add(sums, to: second)
        guard !timeline.corrections.isEmpty else { continue }
        correct(timeline)
        timeline.forgetCorrections()
      }
    }
  }

  /// Adds the hits to the seconds of a timeline that was not there when they were read.
  package func fill(_ timeline: inout Timeline) {
    for case .add(let sums, let second) in entries { timeline.addEarlier(sums, to: second) }
  }
}
