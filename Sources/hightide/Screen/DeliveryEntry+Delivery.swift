import Dashboard
import Notifying

extension DeliveryEntry {
  /// A delivery as the screen shows it.
  init(_ delivery: Delivery) {
    let (outcome, words): (Outcome, String) =
      switch delivery.outcome {
      case .waiting: (.waiting, "waits")
      case .delivered: (.delivered, "told")
      case .instead(let reason): (.delivered, reason)
      case .skipped(let reason): (.postponed, "not told: \(reason)")
      case .postponed(let reason): (.postponed, "tried again: \(reason)")
      case .failed(let reason): (.failed, "could not be told: \(reason)")
      }
    self.init(
      channel: delivery.channel, message: delivery.message, time: delivery.time,
      tries: delivery.tries, outcome: outcome, words: words)
  }
}
