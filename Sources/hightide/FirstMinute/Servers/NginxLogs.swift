private import System

extension KnownServer {
  /// nginx and what is built on it (nginx, "ngx_http_log_module").
  static let nginx = KnownServer(
    name: "nginx",
    configurations: [
      "/etc/nginx/nginx.conf", "/usr/local/etc/nginx/nginx.conf",
      "/usr/local/nginx/conf/nginx.conf", "/usr/local/openresty/nginx/conf/nginx.conf",
      "/opt/nginx/conf/nginx.conf",
    ]
  ) { configuration, machine in
    let folder = Path.directory(of: configuration)
    let statements = machine.statements(of: configuration, endAtSemicolon: true) { words, _ in
      words.first == "include" && words.count == 2 ? words[1].path(in: folder) : nil
    }
    var definitions: [String: String] = [:]
    for statement in statements where statement.words.first == "log_format" {
      guard statement.words.count >= 3 else { continue }
      var parts = statement.words.dropFirst(2)
      let mode = parts.first?.hasPrefix("escape=") == true ? (parts.popFirst() ?? "") + " " : ""
      definitions[statement.words[1]] = mode + parts.joined()
    }
    return statements.compactMap { statement in
      let words = statement.words
      guard words.first == "access_log", words.count >= 2, words[1] != "off",
        !words[1].hasPrefix("syslog:"), !words[1].hasPrefix("memory:"), words[1] != "/dev/null"
      else { return nil }
      // Behind the path comes the name, unless that is left out; all else has a value.
      let name = words.count > 2 && !words[2].contains("=") ? words[2] : "combined"
      return ServerLog(
        server: "nginx",
        path: words[1].expanded([:], other: "*").path(in: Path.directory(of: folder)),
        definition: definitions[name], formatName: name, configuration: statement.file)
    }
  }
}
