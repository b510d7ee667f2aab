private import System

extension KnownServer {
  /// Apache httpd ("mod_log_config").
  static let apache = KnownServer(
    name: "Apache",
    configurations: [
      "/etc/apache2/apache2.conf", "/etc/httpd/conf/httpd.conf", "/etc/apache2/httpd.conf",
      "/usr/local/apache2/conf/httpd.conf", "/usr/local/etc/apache24/httpd.conf",
    ]
  ) { configuration, machine in
    let folder = Path.directory(of: configuration)
    let variables = environment(machine.text(of: folder + "/envvars") ?? "")
    func values(_ statements: [ConfigurationStatement]) -> [String: String] {
      var values = variables
      for statement in statements where statement.name == "define" && statement.words.count == 3 {
        values[statement.words[1]] = statement.words[2].expanded(values, other: "")
      }
      return values
    }
    func serverRoot(_ statements: [ConfigurationStatement]) -> String {
      statements.last { $0.name == "serverroot" && $0.words.count == 2 }?.words[1] ?? folder
    }
    let statements = machine.statements(of: configuration, endAtSemicolon: false) { words, before in
      guard words.count == 2, ["include", "includeoptional"].contains(words[0].lowercased()) else {
        return nil
      }
      return words[1].expanded(values(before), other: "").path(in: serverRoot(before))
    }
    let known = values(statements)
    let root = serverRoot(statements)
    var definitions: [String: String] = [:]
    for statement in statements where statement.name == "logformat" && statement.words.count == 3 {
      definitions[statement.words[2]] = statement.words[1]
    }
    return statements.compactMap { statement in
      let words = statement.words
      guard statement.name == "customlog", words.count >= 3, !words[1].hasPrefix("|"),
        !words[1].hasPrefix("syslog"), words[1] != "/dev/null"
      else { return nil }
      let isDefinition = words[2].contains("%")
      return ServerLog(
        server: "Apache", path: words[1].expanded(known, other: "*").path(in: root),
        definition: isDefinition ? words[2] : definitions[words[2]],
        formatName: isDefinition ? nil : words[2], configuration: statement.file)
    }
  }

  /// What Debian's `envvars` exports.
  private static func environment(_ text: String) -> [String: String] {
    var values: [String: String] = [:]
    for line in text.split(separator: "\n") where line.hasPrefix("export ") {
      let parts = line.dropFirst("export ".count).split(separator: "=", maxSplits: 1)
      guard parts.count == 2 else { continue }
      values[String(parts[0])] = String(parts[1]).expanded(values, other: "")
    }
    return values
  }
}
