import Alerting
import Notifying
import Pipeline
import Synchronization
import System

/// Hands a channel the alerts of the bus.
final class CourierSink: EventSink {
  private let state: Mutex<Courier>

  init(_ courier: Courier) { state = Mutex(courier) }

  var courier: Courier { state.withLock { $0 } }

  /// Puts another courier in the place of the one before; what comes meanwhile waits for it.
  func replace(_ next: (Courier) throws(SystemError) -> Courier) throws(SystemError) {
    let outcome = state.withLock { courier in
      Result { () throws(SystemError) in courier = try next(courier) }
    }
    try outcome.get()
  }

  func wants(_ event: TrafficEvent) -> Bool {
    switch event {
    case .alert, .caughtUp, .rulesEnded, .silenced, .released, .resumed: true
    case .interval, .silence, .summary, .source, .judged, .underWay: false
    }
  }

  func take(_ events: [TrafficEvent]) {
    state.withLock { hand(events, to: $0) }
  }

  private func hand(_ events: [TrafficEvent], to courier: Courier) {
    var transitions: [AlertTransition] = []
    for event in events {
      switch event {
      case .alert(let transition), .released(let transition): transitions.append(transition)
      case .resumed(let underWay):
        courier.take(transitions)
        transitions = []
        courier.resume(underWay)
      case .silenced(let rule, let seconds):
        courier.take(transitions)
        transitions = []
        courier.silence(rule, for: .seconds(seconds))
      case .caughtUp:
        courier.take(transitions)
        transitions = []
        courier.catchUp()
      case .rulesEnded(let rules):
        courier.take(transitions)
        transitions = []
        courier.forget(rules)
      case .interval, .silence, .summary, .source, .judged, .underWay: break
      }
    }
    courier.take(transitions)
  }
}
