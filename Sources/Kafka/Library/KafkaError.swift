/// Why something of Kafka cannot be done; the texts of librdkafka, without secrets.
package enum KafkaError: Error, Equatable, Sendable {
  /// The library is not on this machine.
  case missingLibrary(reason: String?)
  /// A program that holds all its libraries cannot load another.
  case notInThisBuild
  /// A property that the library does not take; `place` is where it was set.
  case property(place: String, text: String)
  /// The library cannot be started as it is set up.
  case client(text: String)
  /// What brokers answer, or that they do not.
  case failed(code: Int32, text: String)
}

extension KafkaError {
  /// Whether the user has to change what was entered.
  package var isUsage: Bool { if case .property = self { true } else { false } }

  /// The code of what failed; 0 if it has none.
  var code: Int32 { if case .failed(let code, _) = self { code } else { 0 } }
}

extension KafkaError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .missingLibrary(let reason):
      "kafka:// needs librdkafka; install the package \(KafkaLibrary.package)"
        + (reason.map { " (\($0))" } ?? "")
    case .notInThisBuild:
      "this build of hightide has no kafka://, since it needs no libraries; take the one that is "
        + "not static"
    case .property(let place, let text): "\(place): \(text)"
    case .client(let text): "cannot start librdkafka: \(text)"
    case .failed(_, let text): text
    }
  }
}
