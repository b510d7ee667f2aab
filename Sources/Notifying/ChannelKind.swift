/// A kind of channel: a row of the table that settings and options go by.
package struct ChannelKind: Sendable {
  /// As settings name it.
  package var name: String
  /// What can be set of it beside what can be of all kinds.
  package var keys: [ChannelKey]
  /// Makes the channel of checked values.
  var make: @Sendable (_ values: [String: String], _ place: ChannelPlace) -> any Channel

  package static let table = [bell, desktop, sound, command, journal]

  package static var names: [String] { table.map(\.name) }

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

  private static let journal = ChannelKind(
    name: "journal", keys: [], make: { _, _ in JournalChannel() })
}
