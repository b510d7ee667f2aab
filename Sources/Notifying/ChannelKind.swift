import System

/// A kind of channel: a row of the table that settings and options go by.
package struct ChannelKind: Sendable {
  /// As settings name it.
  package var name: String
  /// What can be set of it beside what can be of all kinds.
  package var keys: [ChannelKey]
  /// Whether what cannot be told is kept for the next run, where a state is kept.
  package var isDurable = false
  /// What has to be set beside the required keys, by the values that are.
  var alsoRequired: @Sendable (_ values: [String: String]) -> String? = { _ in nil }
  /// After how long a trigger is told again where the settings do not say.
  var usualRepeat: @Sendable (_ values: [String: String]) -> Duration? = { _ in nil }
  /// Makes the channel of checked values.
  var make: @Sendable (_ values: [String: String], _ place: ChannelPlace) -> any Channel

  package static let table = [bell, desktop, sound, command, webhook, journal]

  /// The first key that has no value and needs one.
  package func missingKey(in values: [String: String]) -> ChannelKey? {
    let also = alsoRequired(values)
    return keys.first { ($0.isRequired || $0.name == also) && values[$0.name] == nil }
  }

  package static var names: [String] { table.map(\.name) }

  package static func named(_ name: String) -> ChannelKind? { table.first { $0.name == name } }
}

/// A key of a channel's settings.
package struct ChannelKey: Sendable {
  package var name: String
  /// What is accepted, in words.
  package var accepted: String
  package var isRequired = false
  /// Whether its value is never shown.
  package var isSecret = false
  package var accepts: @Sendable (String) -> Bool
}

extension ChannelKind {
  private static let bell = ChannelKind(
    name: "bell", keys: [], make: { _, place in BellChannel(place: place) })

  private static let desktop = ChannelKind(
    name: "desktop", keys: [], make: { _, place in DesktopChannel(place: place) })

  private static let sound = ChannelKind(
    name: "sound",
    keys: [
      ChannelKey(
        name: "file", accepted: "the path of a sound file for triggers", accepts: { !$0.isEmpty })
    ],
    make: { values, place in SoundChannel(file: values["file"], place: place) })

  private static let command = ChannelKind(
    name: "command",
    keys: [
      ChannelKey(
        name: "command", accepted: "a command for /bin/sh", isRequired: true,
        accepts: { !$0.isEmpty })
    ],
    make: { values, _ in CommandChannel(command: values["command"] ?? "") })

  private static let webhook = ChannelKind(
    name: "webhook",
    keys: [
      ChannelKey(
        name: "url",
        accepted: "an address that begins with http:// or https://, env:NAME or file:PATH",
        isSecret: true,
        accepts: { text in
          ["http://", "https://", "env:", "file:"].contains { text.hasPrefix($0) && text != $0 }
        }),
      ChannelKey(
        name: "body", accepted: "json, slack, pagerduty or alertmanager",
        accepts: { WebhookBody.named($0) != nil }),
      ChannelKey(
        name: "secret", accepted: "env:NAME or file:PATH", isSecret: true,
        accepts: { text in ["env:", "file:"].contains { text.hasPrefix($0) && text != $0 } }),
    ],
    isDurable: true,
    alsoRequired: { values in
      let body = WebhookBody.of(values)
      if body.url == nil, values["url"] == nil { return "url" }
      return body.holdsSecret ? "secret" : nil
    },
    usualRepeat: { WebhookBody.of($0).repeatAfter },
    make: { values, _ in
      let body = WebhookBody.of(values)
      return WebhookChannel(
        body: body, url: SecretText(values["url"] ?? body.url ?? ""),
        secret: values["secret"].map(SecretText.init), machine: MachineName.current)
    })

  private static let journal = ChannelKind(
    name: "journal", keys: [], make: { _, _ in JournalChannel() })
}

extension WebhookBody {
  /// The body that the values choose.
  fileprivate static func of(_ values: [String: String]) -> WebhookBody {
    values["body"].flatMap(named) ?? json
  }
}
