import Alerting
import Kafka
import Synchronization

/// Which transitions this process has handed to the channels: those they need not be handed again.
final class HandedAlerts: Sendable {
  private static let most = 4_096

  private let identities = Mutex<[[UInt8]]>([])

  func insert(_ transitions: some Sequence<AlertTransition>) {
    let new = transitions.map { AlertRecord($0).identity }
    identities.withLock { known in
      known += new
      known.removeFirst(max(0, known.count - HandedAlerts.most))
    }
  }

  func contains(_ transition: AlertTransition) -> Bool {
    let identity = AlertRecord(transition).identity
    return identities.withLock { $0.contains(identity) }
  }
}
