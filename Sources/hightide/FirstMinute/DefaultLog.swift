import AccessLog
private import Glibc
private import System

/// Which log is meant where none is named.
enum DefaultLog: Equatable {
  /// The file that is watched by default is there.
  case usual
  /// These logs of a server, which a line names; the format as `--format` takes it, if the
  /// configuration says more than the lines.
  case found(files: [String], definition: String?, line: String)
  /// There are logs, but this user may read none of them.
  case unreadable(line: String)
  /// There is nothing; the default file is waited for.
  case nothing(line: String)

  private static let elsewhere = "to choose: hightide FILE, --format FORMAT"

  /// Looks for the default file, and then where servers say that their logs are.
  ///
  /// Of several servers the one counts that was written to last, and of its logs those that are laid
  /// out as the newest.
  static func find(
    on machine: ConfigurationFiles = ConfigurationFiles(),
    servers: [KnownServer] = KnownServer.table
  ) -> DefaultLog {
    if isReadable(machine.root + Options.defaultFile) || exists(machine.root + Options.defaultFile)
    {
      return .usual
    }
    let named = servers.flatMap { $0.logs(on: machine) }
    let logs = named.flatMap { log in
      machine.files(of: log.path).map { path in
        WrittenLog(
          log: log, path: machine.root + path,
          modified: (try? FileStatus.of(machine.root + path))?.modified ?? 0)
      }
    }
    let readable = logs.filter { isReadable($0.path) }
    guard let newest = readable.max(by: { $0.modified < $1.modified }) else {
      return none(logs, named)
    }
    let chosen = readable.filter {
      $0.log.server == newest.log.server && $0.log.definition == newest.log.definition
    }
    let definition = newest.log.definition.flatMap { definition -> String? in
      // Of what the lines tell by themselves the definition says no more.
      isFoundByLines(definition) || (try? LogFormat(definition: definition)) == nil
        ? nil : definition
    }
    let others = Set(logs.map(\.path)).subtracting(chosen.map(\.path)).count
    return .found(
      files: chosen.map(\.path), definition: definition,
      line: line(chosen, newest, definition, others: others))
  }

  private static func line(
    _ chosen: [WrittenLog], _ newest: WrittenLog, _ definition: String?, others: Int
  ) -> String {
    let shown = 3
    let names = chosen.prefix(shown).map(\.path).joined(separator: ", ")
    let more = chosen.count > shown ? " and \(chosen.count - shown) more" : ""
    let format =
      definition == nil ? "" : newest.log.formatName.map { ", in its format \($0)" } ?? ""
    return "watching \(names)\(more), as \(newest.log.configuration) of \(newest.log.server) says"
      + "\(format); " + (others > 0 ? "it names \(others) other logs; " : "") + elsewhere
  }

  /// Says what was found where nothing can be read.
  private static func none(_ logs: [WrittenLog], _ named: [ServerLog]) -> DefaultLog {
    if let log = logs.first {
      return .unreadable(
        line: "cannot read \(log.path), which \(log.log.configuration) of \(log.log.server) names: "
          + "\(SystemError.notPermitted)" + (Rights.advice(for: log.path).map { "; \($0)" } ?? ""))
    }
    // The folder may be closed, so that the files in it cannot be seen.
    if let log = named.first(where: { Rights.advice(for: $0.path) != nil }) {
      return .unreadable(
        line: "cannot look at \(log.path), which \(log.configuration) of \(log.server) names"
          + (Rights.advice(for: log.path).map { "; \($0)" } ?? ""))
    }
    let server = named.first.map {
      "; \($0.configuration) of \($0.server) names \($0.path), which is not there either"
    }
    return .nothing(
      line:
        "there is no \(Options.defaultFile) yet\(server ?? ", and no configuration of a server"); "
        + "\(elsewhere); made-up traffic: hightide --demo")
  }

  /// Whether a definition is one of those that lines tell by themselves.
  private static func isFoundByLines(_ definition: String) -> Bool {
    let starts = [
      "%h %l %u %t \"%r\" %>s", "%v:%p %h %l %u %t \"%r\" %>s",
      "$remote_addr - $remote_user [$time_local] \"$request\" $status $body_bytes_sent"
        + " \"$http_referer\" \"$http_user_agent\"",
    ]
    guard let start = starts.first(where: { definition.hasPrefix($0) }) else { return false }
    let rest = definition.dropFirst(start.count)
    return rest.isEmpty
      || [" %b", " %O", " %B"].contains { bytes in
        rest == bytes || rest == bytes + " \"%{Referer}i\" \"%{User-Agent}i\""
          || rest == bytes + " \"%{Referer}i\" \"%{User-agent}i\""
      }
  }

  /// `access(2)`.
  private static func isReadable(_ path: String) -> Bool {
    unsafe Path.withName(path) { unsafe access($0, R_OK) } == 0
  }

  private static func exists(_ path: String) -> Bool {
    unsafe Path.withName(path) { unsafe access($0, F_OK) } == 0
  }
}

/// A log of a server that is there.
private struct WrittenLog {
  var log: ServerLog
  var path: String
  /// Nanoseconds since the epoch.
  var modified: Int
}
