@unsafe @preconcurrency private import Glibc
private import SwiftOverlayShims

/// A child process that runs, and this end of its standard streams.
struct ChildRun {
  private let leader: Int32
  private let outputLimit: Int
  private let grace: Duration
  private var inputEnd: Descriptor?
  private var input: ArraySlice<UInt8>
  private var outputEnd: Descriptor?
  private var errorEnd: Descriptor?
  private var output: [UInt8] = []
  private var errors: [UInt8] = []

  /// How long it is waited between two looks whether a child has exited whose output is closed.
  private static let pauses = (least: Duration.milliseconds(1), most: Duration.milliseconds(20))

  /// How often a stream is read to its end once its writer has exited: 16 KiB each, and a pipe holds 64.
  private static let lastReads = 8

  /// Starts the program; `posix_spawn(3)`.
  init(starting program: ChildProgram) throws(SystemError) {
    let streams = try ChildRun.streams()
    leader = try ChildRun.lead(program, streams)
    outputLimit = program.outputLimit
    grace = program.grace
    inputEnd = program.input.isEmpty ? nil : streams.input.writeEnd
    input = program.input[...]
    outputEnd = streams.output.readEnd
    errorEnd = streams.errors.readEnd
  }

  typealias Pipe = (readEnd: Descriptor, writeEnd: Descriptor)

  /// The pipes that a child's standard streams are to be.
  static func streams() throws(SystemError) -> (input: Pipe, output: Pipe, errors: Pipe) {
    let streams = (
      input: try Descriptor.pipe(), output: try Descriptor.pipe(), errors: try Descriptor.pipe()
    )
    // What this process does not wait for, the child expects to.
    for end in [streams.input.readEnd, streams.output.writeEnd, streams.errors.writeEnd] {
      _ = fcntl(end.number, F_SETFL, 0)
    }
    return streams
  }

  /// Starts a program with these streams; returns its number, which is that of its process group too.
  static func lead(
    _ program: ChildProgram, _ streams: (input: Pipe, output: Pipe, errors: Pipe)
  ) throws(SystemError) -> Int32 {
    ChildRun.prepareSignals
    return try LiveChildren.start { () throws(SystemError) in
      try ChildRun.spawn(
        program,
        [
          streams.input.readEnd.number, streams.output.writeEnd.number,
          streams.errors.writeEnd.number,
        ])
    }
  }

  /// Exchanges with the child until it has ended, ends it if it must be, and removes it.
  mutating func finish(by deadline: Duration, _ interruption: Interruption?) -> ChildOutcome {
    let cut = attend(until: deadline, interruption)
    if cut != nil { terminate() }
    let ending = LiveChildren.reap(leader)
    return ChildOutcome(ending: ending, cut: cut, output: output, errors: errors)
  }

  /// Exchanges with the child until it has ended by itself; returns what cut that short.
  private mutating func attend(
    until deadline: Duration, _ interruption: Interruption?
  ) -> ChildOutcome.Cut? {
    var pause = ChildRun.pauses.least
    while outputEnd != nil || errorEnd != nil || !hasExited {
      if interruption?.isSet == true { return .interruption }
      let rest = deadline - MachineClock.uptime
      guard rest > .zero else { return .timeLimit }
      if outputEnd == nil, errorEnd == nil {
        exchange(atMost: min(rest, pause), interruption)
        pause = min(pause * 2, ChildRun.pauses.most)
      } else {
        exchange(atMost: rest, interruption)
      }
    }
    return nil
  }

  /// Asks the group to end, and gives the child time for it; what does not is killed by the reaping.
  private mutating func terminate() {
    inputEnd = nil
    kill(-leader, SIGTERM)
    // One that is stopped would not see it.
    kill(-leader, SIGCONT)
    let end = MachineClock.uptime + grace
    while !hasExited, MachineClock.uptime < end {
      if outputEnd == nil, errorEnd == nil {
        poll(nil, 0, 5)
      } else {
        exchange(atMost: .milliseconds(5), nil)
      }
    }
    // Its last words are in the pipes, which hold less than this reads.
    for _ in 0..<ChildRun.lastReads where outputEnd != nil || errorEnd != nil {
      exchange(atMost: .zero, nil)
    }
  }

  /// Whether the child has exited; `waitid(2)`.
  ///
  /// It is not removed.
  private var hasExited: Bool {
    var info = unsafe siginfo_t()
    let outcome = unsafe waitid(P_PID, id_t(leader), &info, WEXITED | WNOHANG | WNOWAIT)
    if outcome != 0 { return errno != EINTR }
    return unsafe info.si_signo != 0
  }

  /// Waits until a stream is ready, and moves what can be moved; `poll(2)`.
  private mutating func exchange(atMost time: Duration, _ interruption: Interruption?) {
    var entries: [pollfd] = []
    func add(_ number: Int32?, _ event: Int32) {
      if let number { entries.append(pollfd(fd: number, events: Int16(event), revents: 0)) }
    }
    add(outputEnd?.number, POLLIN)
    add(errorEnd?.number, POLLIN)
    add(inputEnd?.number, POLLOUT)
    add(interruption?.number, POLLIN)
    guard unsafe poll(&entries, UInt(entries.count), time.pollMilliseconds) > 0 else { return }
    for entry in entries where entry.revents != 0 {
      if entry.fd == outputEnd?.number {
        if !ChildRun.take(from: entry.fd, into: &output, limit: outputLimit) { outputEnd = nil }
      } else if entry.fd == errorEnd?.number {
        if !ChildRun.take(from: entry.fd, into: &errors, limit: outputLimit) { errorEnd = nil }
      } else if entry.fd == inputEnd?.number {
        give(to: entry.fd)
      }
    }
  }

  /// Reads what there is; `false` at the end of the stream.
  private static func take(from number: Int32, into bytes: inout [UInt8], limit: Int) -> Bool {
    var buffer = [UInt8](repeating: 0, count: 16_384)
    let count = unsafe read(number, &buffer, buffer.count)
    if count < 0 { return errno == EAGAIN || errno == EINTR }
    bytes += buffer[..<min(count, max(0, limit - bytes.count))]
    return count > 0
  }

  /// Writes what the child takes of its input, and closes it behind the last byte.
  private mutating func give(to number: Int32) {
    let count = unsafe input.withUnsafeBytes { unsafe write(number, $0.baseAddress, $0.count) }
    if count > 0 {
      input = input.dropFirst(count)
    } else if errno == EAGAIN || errno == EINTR {
      return
    } else {
      // It does not read: that is its own affair.
      input = []
    }
    if input.isEmpty { inputEnd = nil }
  }

  /// A child that does not read its input must not end this process, and its end must not be taken by
  /// the system.
  private static let prepareSignals: Void = {
    signal(SIGPIPE, SIG_IGN)
    signal(SIGCHLD, SIG_DFL)
  }()

  private static func spawn(
    _ program: ChildProgram, _ streams: [Int32]
  ) throws(SystemError) -> Int32 {
    var actions = unsafe posix_spawn_file_actions_t()
    unsafe posix_spawn_file_actions_init(&actions)
    defer { unsafe posix_spawn_file_actions_destroy(&actions) }
    for (number, stream) in streams.enumerated() {
      unsafe posix_spawn_file_actions_adddup2(&actions, stream, Int32(number))
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
    // POSIX_SPAWN_SETSID, which the module of the C library leaves out.
    let newSession: Int16 = 0x80
    unsafe posix_spawnattr_setflags(
      &attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF) | newSession)

    var leader: pid_t = 0
    let code = unsafe withStrings(([program.path] + program.arguments).map(Path.bytes)) {
      arguments in
      unsafe withStrings(environment(program.environment)) { environment in
        unsafe Path.withName(program.path) {
          unsafe posix_spawn(&leader, $0, &actions, &attributes, arguments, environment)
        }
      }
    }
    guard code == 0 else { throw SystemError(code: code) }
    return leader
  }

  /// The variables of this process, `changes` in place of those of the same name.
  private static func environment(_ changes: [String: String]) -> [[UInt8]] {
    var entries = changes.map { Array("\($0)=\($1)".utf8) }
    var next = unsafe environ
    while let entry = unsafe next.pointee {
      let bytes = unsafe Array(UnsafeBufferPointer(start: entry, count: strlen(entry)))
        .map { UInt8(bitPattern: $0) }
      let name = String(decoding: bytes.prefix { $0 != UInt8(ascii: "=") }, as: UTF8.self)
      if changes[name] == nil { entries.append(bytes) }
      unsafe next += 1
    }
    return entries
  }

  private static func withStrings<Result>(
    _ strings: [[UInt8]], _ body: ([UnsafeMutablePointer<CChar>?]) -> Result
  ) -> Result {
    var pointers: [UnsafeMutablePointer<CChar>?] = unsafe strings.map { string in
      unsafe strdup(string.prefix { $0 != 0 }.map { CChar(bitPattern: $0) } + [0])
    }
    unsafe pointers.append(nil)
    defer { for index in strings.indices { unsafe free(pointers[index]) } }
    return unsafe body(pointers)
  }
}
