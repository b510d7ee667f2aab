import AccessLog
import Alerting

/// The alert whose moment the user chose to see.
struct ChosenAlert: Sendable, Equatable {
  /// The number of its trigger or recovery, counted from the first event of all.
  var event: Int
  /// The start of the interval of that event: the alert is chosen as long as this interval is shown.
  var interval: Instant
}

extension Scene {
  /// The alert that `w`, an open group and its lines are about, and when it recovered: the chosen one, or
  /// on the live screen the one under way.
  var alert: (transition: AlertTransition, recovery: Instant?)? {
    guard isPast else { return status.underWay.map { ($0, nil) } }
    guard let chosen = view.chosenAlert, chosen.interval == view.pastInterval else { return nil }
    let index = chosen.event - board.forgotten.events
    guard board.history.indices.contains(index),
      case .transition(let transition) = board.history[index]
    else { return nil }
    return transition.state == .recovered
      ? (transition, transition.time) : (transition, board.recovery(after: index)?.time)
  }
}
