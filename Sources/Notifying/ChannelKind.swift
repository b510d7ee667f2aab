/// A kind of channel: a row of the table that settings and options go by.
package struct ChannelKind: Sendable {
  /// As settings name it.
  package var name: String
  /// What it needs to be told beside what all kinds do; the first one has to be there.
  package var keys: [ChannelKey]
  /// Makes the channel of checked values.
  var make: @Sendable (_ values: [String: String], _ place: ChannelPlace) -> any Channel

  package static let table = [command]

  package static func named(_ name: String) -> ChannelKind? { table.first { $0.name == name } }
}

/// A key of a channel's settings.
package struct ChannelKey: Sendable {
  package var name: String
  /// What is accepted, in words.
  package var accepted: String
  package var isRequired = false
  package var accepts: @Sendable (String) -> Bool
}

/// A channel as the settings have it: what is checked of it, and all that it is made from.
package struct ChannelSettings: Sendable, Hashable {
  package var name: String
  /// A row of ``ChannelKind/table``.
  package var kind: String
  /// By the keys of the kind.
  package var values: [String: String]
  package var subscription = Subscription()

  package init(name: String, kind: String, values: [String: String] = [:]) {
    self.name = name
    self.kind = kind
    self.values = values
  }

  /// Whether the kind accepts the values.
  package var isAccepted: Bool {
    guard let kind = ChannelKind.named(kind) else { return false }
    return kind.keys.allSatisfy { key in values[key.name].map(key.accepts) ?? !key.isRequired }
  }

  /// Makes the channel.
  ///
  /// - Precondition: The kind stands in the table and accepts the values.
  package func channel(in place: ChannelPlace) -> any Channel {
    guard let kind = ChannelKind.named(kind) else { preconditionFailure("no kind \(kind)") }
    return kind.make(values, place)
  }
}

/// What channels find around them.
package struct ChannelPlace: Sendable {
  package init() {}
}

extension ChannelKind {
  static let command = ChannelKind(
    name: "command",
    keys: [
      ChannelKey(
        name: "command", accepted: "a command for /bin/sh", isRequired: true,
        accepts: { !$0.isEmpty })
    ],
    make: { values, _ in CommandChannel(command: values["command"] ?? "") })
}
