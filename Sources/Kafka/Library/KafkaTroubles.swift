private import Synchronization

/// What librdkafka says of its connections, from whichever thread polls it.
final class KafkaTroubles: Sendable {
  private struct State {
    var reason: String?
    var refusal: String?
    var isDown = false
  }

  private let state = Mutex(State())

  /// The last thing that was said about a connection; `nil` if nothing was.
  var reason: String? { state.withLock { $0.refusal ?? $0.reason } }

  /// Whether no broker can be reached.
  var isDown: Bool { state.withLock { $0.isDown } }

  /// Takes in an error that librdkafka reports.
  func note(_ code: Int32, _ text: String) {
    state.withLock { state in
      switch code {
      case KafkaCode.allBrokersDown: state.isDown = true
      // That a broker refuses says more than that it then hangs up.
      case KafkaCode.authentication, KafkaCode.ssl, KafkaCode.topicAuthorizationFailed:
        state.refusal = text
      default: state.reason = text
      }
    }
  }

  /// Records that a broker has answered.
  func clear() { state.withLock { $0 = State() } }
}
