import Kafka
private import Remote
import Settings

/// Properties of librdkafka on the command line and in settings.
enum KafkaOption {
  static let section = "kafka"
  private static let mostBytes = 1 << 20

  /// The option that names a file of them.
  static func entry<Settings>(
    _ set: @escaping @Sendable (inout Settings, [KafkaSettings.Property]) -> Void
  ) -> OptionEntry<Settings> {
    var entry = OptionEntry<Settings>.value(
      "kafka-config", .file("the path of a file of NAME=VALUE lines, properties of librdkafka"),
      "properties of librdkafka for kafka://, NAME=VALUE on each line, such as for TLS and SASL; "
        + "they win over those of [kafka] in the settings"
    ) { settings, file in
      guard let properties = try? read(file) else { return false }
      set(&settings, properties)
      return true
    }
    entry.mistake = { file in
      do { _ = try read(file) } catch let error as KafkaError { return "\(error)" } catch {
        return "cannot read '\(file)': \(error)"
      }
      return nil
    }
    return entry
  }

  private static func read(_ file: String) throws -> [KafkaSettings.Property] {
    let bytes = try WholeFile.bytes(of: file, atMost: mostBytes + 1)
    guard bytes.count <= mostBytes, let text = String(validating: bytes, as: UTF8.self) else {
      throw KafkaError.property(place: file, text: "this is no file of properties")
    }
    return try KafkaSettings.read(text, of: file)
  }

  /// Those of a settings file, in its section for them.
  static func properties(of file: SettingsFile) -> [KafkaSettings.Property] {
    file.document.sections.filter { $0.name == section }.flatMap { section in
      section.entries.map {
        KafkaSettings.Property(
          name: $0.key, value: $0.value, place: "\(file.path):\($0.line)")
      }
    }
  }

  /// The section as it is printed, without secrets.
  static func text(of file: SettingsFile) -> String {
    let properties = properties(of: file)
    guard !properties.isEmpty else { return "" }
    return "\n[\(section)]\n"
      + properties.map { property in
        let value = "\(property.name) = \(property.value)"
        return
          (KafkaSettings.isSecret(property.name) ? "; \(property.name) is not shown" : value)
          + " ; \(property.place)\n"
      }.joined()
  }

  /// The name of brokers, which may have to be followed by that of a topic.
  static func place(_ accepted: String = KafkaPlace.accepted) -> OptionValue {
    OptionValue(placeholder: "kafka://BROKER,.../TOPIC", accepted: accepted)
  }
}
