package import Remote
private import Synchronization
import System

/// Sends what is in an outbox to a topic as records of metrics, until all has arrived.
///
/// For a thread of its own, since it blocks.
package final class RecordSender {
  package enum Ending: Equatable, Sendable {
    /// All has arrived.
    case finished
    /// The end was asked for, and so many records had not arrived in time.
    case abandoned(waiting: Int)
  }

  /// How long records have to arrive once a signal has asked for the end.
  private static let endPatience = Duration.seconds(8)
  /// How long it is before what was refused is sent again.
  private static let pause = Duration.seconds(5)

  private let place: KafkaPlace
  private let settings: KafkaSettings
  private let outbox: RecordOutbox
  private let tell: (ShipNews) -> Void
  /// Called about once a second.
  private let tick: () -> Void
  private let isOver = Atomic(false)
  private var connection: Connection
  private var nextTick = Duration.zero
  private var endingSince: Duration?

  /// A producer, and what its callbacks say; they come on the thread that polls.
  private final class Connection {
    let producer: KafkaProducer
    let watch: TopicWatch
    private let failures: Failures

    final class Failures {
      var code: Int32 = 0
      var hasNews = false
    }

    init(
      _ place: KafkaPlace, _ settings: KafkaSettings, _ outbox: RecordOutbox,
      _ tell: @escaping (ShipNews) -> Void
    ) throws(KafkaError) {
      let failures = Failures()
      self.failures = failures
      producer = try KafkaProducer(
        place.brokers, topic: place.topic, settings, defaults: KafkaProducer.metricsDefaults
      ) { tag, code in
        if code == KafkaCode.none {
          outbox.settle(tag)
          failures.hasNews = true
        } else if failures.code == 0 {
          failures.code = code
        }
      }
      watch = TopicWatch(producer.client, place, telling: tell)
      producer.wake(outbox.wakeUp.writingNumber)
    }

    /// Takes in what became of records, and of the connection.
    func look(milliseconds: Int = 0) {
      producer.client.poll(milliseconds: milliseconds)
      if failures.hasNews {
        failures.hasNews = false
        watch.noteArrival()
      }
      watch.look()
    }

    /// Why records are refused; `nil` if they are not.
    var failure: String? {
      if let text = producer.client.fatalError { return text }
      guard failures.code != 0 else { return nil }
      return DeliveryFailure.words(failures.code, producer.client.library, mostBytes: "16 MiB")
    }

    func fail(_ code: Int32) { failures.code = code }
  }

  /// Begins to connect.
  package init(
    _ outbox: RecordOutbox, to place: KafkaPlace, _ settings: KafkaSettings,
    telling tell: @escaping (ShipNews) -> Void, eachSecond tick: @escaping () -> Void
  ) throws(KafkaError) {
    self.outbox = outbox
    self.place = place
    self.settings = settings
    self.tell = tell
    self.tick = tick
    connection = try Connection(place, settings, outbox, tell)
  }

  /// Says that nothing more is put into the outbox.
  package func finish() {
    isOver.store(true, ordering: .releasing)
    outbox.wakeUp.wake()
  }

  /// Sends until all has arrived that comes before the end.
  package func run() -> Ending {
    while true {
      if MachineClock.uptime >= nextTick {
        tick()
        nextTick = MachineClock.uptime + .seconds(1)
      }
      connection.look()
      if let failure = connection.failure {
        tell(.failed(reason: failure))
        guard connectAgain() else { return .abandoned(waiting: outbox.counts.waiting) }
      }
      let isFull = connection.watch.hasTopic && !sendAll()
      // Asked for before it is looked whether anything waits.
      let isOver = isOver.load(ordering: .acquiring)
      let waiting = outbox.counts.waiting
      if isOver, waiting == 0 { return .finished }
      if isOver, isOverdue { return .abandoned(waiting: waiting) }
      if isFull || !connection.watch.hasTopic {
        connection.look(milliseconds: 50)
      } else if isOver {
        connection.producer.flush(milliseconds: 50)
      } else {
        outbox.wakeUp.wait(atMost: max(.zero, nextTick - MachineClock.uptime))
      }
    }
  }

  /// Sends all that waits; `false` if the queue is full.
  private func sendAll() -> Bool {
    let header = RecordHeader.metrics.bytes
    while let (number, record) = outbox.takeNext() {
      let outcome = unsafe header.withUnsafeBytes { header in
        unsafe record.key.withUnsafeBytes { key in
          unsafe record.value.withUnsafeBytes { value in
            unsafe connection.producer.send(value, key: key, header: header, tag: number)
          }
        }
      }
      switch outcome {
      case .taken: continue
      case .full:
        outbox.rewind(to: number)
        return false
      case .failed(let code, _):
        outbox.rewind(to: number)
        connection.fail(code)
        return true
      }
    }
    return true
  }

  /// Connects again after a while, and sends all again that has not arrived; `false` if the end came first.
  private func connectAgain() -> Bool {
    while true {
      let end = MachineClock.uptime + RecordSender.pause
      while MachineClock.uptime < end {
        if isOverdue { return false }
        tick()
        outbox.wakeUp.wait(atMost: .milliseconds(500))
      }
      do throws(KafkaError) {
        connection = try Connection(place, settings, outbox, tell)
        outbox.rewind()
        return true
      } catch {
        tell(.failed(reason: "\(error)"))
      }
    }
  }

  /// Whether a signal has asked for the end long ago.
  private var isOverdue: Bool {
    guard ProcessSignals.isEnding else { return false }
    let since = endingSince ?? MachineClock.uptime
    endingSince = since
    return MachineClock.uptime - since > RecordSender.endPatience
  }
}
