internal import CRdkafka

/// librdkafka, loaded when something of Kafka is first asked for: machines without it run everything else.
@safe package struct KafkaLibrary: Sendable {
  /// The Debian package that has it.
  package static let package = "librdkafka1"
  /// From this version on, SCRAM works with brokers of Kafka 4.
  private static let firstWithScram = 0x0206_0100

  /// Its functions; filled once, before the table is shared, and never changed.
  nonisolated(unsafe) let calls: UnsafePointer<rdk_table>

  private static let loaded: Result<KafkaLibrary, KafkaError> = {
    var reason: UnsafePointer<CChar>?
    if let table = unsafe rdk_load(&reason) { return .success(unsafe KafkaLibrary(table)) }
    #if HIGHTIDE_STATIC
      return .failure(.notInThisBuild)
    #else
      return .failure(.missingLibrary(reason: unsafe reason.map { unsafe String(cString: $0) }))
    #endif
  }()

  private init(_ table: UnsafePointer<rdk_table>) { unsafe calls = unsafe table }

  /// Loads the library, once for all; `dlopen(3)`.
  package static func load() throws(KafkaError) -> KafkaLibrary { try loaded.get() }

  /// Such as `librdkafka 2.0.2`.
  package var version: String {
    unsafe "librdkafka " + String(cString: calls.pointee.version_str())
  }

  /// Whether a broker of Kafka 4 takes a right password from it by SCRAM.
  var knowsScram: Bool { unsafe Int(calls.pointee.version()) >= KafkaLibrary.firstWithScram }

  /// An error in the library's words.
  func words(for code: Int32) -> String { unsafe String(cString: calls.pointee.err2str(code)) }
}
