/// A file on another machine: `ssh://[USER@]HOST[:PORT]/PATH`.
package struct SshPlace: Hashable, Sendable {
  /// `nil` for what ssh's own settings say.
  package var user: String?
  package var host: String
  package var port: UInt16?
  /// Absolute.
  package var path: String

  package static let scheme = "ssh://"
  package static let accepted =
    "ssh://[USER@]HOST[:PORT]/PATH, where HOST may be web[1-8], or @PATTERN for the hosts of "
    + "~/.ssh/config that match it"
  /// More hosts than these are taken for a slip of the hand.
  static let mostHosts = 256

  /// What the user calls it.
  package var name: String {
    SshPlace.scheme + (user.map { $0 + "@" } ?? "") + host + (port.map { ":\($0)" } ?? "") + path
  }

  /// The places that a name stands for; `nil` unless it has a form of ``accepted``.
  ///
  /// `hosts` gives those of ssh's settings that match a pattern.
  package static func places(
    _ text: String, hosts: (String) -> [String]
  ) -> [SshPlace]? {
    guard text.hasPrefix(scheme) else { return nil }
    let rest = text.dropFirst(scheme.count)
    guard let slash = rest.firstIndex(of: "/") else { return nil }
    let path = String(rest[slash...])
    guard path.count > 1, !path.hasSuffix("/"), isSafe(path) else { return nil }
    var authority = rest[..<slash]
    if authority.hasPrefix("@") {
      let pattern = String(authority.dropFirst())
      guard isSafe(pattern), !pattern.isEmpty else { return nil }
      let found = hosts(pattern)
      guard !found.isEmpty, found.count <= mostHosts else { return nil }
      return found.map { SshPlace(user: nil, host: $0, port: nil, path: path) }
    }
    var user: String?
    if let at = authority.lastIndex(of: "@") {
      user = String(authority[..<at])
      authority = authority[authority.index(after: at)...]
    }
    var port: UInt16?
    if let colon = authority.lastIndex(of: ":"),
      !authority.hasSuffix("]") || authority.first != "[",
      !authority[colon...].contains("]")
    {
      guard let number = UInt16(authority[authority.index(after: colon)...]), number > 0 else {
        return nil
      }
      port = number
      authority = authority[..<colon]
    }
    guard let hosts = HostRange.hosts(String(authority)), !hosts.isEmpty else { return nil }
    // What begins with a dash would be an option of ssh.
    guard (hosts + [user ?? "a"]).allSatisfy({ !$0.isEmpty && !$0.hasPrefix("-") && isSafe($0) })
    else { return nil }
    return hosts.map { SshPlace(user: user, host: $0, port: port, path: path) }
  }

  private static func isSafe(_ text: String) -> Bool {
    text.utf8.allSatisfy { $0 >= 32 && $0 != 127 }
  }
}

/// Hosts with numbers in brackets: `web[1-8]`, `web[01,05-07].example.org`.
enum HostRange {
  /// All hosts in order; `nil` if the brackets hold no numbers.
  ///
  /// An IPv6 address in brackets is one host.
  static func hosts(_ text: String) -> [String]? {
    guard let open = text.firstIndex(of: "[") else { return [text] }
    guard let close = text[open...].firstIndex(of: "]") else { return nil }
    let inner = text[text.index(after: open)..<close]
    if open == text.startIndex, text.index(after: close) == text.endIndex, inner.contains(":") {
      return [String(inner)]
    }
    guard let endings = hosts(String(text[text.index(after: close)...])) else { return nil }
    var names: [String] = []
    for part in inner.split(separator: ",", omittingEmptySubsequences: false) {
      let ends = part.split(separator: "-", omittingEmptySubsequences: false)
      guard ends.count <= 2, let first = ends.first, let last = ends.last,
        ends.allSatisfy({ $0.utf8.allSatisfy { 48...57 ~= $0 } }),
        let low = Int(first), let high = Int(last), low <= high, high - low < SshPlace.mostHosts
      else { return nil }
      for number in low...high {
        let digits = "\(number)"
        let zeros = String(repeating: "0", count: max(0, first.count - digits.count))
        for ending in endings { names.append(text[..<open] + zeros + digits + ending) }
      }
    }
    return names.count <= SshPlace.mostHosts ? names : nil
  }
}
