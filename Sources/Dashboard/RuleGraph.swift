import AccessLog
import Alerting
import Canvas
import Traffic

/// What the chosen rule measured over time, which the graph shows in the place of all requests.
///
/// There is none for the rate of all hits, which the graph of requests shows, nor for a rule with groups,
/// since each group has its own value.
struct RuleGraph {
  private let status: RuleStatus
  private let trail: RuleTrail
  /// What the rule holds its values against now; `nil` while that is not known.
  private let limit: Double?
  /// The last second that is over.
  private let last: Instant

  init?(_ scene: Scene) {
    status = scene.live.status
    guard scene.view.measure == .requests, scene.view.screenFilter.all == nil,
      !status.rule.isPlainRate, status.rule.isEnabled, let trail = status.trail,
      let last = scene.lastWholeSecond
    else { return nil }
    self.trail = trail
    // How long it is silent is known once a second is closed: hits of it may be late.
    let closed = status.rule.measure == .silence ? scene.snapshot.lastClosed : nil
    self.last = closed.map { min($0, last) } ?? last
    let reading = status.reading
    limit =
      status.rule.againstSeconds != nil && reading.base == nil
      ? nil : reading.limit(scene.drawnThreshold)
  }

  private var unit: MeasureUnit { status.rule.measure.definition.unit }

  /// The rule and what it measures.
  var name: String {
    let words =
      switch status.rule.measure {
      case .rate: "hits per second"
      case .bytes: "bytes per second"
      case .share, .malformed: "share in %"
      case .clients: "clients"
      case .percentile(let percent, .bytes): "p\(percent) bytes"
      case .percentile(let percent, .duration): "p\(percent) in ms"
      case .silence: "silent seconds"
      }
    return "\(printableText(status.rule.name.description.utf8)): \(words)"
  }

  /// The span that each value is of; empty where it is of none.
  var window: String {
    status.rule.measure == .silence ? "" : ", over \(durationText(status.rule.windowSeconds))"
  }

  /// The bars: of each column the value that is nearest to an alert, or farthest beyond.
  func graph(on time: TimeScale) -> TimeGraph {
    let values = (0..<time.columns).map { column in
      worst(of: time.seconds(of: column)).map { $0 * unit.graphScale }
    }
    return TimeGraph(
      kind: .rule(
        unit, limit: limit.map { $0 * unit.graphScale }, isBelow: status.rule.side == .below),
      values: values)
  }

  /// The value that is nearest to an alert in some seconds, as a text; `nil` where none is known.
  func text(of seconds: Range<Int>) -> String? { worst(of: seconds).map(unit.shortText) }

  /// The same of all that is shown.
  func worstText(on time: TimeScale) -> String {
    guard time.columns > 0 else { return "" }
    let shown = time.start.seconds..<time.seconds(of: time.columns - 1).upperBound
    return text(of: shown).map { (status.rule.side == .above ? "max " : "min ") + $0 } ?? ""
  }

  private func worst(of seconds: Range<Int>) -> Double? {
    seconds.lazy.prefix { $0 <= last.seconds }.compactMap { trail.value(at: Instant($0)) }
      .reduce(nil) { worst, value in worst.map { status.rule.worse($0, value) } ?? value }
  }
}

extension MeasureUnit {
  /// How many of the unit of the graph are one of the measure's.
  fileprivate var graphScale: Double {
    switch self {
    case .share: 100
    case .duration: 1_000
    case .perSecond, .bytesPerSecond, .bytes, .count, .seconds: 1
    }
  }

  /// Whether values are so many bytes.
  var isOfBytes: Bool {
    switch self {
    case .bytes, .bytesPerSecond: true
    case .perSecond, .count, .duration, .seconds, .share: false
    }
  }
}
