import AccessLog

/// A log that the configuration of a server names.
struct ServerLog: Equatable {
  /// `nginx`.
  var server: String
  /// A path, or a pattern where the server makes the name from variables.
  var path: String
  /// How lines are laid out, as `--format` takes it; `nil` leaves it to the lines.
  var definition: String?
  /// What the configuration calls that.
  var formatName: String?
  /// The file that names the log.
  var configuration: String
}

/// A server whose configuration can be read: a row of ``table``.
struct KnownServer: Sendable {
  var name: String
  /// Where its configuration is by default on one system or the other.
  var configurations: [String]
  /// The logs that a configuration names, those that are no files left out.
  var logs: @Sendable (_ configuration: String, _ machine: ConfigurationFiles) -> [ServerLog]

  static let table = [nginx, apache, caddy, haproxy, lighttpd]

  /// The logs that the first configuration that is there names.
  func logs(on machine: ConfigurationFiles) -> [ServerLog] {
    guard let configuration = configurations.first(where: { machine.text(of: $0) != nil }) else {
      return []
    }
    var logs: [ServerLog] = []
    for log in self.logs(configuration, machine)
    where !logs.contains(where: { $0.path == log.path }) {
      logs.append(log)
    }
    return logs
  }
}
