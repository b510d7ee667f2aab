import Glibc
// Where a build without optimisation finds `timespec`.
import SwiftOverlayShims

/// A command that was run to its end, and what it cost.
struct Run {
  var wall: Duration
  /// Of the program and all that it waited for.
  var processor: Duration
  /// Peak of the resident memory, in KiB.
  var memory: Int
  var status: Int32
}

/// A program that runs beside this one; `posix_spawn(3)`.
struct Process {
  let id: pid_t

  /// Starts `command`, found by the PATH, with its output in the file `output`.
  init(_ command: [String], output: String = "/dev/null") {
    unsafe self.init(command, flags: 0) { actions in
      unsafe posix_spawn_file_actions_addopen(
        &actions, STDOUT_FILENO, output, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
      unsafe posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
    }
  }

  /// Starts `command` on a terminal, as the leader of a session, which gets the terminal that it
  /// opens first.
  init(_ command: [String], on terminal: Terminal) {
    // POSIX_SPAWN_SETSID, which is not imported.
    unsafe self.init(command, flags: 0x80) { actions in
      unsafe posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, terminal.path, O_RDWR, 0)
      unsafe posix_spawn_file_actions_adddup2(&actions, STDIN_FILENO, STDOUT_FILENO)
      unsafe posix_spawn_file_actions_adddup2(&actions, STDIN_FILENO, STDERR_FILENO)
    }
  }

  private init(
    _ command: [String], flags: Int16, streams: (inout posix_spawn_file_actions_t) -> Void
  ) {
    var actions = unsafe posix_spawn_file_actions_t()
    unsafe posix_spawn_file_actions_init(&actions)
    unsafe streams(&actions)
    var attributes = posix_spawnattr_t()
    unsafe posix_spawnattr_init(&attributes)
    unsafe posix_spawnattr_setflags(&attributes, flags)
    var arguments = unsafe command.map { unsafe strdup($0) }
    unsafe arguments.append(nil)
    var id: pid_t = 0
    // The strings and the list that ends with nil live until the call is over.
    let code = unsafe posix_spawnp(&id, command[0], &actions, &attributes, arguments, environ)
    for index in unsafe arguments.indices { unsafe free(arguments[index]) }
    unsafe posix_spawnattr_destroy(&attributes)
    unsafe posix_spawn_file_actions_destroy(&actions)
    guard code == 0 else {
      fail("cannot run \(command[0]): \(unsafe String(cString: strerror(code)))")
    }
    self.id = id
  }

  /// Waits for its end; `wait4(2)`.
  func wait() -> (status: Int32, usage: rusage) {
    var status: Int32 = 0
    var usage = rusage()
    while unsafe wait4(id, &status, 0, &usage) < 0, errno == EINTR {}
    return (status, usage)
  }

  /// Ends it with SIGTERM, and waits.
  func end() {
    kill(id, SIGTERM)
    _ = wait()
  }

  /// The time of the processor that it took so far; `clock_getcpuclockid(3)`.
  var processorTime: Duration {
    var clock = clockid_t()
    guard unsafe clock_getcpuclockid(id, &clock) == 0 else {
      fail("the program under test has ended")
    }
    return Duration(clock)
  }

  /// The time of the processor that this program took so far.
  static var ownProcessorTime: Duration { Duration(CLOCK_PROCESS_CPUTIME_ID) }

  /// Whether a line of the shell ends well.
  static func succeeds(_ line: String) -> Bool { run(["sh", "-c", line]).status == 0 }

  /// Runs a command to its end.
  static func run(_ command: [String], output: String = "/dev/null") -> Run {
    let start = ContinuousClock.now
    let (status, usage) = Process(command, output: output).wait()
    return Run(
      wall: start.duration(to: .now),
      processor: Duration(usage.ru_utime) + Duration(usage.ru_stime),
      memory: usage.ru_maxrss, status: status)
  }
}

extension Duration {
  /// What a clock shows; `clock_gettime(2)`.
  fileprivate init(_ clock: clockid_t) {
    var time = timespec()
    guard unsafe clock_gettime(clock, &time) == 0 else { fail("a clock cannot be read") }
    self = .seconds(time.tv_sec) + .nanoseconds(time.tv_nsec)
  }

  fileprivate init(_ time: timeval) {
    self = .seconds(time.tv_sec) + .microseconds(Int64(time.tv_usec))
  }

  /// In seconds.
  var seconds: Double { self / .seconds(1) }
}

/// Says why there is nothing to measure, and ends the program.
func fail(_ reason: String) -> Never {
  let line = "bench: \(reason)\n"
  _ = unsafe write(STDERR_FILENO, line, line.utf8.count)
  exit(2)
}

/// The middle one of some values.
func median(_ values: [Double]) -> Double {
  let sorted = values.sorted()
  return sorted.isEmpty ? .nan : sorted[sorted.count / 2]
}
