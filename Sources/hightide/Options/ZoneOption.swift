import AccessLog
private import System

/// What `--zone` takes: an offset, or the name of a place.
enum ZoneOption {
  static let accepted =
    "local, UTC, an offset such as +02:00, or a name such as Europe/Berlin"

  /// Where the time zone database is, as glibc looks for it.
  private static let folder = "/usr/share/zoneinfo"
  private static let maximumBytes = 1 << 17

  /// Reads the value; `nil` if there is no such zone.
  static func zone(_ text: String) -> Zone? {
    if let zone = Zone(entered: text) { return zone }
    let isName = text.utf8.allSatisfy {
      $0.isASCIIName || $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: "+")
    }
    guard isName, !text.hasPrefix("/"), let file = try? Descriptor.open("\(folder)/\(text)"),
      let bytes = try? file.bytes(at: 0, count: maximumBytes),
      let offsets = ZoneOffsets(name: text, file: bytes)
    else { return nil }
    return .place(offsets)
  }
}

extension UInt8 {
  /// Whether this may stand in the name of a place; a point may not.
  fileprivate var isASCIIName: Bool {
    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(self | 0x20)
      || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self) || self == UInt8(ascii: "_")
      || self == UInt8(ascii: "-")
  }
}

extension OptionEntry {
  /// Creates the option that says in which zone times are that state none.
  static func zone(_ set: @escaping @Sendable (inout Settings, Zone) -> Void) -> Self {
    .value(
      "zone", OptionValue(placeholder: "ZONE", accepted: ZoneOption.accepted), default: "local",
      "zone of the times in the log that state none"
    ) { settings, text in
      guard let zone = ZoneOption.zone(text) else { return false }
      set(&settings, zone)
      return true
    }
  }
}

extension Command {
  /// The zone of times in logs that state none; `nil` where no log is read.
  var logZone: Zone? {
    switch self {
    case .watch(let options), .check(_, let options): options.logZone
    case .top(let options): options.logZone
    case .fold(let options): options.watch.logZone
    case .explain(let options): options.logZone
    default: nil
    }
  }
}
