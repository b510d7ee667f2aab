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
    return kind.missingKey(in: values) == nil
      && kind.keys.allSatisfy { key in values[key.name].map(key.accepts) ?? true }
  }

  /// What the channel is told, with what the kind adds to the settings.
  package var effectiveSubscription: Subscription {
    var effective = subscription
    if effective.repeatAfter == nil {
      effective.repeatAfter = ChannelKind.named(kind)?.usualRepeat(values)
    }
    return effective
  }

  /// Where what could not be told is kept, beside the state in a file; `nil` if it is not.
  package func queue(beside state: String) -> String? {
    guard let kind = ChannelKind.named(kind), kind.isDurable else { return nil }
    return "\(state).\(name).queue"
  }

  /// Makes the channel.
  ///
  /// - Precondition: The kind stands in the table and accepts the values.
  package func channel(in place: ChannelPlace) -> any Channel {
    guard let kind = ChannelKind.named(kind) else { preconditionFailure("no kind \(kind)") }
    return kind.make(values, place)
  }
}
