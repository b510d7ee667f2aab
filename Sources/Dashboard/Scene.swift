import AccessLog
import Alerting
import Canvas
import Traffic

/// What one frame shows, computed once for all panels.
struct Scene {
  /// The newest state of the traffic.
  let live: DashboardModel
  /// The state that is shown: the newest, or the frozen one.
  let model: DashboardModel
  let view: ViewState
  let layout: Layout
  /// The message of the alert under way, broken into rows; empty while there is none.
  let message: [String]
  /// The traffic that is shown: all hits, or those that the filter chooses.
  let snapshot: Snapshot
  /// The intervals that have ended, oldest first; the last ones may still be open to late lines.
  let intervals: [IntervalReport]
  /// The index in `intervals` of the interval that is shown; `nil` while none has ended.
  let shownIndex: Int?

  init(_ live: DashboardModel, _ view: ViewState) {
    self.live = live
    self.view = view
    model = view.frozen.map(view.looking) ?? live
    snapshot = ScreenFilter.snapshot(of: model, or: live, through: view.screenFilter)
    intervals = snapshot.endedIntervals
    if let past = view.pastInterval, let index = IntervalSearch.index(of: past, in: intervals) {
      shownIndex = index
    } else {
      shownIndex = intervals.isEmpty ? nil : intervals.count - 1
    }
    message =
      live.board.triggerUnderWay(of: live.rule).map { trigger in
        let width = view.size.columns - PanelBorder.rule.columns
        return wrapped(trigger.message(time: live.zone.iso8601(trigger.time)), width: width)
          + (trigger.causes?.sentence.map { wrapped($0, width: width) } ?? [])
      } ?? []
    layout = Layout(
      view, messageRows: message.count,
      contents: PanelContents(model.board, intervals, view))
  }

  var board: AlertBoard { model.board }
  /// Whether nothing is known yet of what the filter of the screen chooses.
  var isCounting: Bool {
    guard let filter = view.screenFilter.all else { return false }
    return model.filtered?.filter != filter && live.filtered?.filter != filter
  }
  /// What is known of the group that is open.
  var openGroup: FilteredModel? {
    let filter = view.groupFilter(in: live)
    return [model, live].lazy.compactMap { $0.group }.first { $0.filter == filter }
  }
  /// How the rule of the header stands.
  var status: RuleStatus { model.status }
  var zone: Zone { model.zone }
  var isPast: Bool { view.pastInterval != nil && shownIndex != nil }

  /// The interval that the panels show: one that has ended, or at the very start the one under way.
  var shown: IntervalReport? {
    guard let shownIndex else { return snapshot.currentInterval }
    return intervals[shownIndex]
  }

  /// Whether lines within the lateness can still change the interval that is shown, which has ended.
  var isShownOpen: Bool {
    guard let shownIndex else { return false }
    return shownIndex >= snapshot.history.count
  }

  /// The interval before the one that is shown.
  var previous: IntervalReport? {
    guard let shownIndex, shownIndex > 0 else { return nil }
    return intervals[shownIndex - 1]
  }

  /// The interval that the panels show, in words.
  var shownWords: String {
    guard let shown else { return "" }
    if isPast { return "\(zone.timeOfDay(shown.start)) \u{2013} \(zone.timeOfDay(shown.end))" }
    return shownIndex == nil ? "so far" : "last \(durationText(snapshot.intervalSeconds))"
  }

  /// The threshold that the graph draws: the one being typed or asked for, otherwise the one in force.
  var drawnThreshold: Double {
    let unit = EntryUnit(of: live.status.rule)
    if case .threshold(let text, _)? = view.prompt,
      case .rate(let rate) = ThresholdEntry(text, unit)
    {
      return unit.threshold(rate)
    }
    return view.threshold(in: live)
  }

  /// The last second that is over by the clock.
  var lastWholeSecond: Instant? {
    guard let clock = snapshot.clock else { return nil }
    return model.source.state == .ended ? clock : clock - 1
  }

  /// Hits per second over the last five whole seconds: steadier than one second, quicker than the
  /// average.
  var rateNow: Double? {
    guard let last = lastWholeSecond, !snapshot.seconds.hits.isEmpty else { return nil }
    let end = min(snapshot.seconds.hits.count, max(0, last - snapshot.seconds.start + 1))
    return Double(snapshot.seconds.hits[max(0, end - 5)..<end].reduce(0, +)) / 5
  }
}
