private import System

extension KnownServer {
  /// Caddy; its lines tell that they are JSON ("log" directive of the Caddyfile).
  static let caddy = KnownServer(
    name: "Caddy", configurations: ["/etc/caddy/Caddyfile", "/usr/local/etc/caddy/Caddyfile"]
  ) { configuration, machine in
    let folder = Path.directory(of: configuration)
    let statements = machine.statements(of: configuration, endAtSemicolon: false) { words, _ in
      words.first == "import" && words.count == 2 && words[1].contains { "/*.".contains($0) }
        ? words[1].path(in: folder) : nil
    }
    var logs: [ServerLog] = []
    var blocks: [[String]] = []
    for statement in statements {
      let words = statement.words
      if words.last == "}" { _ = blocks.popLast() }
      // A block without a name holds options of the server, whose own log is none of requests.
      if words.starts(with: ["output", "file"]), words.count >= 3, blocks.first != ["{"] {
        logs.append(
          ServerLog(
            server: "Caddy", path: words[2].path(in: folder), configuration: statement.file))
      }
      if words.last == "{" { blocks.append(words) }
    }
    return logs
  }

  /// HAProxy, which logs to syslog: which file rsyslog puts that into is in its own configuration.
  static let haproxy = KnownServer(
    name: "HAProxy", configurations: ["/etc/haproxy/haproxy.cfg"]
  ) { configuration, machine in
    let rules = machine.files(of: "/etc/rsyslog.d/*haproxy*.conf")
    let named = rules.flatMap { file -> [ServerLog] in
      let text = machine.text(of: file) ?? ""
      return text.split { $0.isWhitespace || "\"'".contains($0) }.compactMap { word in
        // A minus says that not each line is synchronised.
        let path = String(word.first == "-" ? word.dropFirst() : word)
        return path.hasPrefix("/") && path.contains("log") && !path.contains("/dev/")
          ? ServerLog(server: "HAProxy", path: path, configuration: file) : nil
      }
    }
    return named.isEmpty
      ? [ServerLog(server: "HAProxy", path: "/var/log/haproxy.log", configuration: configuration)]
      : named
  }

  /// lighttpd ("mod_accesslog").
  static let lighttpd = KnownServer(
    name: "lighttpd",
    configurations: ["/etc/lighttpd/lighttpd.conf", "/usr/local/etc/lighttpd/lighttpd.conf"]
  ) { configuration, machine in
    let folder = Path.directory(of: configuration)
    func value(_ words: ArraySlice<String>, _ before: [ConfigurationStatement]) -> String {
      words.filter { $0 != "+" }.map { word in
        before.last {
          $0.words.count >= 3 && $0.words[1] == "=" && ["var." + word, word].contains($0.words[0])
        }.map { value($0.words.dropFirst(2), []) } ?? word
      }.joined()
    }
    let statements = machine.statements(of: configuration, endAtSemicolon: false) { words, before in
      switch words.first {
      case "include" where words.count >= 2:
        value(words.dropFirst(), before).path(in: folder)
      // Debian's script prints the files that are enabled.
      case "include_shell" where words.last?.contains("include-conf-enabled") == true:
        folder + "/conf-enabled/*.conf"
      default: nil
      }
    }
    let format = statements.last { $0.name == "accesslog.format" }?.words.last
    return statements.enumerated().compactMap { place, statement in
      guard statement.name == "accesslog.filename", statement.words.count >= 3 else { return nil }
      let path = value(statement.words.dropFirst(2), Array(statements[..<place]))
      guard path.hasPrefix("/") else { return nil }
      return ServerLog(
        server: "lighttpd", path: path, definition: format, configuration: statement.file)
    }
  }
}
