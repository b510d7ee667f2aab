import AccessLog
import Traffic

/// A span of time that was marked in the graph.
struct TimeMark: Sendable, Equatable {
  /// The interval at which marking began, in seconds.
  private let anchor: Range<Int>
  /// The interval that it was extended to.
  private var other: Range<Int>
  /// Whether moving in time extends it.
  var isGrowing: Bool

  /// Marks an interval.
  init(_ interval: Range<Int>, isGrowing: Bool = true) {
    anchor = interval
    other = interval
    self.isGrowing = isGrowing
  }

  /// From the first second of the first interval to the last of the last.
  var seconds: Range<Int> {
    min(anchor.lowerBound, other.lowerBound)..<max(anchor.upperBound, other.upperBound)
  }

  /// Has it reach to an interval.
  mutating func extend(to interval: Range<Int>) { other = interval }
}

/// Where in the graph the mouse was pressed.
struct PressedMoment: Sendable, Equatable {
  var interval: Range<Int>
  /// The second at the right edge of the graph then: showing the interval may have moved it since.
  var last: Instant
}

extension ViewState {
  /// Begins to mark at the interval that is shown, ends that, or removes the mark.
  mutating func toggleMark(in model: DashboardModel) {
    if mark?.isGrowing == true {
      mark?.isGrowing = false
      show(
        "Marked: Enter on a group, l and w are about this time; Esc removes it", at: model.wallClock
      )
      return
    }
    guard mark == nil else {
      mark = nil
      return
    }
    guard let shown = shownInterval(in: model) else {
      show("No interval has ended yet", at: model.wallClock)
      return
    }
    mark = TimeMark(shown)
    show("Marking: \u{2190} \u{2192} PgUp PgDn Home extend it, v ends it", at: model.wallClock)
  }

  /// Has a mark that grows reach to the interval that is shown.
  mutating func extendMark(in model: DashboardModel) {
    guard mark?.isGrowing == true, let shown = shownInterval(in: model) else { return }
    mark?.extend(to: shown)
  }

  /// The seconds of the interval that is shown.
  func shownInterval(in model: DashboardModel) -> Range<Int>? {
    Scene(model, self).shown.map { $0.start.seconds..<$0.end.seconds }
  }
}
