import AccessLog
private import System

/// What `--format` takes: a name, a definition, or where a server's configuration has one.
enum FormatOption {
  static let value = OptionValue(
    placeholder: "FORMAT",
    accepted: FormatChoice.names.joined(separator: ", ")
      + ", a log_format of nginx, a LogFormat of Apache, nginx:FILE[:NAME], apache:FILE[:NAME] or "
      + "json:FIELD=KEY,...",
    offer: .words(FormatChoice.names + ServerConfiguration.allCases.map(\.prefix)))

  static let meaning =
    "log format: auto, a name such as combined, vhost, alb or haproxy, or a definition of nginx or "
    + "Apache"

  /// A configuration file of more bytes is none.
  private static let maximumBytes = 1 << 20

  /// Reads the value; `nil` if it is not accepted.
  static func choice(_ text: String) throws(LayoutError) -> FormatChoice? {
    for server in [ServerConfiguration.nginx, .apache] where text.hasPrefix(server.prefix) {
      let definition = try definition(of: server, String(text.dropFirst(server.prefix.count)))
      return .named(try LogFormat(definition: definition))
    }
    if let choice = FormatChoice(name: text) { return choice }
    if text.hasPrefix(LogFormat.jsonPrefix) { return .named(try LogFormat(jsonDefinition: text)) }
    guard LogFormat.isDefinition(text) else { return nil }
    return .named(try LogFormat(definition: text))
  }

  /// What is wrong with a value, if more can be said than what is accepted.
  static func mistake(_ text: String) -> String? {
    do throws(LayoutError) {
      _ = try choice(text)
      return nil
    } catch {
      return "\(error)"
    }
  }

  /// The definition in a file; a name behind a colon is not a part of its path unless a file is
  /// called so.
  private static func definition(
    of server: ServerConfiguration, _ place: String
  ) throws(LayoutError) -> String {
    var path = place
    var name: String?
    if contents(of: place) == nil, let colon = place.lastIndex(of: ":") {
      path = String(place[..<colon])
      name = String(place[place.index(after: colon)...])
    }
    guard !path.isEmpty else {
      throw LayoutError("a file is missing behind \(server.prefix)")
    }
    guard let text = contents(of: path) else { throw LayoutError("cannot read \(path)") }
    return try server.definition(in: text, named: name)
  }

  private static func contents(of path: String) -> String? {
    guard let file = try? Descriptor.open(path),
      let bytes = try? file.bytes(at: 0, count: maximumBytes)
    else { return nil }
    return String(decoding: bytes, as: UTF8.self)
  }
}
