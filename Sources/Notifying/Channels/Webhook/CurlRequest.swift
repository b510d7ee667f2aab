/// One POST, as `curl` takes it on its standard input.
struct CurlRequest: Sendable, Hashable {
  var url: String
  var body: String
  var headers: [String] = []
  /// What must not be shown of it, beside the address.
  var secret = ""
  /// How long it may take.
  var seconds: Int

  /// The lines of a configuration file of curl's.
  var configuration: String {
    var lines = [
      "url = \(quoted(url))", "request = POST", "data-raw = \(quoted(body))",
      // A server that redirects wants another address: it is not followed, nor any other protocol.
      "proto = \(quoted("=http,https"))", "globoff", "silent", "show-error",
      // The headers stand before the body of the answer.
      "dump-header = -", "output = -", "max-filesize = 1048576",
      "max-time = \(seconds)", "connect-timeout = \(max(1, seconds / 3))",
      "user-agent = hightide", "header = \(quoted("Expect:"))",
    ]
    lines += headers.map { "header = \(quoted($0))" }
    return lines.map { $0 + "\n" }.joined()
  }

  /// In quotes, with what would end them escaped; no value goes beyond its line.
  private func quoted(_ text: String) -> String {
    var quoted = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"", "\\":
        quoted.unicodeScalars.append("\\")
        quoted.unicodeScalars.append(scalar)
      case "\n": quoted += "\\n"
      case "\r": quoted += "\\r"
      case "\t": quoted += "\\t"
      case "\0": break
      default: quoted.unicodeScalars.append(scalar)
      }
    }
    return quoted + "\""
  }
}
