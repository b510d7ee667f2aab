package import AccessLog
package import Alerting
package import Traffic

/// How traffic is watched.
package struct WatchSettings: Sendable {
  package var timing: Timing
  /// In the order in which they are judged.
  package var rules: [AlertRule] {
    didSet { counting.selections = AlertRule.selections(of: rules) }
  }
  /// The most sections that an interval and the summary are told with.
  package var top: Int
  /// How many sections of an interval the history keeps; `nil` to keep no history.
  ///
  /// No more than ``top`` costs next to nothing.
  package var keptSections: Int?
  /// Whether the newest lines are kept, so that a section can be looked at closely; 2 MiB.
  package var keepsLines: Bool
  /// Whether the log is followed: then the clock runs while it is quiet, and silence is reported.
  package var isFollowing: Bool
  package var scanner: LineScanner
  /// Which hits are counted, and by what, for the rules too.
  package private(set) var counting: Counting
  /// Whether the causes of triggers are looked for, in what is counted.
  package var findsCauses: Bool

  package init(
    timing: Timing, rules: [AlertRule], top: Int,
    keptSections: Int? = History.sectionCount, keepsLines: Bool = false, isFollowing: Bool,
    scanner: LineScanner, counting: Counting = Counting(), findsCauses: Bool = false
  ) {
    self.timing = timing
    self.rules = rules
    self.top = top
    self.keptSections = keptSections
    self.keepsLines = keepsLines
    self.isFollowing = isFollowing
    self.scanner = scanner
    self.counting = counting
    self.findsCauses = findsCauses
    self.counting.selections = AlertRule.selections(of: rules)
  }

  /// Has these added up, for rules that are judged elsewhere.
  package mutating func select(_ selections: [Selection]) { counting.selections = selections }
}
