import Synchronization

/// The newest deliveries of all channels, for a screen and for the word at the end.
package final class DeliveryBook: Sendable {
  private struct State {
    var deliveries: [Delivery] = []
    var counts = Counts()
  }

  /// How many notices came to which end.
  package struct Counts: Sendable, Hashable {
    package var delivered = 0
    package var failed = 0
  }

  private static let capacity = 200

  private let state = Mutex(State())

  package init() {}

  /// Oldest first.
  package var deliveries: [Delivery] { state.withLock { $0.deliveries } }

  package var counts: Counts { state.withLock { $0.counts } }

  /// Records what became of a notice; the newest word replaces those before.
  func record(_ delivery: Delivery) {
    state.withLock { state in
      switch delivery.outcome {
      case .delivered, .instead: state.counts.delivered += 1
      case .failed: state.counts.failed += 1
      case .waiting, .postponed, .skipped: break
      }
      let known = state.deliveries.lastIndex {
        $0.key == delivery.key && $0.channel == delivery.channel
      }
      if let known {
        state.deliveries[known] = delivery
      } else {
        state.deliveries.append(delivery)
        if state.deliveries.count > DeliveryBook.capacity { state.deliveries.removeFirst() }
      }
    }
  }
}
