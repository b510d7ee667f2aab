internal import CRdkafka
package import Remote
import System

/// The topic of alerts: each transition once, and how all rules stand.
///
/// For one thread, which it blocks. Records that belong together are written in one transaction. Of several
/// writers the last one to ``begin(while:)`` counts: what an earlier one still writes is refused.
package final class AlertTopic {
  package enum Outcome: Equatable {
    case written
    /// Another writer has begun.
    case fenced
    /// It was ended before.
    case stopped
    case failed(String)
  }

  /// What has been written by now.
  package struct Contents: Sendable {
    /// The last state that can be read; `nil` if there is none.
    package var state: [UInt8]?
    /// The states that cannot be read, where the last one is among them: how many, and of the last its offset
    /// and why.
    package var damaged: (count: Int, offset: Int, reason: String)?
    /// The keys and values of alerts behind it: of a transaction that was cut short, where brokers show such.
    package var alerts: [AlertRecord] = []
    /// Records that are of another version.
    package var unknown = 0
  }

  private static let defaults = [
    ("client.id", "hightide"), ("compression.type", "zstd"), ("linger.ms", "5"),
    ("transaction.timeout.ms", "30000"), ("topic.metadata.refresh.interval.ms", "10000"),
  ]
  private static let stateKey = "state"
  /// How many records before the end are looked at first: a state stands among them.
  private static let usualTail = 500

  private let place: KafkaPlace
  private let settings: KafkaSettings
  private let producer: KafkaProducer
  private var client: KafkaClient { producer.client }

  /// Begins to connect.
  package init(_ place: KafkaPlace, _ settings: KafkaSettings) throws(KafkaError) {
    self.place = place
    self.settings = settings
    producer = try KafkaProducer(
      place.brokers, topic: place.topic, settings,
      defaults: AlertTopic.defaults + [("transactional.id", "hightide-alert-\(place.topic)")]
    ) { _, _ in }
  }

  /// Has everything refused that an earlier writer still writes.
  ///
  /// Tries as long as `isWanted` says so.
  package func begin(while isWanted: () -> Bool) -> Outcome {
    while isWanted() {
      switch perform(.prepare) {
      case .done: return .written
      case .again, .abort: continue
      case .fatal(let outcome): return outcome
      }
    }
    return .stopped
  }

  /// Reads what has been written, to its end.
  ///
  /// `fault` says why a state cannot be read; where the last one cannot, the one before it counts, and what
  /// stands behind that.
  package func read(
    while isWanted: () -> Bool, fault: ([UInt8]) -> String?
  ) throws(KafkaError) -> Contents? {
    let reading = try AlertReading(place, settings)
    let (low, high) = try reading.bounds()
    let start = max(low, high - AlertTopic.usualTail)
    guard let tail = try reading.read(from: start, to: high, while: isWanted) else { return nil }
    // Each is decoded only where that is needed.
    if let state = tail.state, fault(state) == nil { return tail }
    if tail.state == nil, start == low { return tail }
    return try reading.read(from: low, to: high, while: isWanted, fault: fault)
  }

  /// Writes alerts and how the rules stand behind them, all or nothing.
  ///
  /// Tries as long as `isWanted` says so.
  package func write(
    _ alerts: [AlertRecord], state: [UInt8], while isWanted: () -> Bool
  ) -> Outcome {
    while isWanted() {
      switch transact(alerts, state, while: isWanted) {
      case .done: return .written
      case .fatal(let outcome): return outcome
      case .again: _ = perform(.abort)
      case .abort:
        if case .fatal(let outcome) = perform(.abort) { return outcome }
      }
    }
    return .stopped
  }

  private func transact(
    _ alerts: [AlertRecord], _ state: [UInt8], while isWanted: () -> Bool
  ) -> Step {
    let begun = perform(.begin)
    guard case .done = begun else { return begun }
    for alert in alerts {
      guard send(alert.value, key: alert.key, .alert) else { return .abort }
    }
    guard send(state, key: Array(AlertTopic.stateKey.utf8), .state) else { return .abort }
    while isWanted() {
      let step = perform(.commit)
      // Asked again, it goes on.
      if case .again = step { continue }
      return step
    }
    return .again
  }

  private func send(_ value: [UInt8], key: [UInt8], _ header: RecordHeader) -> Bool {
    let header = header.bytes
    while true {
      let outcome = unsafe value.withUnsafeBytes { value in
        unsafe key.withUnsafeBytes { key in
          unsafe header.withUnsafeBytes { header in
            unsafe producer.send(value, key: key, header: header, tag: 0)
          }
        }
      }
      switch outcome {
      case .taken: return true
      case .full: client.poll(milliseconds: 50)
      case .failed: return false
      }
    }
  }

  private enum Step {
    case done
    case again
    case abort
    case fatal(Outcome)
  }

  private enum Call {
    case prepare
    case begin
    case commit
    case abort
  }

  private func error(of call: Call) -> OpaquePointer? {
    let (calls, handle) = unsafe (client.library.calls, client.handle)
    return switch call {
    case .prepare: unsafe calls.pointee.init_transactions(handle, 2_000)
    case .begin: unsafe calls.pointee.begin_transaction(handle)
    case .commit: unsafe calls.pointee.commit_transaction(handle, 5_000)
    case .abort: unsafe calls.pointee.abort_transaction(handle, 5_000)
    }
  }

  /// Does a step of a transaction, and reads what became of it.
  private func perform(_ call: Call) -> Step {
    let calls = unsafe client.library.calls
    defer { client.poll() }
    guard let error = unsafe error(of: call) else { return .done }
    defer { unsafe calls.pointee.error_destroy(error) }
    let code = unsafe calls.pointee.error_code(error)
    if KafkaCode.fencing.contains(code) { return .fatal(.fenced) }
    if unsafe calls.pointee.error_is_fatal(error) != 0 {
      return .fatal(.failed(client.fatalError ?? client.library.words(for: code)))
    }
    if unsafe calls.pointee.error_txn_requires_abort(error) != 0 { return .abort }
    if unsafe calls.pointee.error_is_retriable(error) != 0 || code == KafkaCode.timedOut {
      return .again
    }
    return .fatal(.failed(unsafe String(cString: calls.pointee.error_string(error))))
  }
}
