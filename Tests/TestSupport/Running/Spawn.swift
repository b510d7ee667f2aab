import Glibc
import SwiftOverlayShims
import Synchronization

/// Starts programs by posix_spawn(3), with no signal blocked or ignored.
package enum Spawn {
  package struct Failure: Error {
    package var call: String
    package var number: Int32

    package init(call: String, number: Int32 = errno) {
      self.call = call
      self.number = number
    }
  }

  /// A program that another test starts must not inherit the ends of a pipe between its making
  /// and its being closed on exec: the other end would never come to its end.
  private static let gate = Mutex(())

  /// What one of the program's standard streams is.
  package enum Stream {
    case file(String)
    /// One of this process, which may be closed on exec.
    case descriptor(Int32)
    case sameAsInput
  }

  /// The settings under which the tests run, for programs that are built with a sanitizer too.
  private static var sanitizerSettings: [String: String] {
    var settings: [String: String] = [:]
    for name in ["ASAN_OPTIONS", "TSAN_OPTIONS"] {
      settings[name] = unsafe getenv(name).map { unsafe String(cString: $0) }
    }
    return settings
  }

  /// Starts the program as the leader of a session of its own; the streams are standard input,
  /// output and error.
  package static func start(
    _ program: String, _ arguments: [String], _ environment: [String: String],
    _ streams: [Stream]
  ) throws -> Int32 {
    var actions = unsafe posix_spawn_file_actions_t()
    unsafe posix_spawn_file_actions_init(&actions)
    defer { unsafe posix_spawn_file_actions_destroy(&actions) }
    for (number, stream) in streams.enumerated() {
      switch stream {
      case .file(let path):
        unsafe posix_spawn_file_actions_addopen(&actions, Int32(number), path, O_RDWR, 0)
      case .descriptor(let descriptor):
        unsafe posix_spawn_file_actions_adddup2(&actions, descriptor, Int32(number))
      case .sameAsInput:
        unsafe posix_spawn_file_actions_adddup2(&actions, 0, Int32(number))
      }
    }

    var attributes = posix_spawnattr_t()
    unsafe posix_spawnattr_init(&attributes)
    defer { unsafe posix_spawnattr_destroy(&attributes) }
    var none = sigset_t()
    unsafe sigemptyset(&none)
    unsafe posix_spawnattr_setsigmask(&attributes, &none)
    var all = sigset_t()
    unsafe sigfillset(&all)
    unsafe posix_spawnattr_setsigdefault(&attributes, &all)
    // POSIX_SPAWN_SETSID is not imported.
    let flags = Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF) | 0x80
    unsafe posix_spawnattr_setflags(&attributes, flags)

    let environment = environment.merging(sanitizerSettings) { own, _ in own }
    var pid: pid_t = 0
    let number = gate.withLock { _ in
      unsafe withStrings([program] + arguments) { arguments in
        unsafe withStrings(environment.map { "\($0)=\($1)" }) { environment in
          unsafe posix_spawn(&pid, program, &actions, &attributes, arguments, environment)
        }
      }
    }
    guard number == 0 else { throw Failure(call: "posix_spawn \(program)", number: number) }
    return pid
  }

  /// The two ends of a pipe, closed on exec; pipe2(2), which is not imported, does that in one.
  package static func pipe() throws -> (reading: Int32, writing: Int32) {
    try gate.withLock { _ in
      var ends: [Int32] = [-1, -1]
      guard unsafe Glibc.pipe(&ends) == 0 else { throw Failure(call: "pipe") }
      for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
      return (ends[0], ends[1])
    }
  }

  private static func withStrings<Result>(
    _ strings: [String], _ body: ([UnsafeMutablePointer<CChar>?]) -> Result
  ) -> Result {
    let pointers = unsafe strings.map { unsafe strdup($0) } + [nil]
    defer { for index in strings.indices { unsafe free(pointers[index]) } }
    return unsafe body(pointers)
  }
}
