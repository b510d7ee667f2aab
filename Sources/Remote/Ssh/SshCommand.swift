import System

/// How `ssh` is run, and what its failures mean.
enum SshCommand {
  /// How long a connection may take, ssh's own limit and the login.
  static let connectPatience = Duration.seconds(20)

  /// The program: it asks nothing, on no terminal, and sees that the other end is gone.
  static func program(_ configuration: SshSource.Configuration) -> ChildProgram {
    let place = configuration.place
    var arguments = [
      "-T", "-x", "-a",
      "-o", "BatchMode=yes", "-o", "ConnectTimeout=10", "-o", "ServerAliveInterval=5",
      "-o", "ServerAliveCountMax=2", "-o", "ClearAllForwardings=yes",
      "-o", "PermitLocalCommand=no", "-o", "LogLevel=ERROR",
    ]
    if let port = place.port { arguments += ["-p", "\(port)"] }
    if let user = place.user { arguments += ["-l", user] }
    // Whatever the login shell is: the rest is said to `sh` on its input.
    arguments += ["--", place.host, "exec sh"]
    return ChildProgram(configuration.program, arguments, timeLimit: .zero)
  }

  /// A failure in words, with nothing in them that a terminal should not get.
  static func failure(
    _ ending: ChildOutcome.Ending, _ errors: [UInt8], isConnected: Bool
  ) -> String {
    let lines = errors.split(separator: newline).map { line in
      String(
        decoding: line.filter { $0 != 13 }.prefix(160).map {
          (32...126).contains($0) ? $0 : UInt8(ascii: "?")
        },
        as: UTF8.self)
    }
    let all = lines.joined(separator: "\n")
    if !isConnected {
      if all.contains("Permission denied") {
        return "access denied: no key that it takes (ssh must get in without a question)"
      }
      if all.contains("REMOTE HOST IDENTIFICATION HAS CHANGED") {
        return "its host key has changed: somebody may be listening in, or it was set up again"
      }
      if all.contains("Host key verification failed") {
        return "its host key is not known: connect once with ssh, and check it"
      }
    }
    if let last = lines.last(where: { !$0.isEmpty }) {
      return last.hasPrefix("ssh: ") ? String(last.dropFirst(5)) : last
    }
    if isConnected { return "the connection was closed" }
    return switch ending {
    case .exited(255): "the connection was closed"
    case .exited(let status): "it has no shell that answers (status \(status))"
    case .signalled: "no answer"
    }
  }
}
