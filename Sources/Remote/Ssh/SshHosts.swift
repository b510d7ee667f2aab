import System

/// The hosts that ssh's settings name.
enum SshHosts {
  /// Those on `Host` lines that a pattern of `*` and `?` matches, each once, in their order; names with
  /// wildcards are none.
  static func matching(_ pattern: String, in settings: String) -> [String] {
    var found: [String] = []
    for line in settings.split(whereSeparator: \.isNewline) {
      let words = line.split { $0 == " " || $0 == "\t" || $0 == "=" || $0 == "\"" }.map(String.init)
      guard let key = words.first, key.lowercased() == "host" else { continue }
      for host in words.dropFirst()
      where !host.contains(where: { "*?!".contains($0) }) && !found.contains(host)
        && matches(Array(pattern.utf8)[...], Array(host.utf8)[...])
      {
        found.append(host)
      }
    }
    return found
  }

  /// What `~/.ssh/config` holds; nothing where it cannot be read.
  static var userSettings: String {
    guard let home = ProcessEnvironment.variable("HOME"),
      let file = try? Descriptor.open(home + "/.ssh/config"),
      let bytes = try? file.bytes(at: 0, count: 1 << 20)
    else { return "" }
    return String(decoding: bytes, as: UTF8.self)
  }

  private static func matches(_ pattern: ArraySlice<UInt8>, _ text: ArraySlice<UInt8>) -> Bool {
    guard let first = pattern.first else { return text.isEmpty }
    if first == UInt8(ascii: "*") {
      return matches(pattern.dropFirst(), text)
        || !text.isEmpty && matches(pattern, text.dropFirst())
    }
    guard let letter = text.first, first == letter || first == UInt8(ascii: "?") else {
      return false
    }
    return matches(pattern.dropFirst(), text.dropFirst())
  }
}
