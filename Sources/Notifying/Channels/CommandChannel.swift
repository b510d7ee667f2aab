import Alerting
package import System

/// Runs a command of the user's for each notice.
///
/// The command gets the alert on its standard input, as `--json` writes it, and its fields in variables
/// of the environment. No text of the log is anywhere else: nothing of it is a part of the command.
package struct CommandChannel: Channel {
  /// As a shell reads it.
  let command: String
  var timeLimit = Duration.seconds(30)

  package func tell(_ notice: Notice, until interruption: Interruption) -> Attempt {
    let program = ChildProgram(
      "/bin/sh", ["-c", command], environment: notice.variables,
      input: Array((notice.json + "\n").utf8), timeLimit: timeLimit)
    do throws(SystemError) {
      let outcome = try program.run(until: interruption)
      return outcome.isSuccess ? .delivered : .failed(outcome.complaint(timeLimit: timeLimit))
    } catch {
      return .failed("cannot start /bin/sh: \(error)")
    }
  }
}

extension Notice {
  /// The fields as variables of an environment.
  var variables: [String: String] {
    [
      "HIGHTIDE_RULE": rule, "HIGHTIDE_GROUP": group, "HIGHTIDE_STATE": state.rawValue,
      "HIGHTIDE_SEVERITY": severity.rawValue, "HIGHTIDE_TIME": time, "HIGHTIDE_VALUE": value,
      "HIGHTIDE_THRESHOLD": threshold, "HIGHTIDE_HITS": hits, "HIGHTIDE_MESSAGE": text,
    ]
  }
}

extension ChildOutcome {
  /// How it ended, for a person, with the first words of what it wrote to standard error.
  func complaint(timeLimit: Duration) -> String {
    let ended =
      switch (cut, ending) {
      case (.timeLimit, _): "it was ended after \(timeLimit.components.seconds) s"
      case (.interruption, _): "it was ended with the program"
      case (nil, .exited(let status)): "it exited with status \(status)"
      case (nil, .signalled(let signal)): "signal \(signal) ended it"
      }
    let line = errors.prefix { $0 != UInt8(ascii: "\n") }.prefix(200)
    return line.isEmpty ? ended : "\(ended): \(visibleText(line))"
  }
}
