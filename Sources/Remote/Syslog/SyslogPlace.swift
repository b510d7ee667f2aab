/// Where syslog is listened to: `syslog://[ADDRESS]:PORT` or `syslog:///PATH`.
package enum SyslogPlace: Hashable, Sendable {
  /// `nil` for the address is loopback alone.
  case network(host: String?, port: UInt16)
  case socket(path: String)

  package static let scheme = "syslog://"
  package static let accepted =
    "syslog://:PORT, syslog://ADDRESS:PORT with an IPv6 address in brackets, or syslog:///PATH"

  /// Reads what a user entered; `nil` unless it has a form of ``accepted``.
  package init?(_ text: String) {
    guard text.hasPrefix(SyslogPlace.scheme) else { return nil }
    let rest = text.dropFirst(SyslogPlace.scheme.count)
    if rest.hasPrefix("/") {
      guard rest.count > 1, !rest.hasSuffix("/") else { return nil }
      self = .socket(path: String(rest))
      return
    }
    guard let colon = rest.lastIndex(of: ":"),
      let port = UInt16(rest[rest.index(after: colon)...]), port > 0
    else { return nil }
    var host = rest[..<colon]
    if host.hasPrefix("[") {
      guard host.hasSuffix("]"), host.count > 2 else { return nil }
      host = host.dropFirst().dropLast()
    } else if host.contains(":") || host.contains("/") {
      return nil
    }
    self = .network(host: host.isEmpty ? nil : String(host), port: port)
  }
}
