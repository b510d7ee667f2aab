import AccessLog

/// What moved a stream clock and what was added to its seconds, in order: enough to judge the same
/// lines again when more is known of the time before them.
///
/// A few entries for a second of the log, however many hits it has, and one or two words for each cell of a
/// selection; 70 MB at most.
package struct Journal: Sendable {
  private enum Entry {
    case advance(to: Int)
    case add(HitSums, PackedHits, to: Int)
  }

  /// The most entries: a longer journal is emptied, and is not whole.
  private static let maximumCount = 1 << 17
  /// The same limit for the words of cells, of 8 bytes each.
  private let maximumWords: Int
  /// How many entries are searched for an earlier one of the same second.
  private static let searchedEntries = 8

  private var entries: [Entry] = []
  private var wordCount = 0
  /// Where the entries begin that may be merged with: behind the last move of the clock.
  private var stepStart = 0
  private var endsWithAdvance = false
  /// Whether all that happened is in it.
  package private(set) var isWhole = true

  package init() { self.init(maximumWords: 1 << 23) }

  init(maximumWords: Int) {
    self.maximumWords = maximumWords
  }

  /// How many entries there are.
  package var count: Int { entries.count }

  /// The second of the first hit, if there is one.
  package var firstHit: Int? {
    for case .add(let sums, _, let second) in entries where sums.hits > 0 { return second }
    return nil
  }

  /// Records a move of the clock.
  mutating func advance(to second: Int) {
    guard isWhole else { return }
    if endsWithAdvance { entries.removeLast() }
    append(.advance(to: second))
    stepStart = entries.count
    endsWithAdvance = true
  }

  /// Records hits of a second.
  mutating func add(_ sums: SecondSums, to second: Int) {
    guard isWhole else { return }
    let searched = max(stepStart, entries.count - Journal.searchedEntries)
    for index in searched..<entries.count {
      guard case .add(var all, var selected, second) = entries[index] else { continue }
      // The entry gives up its array, so that appending does not copy it.
      entries[index] = .advance(to: second)
      wordCount -= selected.wordCount
      all.merge(sums.all)
      selected.append(sums.selected)
      wordCount += selected.wordCount
      entries[index] = .add(all, selected, to: second)
      return
    }
    let selected = PackedHits(sums.selected)
    wordCount += selected.wordCount
    append(.add(sums.all, selected, to: second))
    endsWithAdvance = false
  }

  /// Takes what was added to seconds since the last call, in order, and forgets how the clock moved.
  package mutating func takeAdded() -> [(second: Int, sums: SecondSums)] {
    defer { self = Journal() }
    return entries.compactMap { entry in
      guard case .add(let all, let selected, let second) = entry else { return nil }
      return (second, SecondSums(all, selected: selected.all))
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
    wordCount += earlier.wordCount
    isWhole = isWhole && earlier.isWhole
  }

  private mutating func append(_ entry: Entry) {
    entries.append(entry)
    guard entries.count > Journal.maximumCount || wordCount > maximumWords else { return }
    self = Journal(maximumWords: maximumWords)
    isWhole = false
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
      case .add(let all, let selected, let second):
        timeline.add(SecondSums(all, selected: selected.all), to: second)
        guard !timeline.corrections.isEmpty else { continue }
        correct(timeline)
        timeline.forgetCorrections()
      }
    }
  }

  /// Adds the hits to the seconds of a timeline that was not there when they were read.
  package func fill(_ timeline: inout Timeline) {
    for case .add(let all, let selected, let second) in entries {
      timeline.addEarlier(SecondSums(all, selected: selected.all), to: second)
    }
  }
}
