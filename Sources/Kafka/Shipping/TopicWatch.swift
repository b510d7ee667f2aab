import Remote
import System

/// Whether a topic can be written to, or read: says when it cannot, and when it can again.
final class TopicWatch {
  enum Purpose {
    case writing
    case reading
  }

  private static let pause = Duration.seconds(1)
  private static let topicPause = Duration.seconds(5)
  private static let mostPatience = 4_000

  private let client: KafkaClient
  private let place: KafkaPlace
  private let purpose: Purpose
  private let tell: (ShipNews) -> Void
  private var unreachableSince: Duration?
  private var told: String?
  private var nextLook = Duration.zero
  /// How long brokers have for an answer, in milliseconds: longer where they are slow.
  private var patience = 500
  /// Whether the topic is known to be there: a record for one that is not would only time out.
  private(set) var hasTopic = false

  init(
    _ client: KafkaClient, _ place: KafkaPlace, for purpose: Purpose = .writing,
    telling tell: @escaping (ShipNews) -> Void
  ) {
    self.client = client
    self.place = place
    self.purpose = purpose
    self.tell = tell
  }

  /// Records that something has arrived.
  func noteArrival() {
    client.troubles.clear()
    reach()
  }

  /// Looks at the connection, if that is due.
  func look() {
    let now = MachineClock.uptime
    guard now >= nextLook else { return }
    nextLook = now + TopicWatch.pause
    if client.troubles.isDown { lose(client.reasonOfTrouble) }
    if !hasTopic { lookForTopic() }
  }

  private func lose(_ reason: String) {
    guard unreachableSince == nil else { return }
    unreachableSince = MachineClock.uptime
    tell(.unreachable(reason: reason))
  }

  private func reach() {
    guard let since = unreachableSince.take() else { return }
    tell(.reached(afterSeconds: Int((MachineClock.uptime - since).components.seconds)))
  }

  private func lookForTopic() {
    let found: TopicMetadata?
    do throws(KafkaError) {
      found = try client.metadata(of: place.topic, milliseconds: patience).first
    } catch {
      patience = min(2 * patience, TopicWatch.mostPatience)
      // The first try may only have come too early.
      if client.troubles.reason != nil { lose(client.reasonOfTrouble) }
      return
    }
    reach()
    hasTopic = found?.code == KafkaCode.none
    guard !hasTopic, found?.code != KafkaCode.leaderNotAvailable else { return }
    nextLook = MachineClock.uptime + TopicWatch.topicPause
    let text =
      switch found?.code {
      case KafkaCode.topicAuthorizationFailed:
        purpose == .writing
          ? "no right to write to '\(place.topic)'" : "no right to read '\(place.topic)'"
      case KafkaCode.unknownTopicOrPartition, nil:
        "there is no topic '\(place.topic)'; hightide topics create "
          + "\(KafkaPlace.scheme)\(place.brokers) makes those of hightide"
      case let code?: client.library.words(for: code)
      }
    if told != text { tell(.topic(text)) }
    told = text
  }
}
