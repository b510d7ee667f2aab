/// Properties of librdkafka that are passed on as they are.
package struct KafkaSettings: Equatable, Sendable {
  /// A property, and where it was set.
  package struct Property: Equatable, Sendable {
    package var name: String
    package var value: String
    /// Such as `client.properties:3`.
    package var place: String

    package init(name: String, value: String, place: String) {
      self.name = name
      self.value = value
      self.place = place
    }
  }

  /// Of properties that are set twice the last one counts.
  package var properties: [Property]

  package init(_ properties: [Property] = []) { self.properties = properties }

  /// The value in force.
  func value(_ name: String) -> String? { properties.last { $0.name == name }?.value }

  /// Whether the value of a property must not be shown.
  package static func isSecret(_ name: String) -> Bool {
    name.contains("password") || name.contains("secret") || name == "sasl.oauthbearer.config"
      || name.hasPrefix("ssl.") && name.hasSuffix(".pem")
  }

  /// Reads a file of properties: `NAME=VALUE` on each line, `#` before a comment.
  ///
  /// - Throws: what is wrong with which line.
  package static func read(
    _ text: String, of file: String
  ) throws(KafkaError) -> [Property] {
    var properties: [Property] = []
    for (index, line) in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
      .enumerated()
    {
      let line = trimmed(line)
      guard let first = line.first, first != "#", first != ";" else { continue }
      let place = "\(file):\(index + 1)"
      guard let equals = line.firstIndex(of: "="), equals > line.startIndex else {
        throw .property(place: place, text: "a line is NAME=VALUE, or a comment behind #")
      }
      properties.append(
        Property(
          name: String(trimmed(line[..<equals])),
          value: String(trimmed(line[line.index(after: equals)...])), place: place))
    }
    return properties
  }

  private static func trimmed(_ text: Substring) -> Substring {
    var text = text.drop { $0 == " " || $0 == "\t" }
    while text.last == " " || text.last == "\t" { text = text.dropLast() }
    return text
  }
}
