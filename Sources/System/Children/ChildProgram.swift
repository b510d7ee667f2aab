/// A program to run as a child process: the one mechanism for all of them.
///
/// The child leads a session and a process group of its own, so that it has no terminal and can be ended
/// with all that it starts. No signal is blocked or ignored in it, and it inherits no descriptor but its
/// standard streams, which are pipes.
package struct ChildProgram: Sendable {
  /// The path of the program's file.
  package var path: String
  /// Without the program's name.
  package var arguments: [String]
  /// Variables beside, or instead of, those of this process; a NUL ends a value.
  package var environment: [String: String]
  /// What it is given on its standard input.
  package var input: [UInt8]
  /// How long it may run.
  package var timeLimit: Duration
  /// How long it has to end between SIGTERM and SIGKILL.
  package var grace = Duration.seconds(2)
  /// How many bytes are kept of its output, and of its errors; the rest is read and dropped.
  package var outputLimit = 64 << 10

  package init(
    _ path: String, _ arguments: [String] = [], environment: [String: String] = [:],
    input: [UInt8] = [], timeLimit: Duration
  ) {
    self.path = path
    self.arguments = arguments
    self.environment = environment
    self.input = input
    self.timeLimit = timeLimit
  }

  /// Runs it to its end, on the calling thread, which may block.
  ///
  /// The end has come when the program has exited and its output is closed, or when the time limit or the
  /// interruption ends it. Whatever it left running in its process group ends with it.
  ///
  /// - Throws: The reason if it cannot be started.
  package func run(until interruption: Interruption? = nil) throws(SystemError) -> ChildOutcome {
    var run = try ChildRun(starting: self)
    return run.finish(by: MachineClock.uptime + timeLimit, interruption)
  }
}

/// How a child process ended, and what it wrote.
package struct ChildOutcome: Sendable, Equatable {
  package enum Ending: Sendable, Equatable {
    case exited(status: Int32)
    case signalled(Int32)
  }

  /// Why it was ended.
  package enum Cut: Sendable, Equatable {
    case timeLimit
    case interruption
  }

  package var ending: Ending
  /// `nil` if it ended by itself.
  package var cut: Cut?
  /// The beginning of what it wrote to standard output.
  package var output: [UInt8]
  /// The beginning of what it wrote to standard error.
  package var errors: [UInt8]

  /// Whether it ended by itself with status 0.
  package var isSuccess: Bool { cut == nil && ending == .exited(status: 0) }
}
