internal import CRdkafka
import System

/// A connection to brokers: a producer or a consumer of librdkafka.
///
/// Its calls may come from any thread; those that poll serve its callbacks.
@safe final class KafkaClient: @unchecked Sendable {
  enum Kind {
    case producer
    case consumer
  }

  /// What is called for each record that was delivered or was not.
  typealias Delivered = (_ tag: Int, _ code: Int32) -> Void

  /// What is called where a group gives or takes partitions, with the code that says which.
  typealias Rebalanced = (_ code: Int32, _ partitions: [Int32]) -> Void

  let library: KafkaLibrary
  let brokers: String
  let troubles = KafkaTroubles()
  let handle: OpaquePointer
  private let settings: KafkaSettings
  private let delivered: Delivered?
  /// Set before the client is used.
  private var isMember = false

  /// Starts the library's threads, which begin to connect; nothing is waited for.
  ///
  /// The user's settings win over `defaults`.
  init(
    _ kind: Kind, _ brokers: String, _ settings: KafkaSettings, defaults: [(String, String)],
    delivered: Delivered? = nil, rebalanced: Rebalanced? = nil
  ) throws(KafkaError) {
    library = try KafkaLibrary.load()
    self.brokers = brokers
    self.settings = settings
    self.delivered = delivered
    let calls = unsafe library.calls
    let conf = unsafe calls.pointee.conf_new()
    do throws(KafkaError) {
      for (name, value) in defaults + [("bootstrap.servers", brokers)] {
        let property = KafkaSettings.Property(name: name, value: value, place: name)
        unsafe try KafkaClient.set(property, in: conf, calls)
      }
      for property in settings.properties {
        unsafe try KafkaClient.set(property, in: conf, calls)
      }
    } catch {
      unsafe calls.pointee.conf_destroy(conf)
      throw error
    }
    let context = Context(troubles: troubles, delivered: delivered, rebalanced: rebalanced)
    self.context = context
    // Kept as long as the client is.
    unsafe calls.pointee.conf_set_opaque(conf, Unmanaged.passUnretained(context).toOpaque())
    unsafe calls.pointee.conf_set_error_cb(conf) { _, code, reason, opaque in
      guard let reason = unsafe reason, let context = unsafe Context.of(opaque) else { return }
      context.troubles.note(code, unsafe String(cString: reason))
    }
    // It would write to standard error, from threads of its own.
    unsafe calls.pointee.conf_set_log_cb(conf) { _, _, _, _ in }
    if delivered != nil {
      unsafe calls.pointee.conf_set_dr_msg_cb(conf) { _, message, opaque in
        guard let context = unsafe Context.of(opaque) else { return }
        let tag = unsafe Int(bitPattern: message.pointee.opaque)
        unsafe context.delivered?(tag, message.pointee.err)
      }
    }
    if rebalanced != nil {
      unsafe calls.pointee.conf_set_rebalance_cb(conf) { _, code, list, opaque in
        guard let context = unsafe Context.of(opaque) else { return }
        // As many as there are.
        let numbers = unsafe (0..<Int(list.pointee.count)).compactMap {
          unsafe list.pointee.elements?[$0].partition
        }
        context.rebalanced?(code, numbers)
      }
    }
    var text = [CChar](repeating: 0, count: 512)
    let made = unsafe calls.pointee.new(
      Int32(kind == .producer ? RDK_PRODUCER : RDK_CONSUMER), conf, &text,
      text.count)
    guard let made = unsafe made else {
      unsafe calls.pointee.conf_destroy(conf)
      throw .client(text: KafkaClient.words(text, hiding: settings))
    }
    unsafe handle = unsafe made
  }

  /// How long the end of the library's threads is waited for.
  private static let endPatience = Duration.seconds(3)

  /// Frees the client, which takes as long as requests that are under way, and no longer than that.
  ///
  /// librdkafka 2.0.2 may wait for a broker's thread without end once a topic was erased (as in its issue
  /// 3007): what is left of the client then stays.
  deinit {
    let (library, context) = (library, context)
    nonisolated(unsafe) let handle = unsafe handle
    // Callbacks get the context until then.
    nonisolated(unsafe) let end = {
      withExtendedLifetime(context) { unsafe library.calls.pointee.destroy(handle) }
    }
    guard let ended = try? WakeUp(),
      (try? Thread.start {
        unsafe end()
        ended.wake()
      }) != nil
    else { return unsafe end() }
    _ = ended.wait(atMost: KafkaClient.endPatience)
  }

  /// What callbacks get.
  private final class Context {
    let troubles: KafkaTroubles
    let delivered: Delivered?
    let rebalanced: Rebalanced?

    init(troubles: KafkaTroubles, delivered: Delivered?, rebalanced: Rebalanced?) {
      self.troubles = troubles
      self.delivered = delivered
      self.rebalanced = rebalanced
    }

    /// What was set as the opaque pointer, which the client keeps.
    static func of(_ opaque: UnsafeMutableRawPointer?) -> Context? {
      unsafe opaque.map { unsafe Unmanaged<Context>.fromOpaque($0).takeUnretainedValue() }
    }
  }

  private let context: Context

  private static func set(
    _ property: KafkaSettings.Property, in conf: OpaquePointer, _ calls: UnsafePointer<rdk_table>
  ) throws(KafkaError) {
    var text = [CChar](repeating: 0, count: 512)
    let code = unsafe calls.pointee.conf_set(conf, property.name, property.value, &text, text.count)
    guard code != 0 else { return }
    throw .property(place: property.place, text: words(text, hiding: KafkaSettings([property])))
  }

  /// The library's words, with the values of secrets taken out.
  private static func words(_ text: [CChar], hiding settings: KafkaSettings) -> String {
    var words = String(
      decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    for property in settings.properties
    where KafkaSettings.isSecret(property.name) && !property.value.isEmpty {
      words = words.replacing(property.value, with: "(hidden)")
    }
    return words
  }

  /// Serves callbacks, and waits for one as long as that; does nothing for a member of a group.
  @discardableResult
  func poll(milliseconds: Int = 0) -> Bool {
    guard !isMember else { return false }
    return unsafe library.calls.pointee.poll(handle, Int32(milliseconds)) > 0
  }

  /// Has the records of all partitions that are assigned, and the callbacks, come by `consumer_poll` alone.
  ///
  /// `poll` would take records out of that queue too, and drop them.
  func becomeMember() {
    _ = unsafe library.calls.pointee.poll_set_consumer(handle)
    isMember = true
  }

  /// The text of an error that can never be got over; `nil` if there was none.
  var fatalError: String? {
    var text = [CChar](repeating: 0, count: 512)
    guard unsafe library.calls.pointee.fatal_error(handle, &text, text.count) != 0 else {
      return nil
    }
    return KafkaClient.words(text, hiding: settings)
  }

  /// Why brokers cannot be reached, as far as that is known.
  var reasonOfTrouble: String {
    // How often it was tried, and how long, is of no use.
    let reason = (troubles.reason ?? "no broker answers").split(separator: " (after ")[0]
    let mechanism = settings.value("sasl.mechanism") ?? settings.value("sasl.mechanisms") ?? ""
    guard mechanism.uppercased().hasPrefix("SCRAM"), !library.knowsScram,
      reason.lowercased().contains("auth")
    else { return String(reason) }
    return reason + "; \(library.version) cannot log in to Kafka 4 by SCRAM, which needs 2.6.1: "
      + "use PLAIN over TLS, or a newer library"
  }
}
