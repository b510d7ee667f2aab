/// What a name such as `kafka://BROKER[,BROKER]/TOPIC` means.
package struct KafkaPlace: Hashable, Sendable {
  package static let scheme = "kafka://"
  package static let accepted =
    "kafka://HOST[:PORT][,HOST[:PORT]]/TOPIC with an IPv6 address in brackets"

  /// With commas between them, as librdkafka takes them.
  package let brokers: String
  /// Empty where the name has none.
  package let topic: String

  /// Reads what a user entered; `nil` unless it has a form of ``accepted``.
  ///
  /// The topic may be left out only where it `needsTopic` not.
  package init?(_ text: String, needsTopic: Bool = true) {
    guard text.hasPrefix(KafkaPlace.scheme) else { return nil }
    let rest = text.dropFirst(KafkaPlace.scheme.count)
    let slash = rest.firstIndex(of: "/") ?? rest.endIndex
    let brokers = rest[..<slash].split(separator: ",", omittingEmptySubsequences: false)
    guard brokers.allSatisfy(KafkaPlace.isBroker) else { return nil }
    var topic = rest[slash...].dropFirst()
    if topic.isEmpty {
      guard !needsTopic else { return nil }
    } else {
      // One slash behind it may be left from completion.
      if topic.hasSuffix("/") { topic = topic.dropLast() }
      guard KafkaPlace.isTopic(topic) else { return nil }
    }
    self.brokers = String(rest[..<slash])
    self.topic = String(topic)
  }

  /// The name again.
  package var name: String {
    KafkaPlace.scheme + brokers + (topic.isEmpty ? "" : "/\(topic)")
  }

  private static func isBroker(_ text: Substring) -> Bool {
    var host = text
    if host.hasPrefix("["), let end = host.firstIndex(of: "]") {
      let behind = host[host.index(after: end)...]
      return host.index(after: host.startIndex) < end && (behind.isEmpty || isPort(behind))
    }
    if let colon = host.firstIndex(of: ":") {
      guard isPort(host[colon...]) else { return false }
      host = host[..<colon]
    }
    // A user or a password is nothing for a name that everyone can see.
    return !host.isEmpty && !host.utf8.contains { $0 <= 32 || $0 == UInt8(ascii: "@") }
  }

  private static func isPort(_ text: Substring) -> Bool {
    text.first == ":" && UInt16(text.dropFirst()).map { $0 > 0 } ?? false
  }

  /// What Kafka takes for the name of a topic.
  private static func isTopic(_ text: Substring) -> Bool {
    text.utf8.count <= 249 && text != "." && text != ".."
      && text.utf8.allSatisfy {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0 | 0x20)
          || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0)
          || [UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "-")].contains($0)
      }
  }
}
