/// Spreads over time what backs up the notices of the system where very many files are followed.
///
/// A look at a name takes a few calls of the system: at 10,000 names a second it would cost a
/// program that has nothing to do several percent of a core.
struct PollTurns {
  /// How many names are looked at in a poll at most.
  ///
  /// All of 10,000 have their turn within 40 polls.
  static let share = 256

  /// Whether a poll is to be made.
  var isDue = false

  private var next = 0

  /// The names that are looked at, if a poll is due.
  mutating func take(of count: Int) -> Range<Int>? {
    guard isDue else { return nil }
    isDue = false
    let start = next < count ? next : 0
    let end = min(start + PollTurns.share, count)
    next = end == count ? 0 : end
    return start..<end
  }
}
