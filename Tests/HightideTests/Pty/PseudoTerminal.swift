import Glibc

/// The system calls that make a pseudo-terminal and start a program in it.
enum PseudoTerminal {
  private static let begin = ContinuousClock.now

  struct Failure: Error {
    var call: String
    var number = errno
  }

  // Linux's, which are not imported: asm-generic/ioctls.h.
  private static let lockRequest: UInt = 0x4004_5431
  private static let numberRequest: UInt = 0x8004_5430

  /// Milliseconds of the monotonic clock.
  static var now: Int64 {
    let passed = (ContinuousClock.now - begin).components
    return passed.seconds * 1000 + passed.attoseconds / 1_000_000_000_000_000
  }

  /// Opens the master side.
  ///
  /// Not by openpty(3): a program that another test starts at the same moment would
  /// inherit it, and the terminal would not be hung up.
  static func open(columns: Int, rows: Int) throws -> Int32 {
    let master = unsafe Glibc.open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC)
    guard master >= 0 else { throw Failure(call: "open /dev/ptmx") }
    var locked: Int32 = 0
    guard unsafe ioctl(master, lockRequest, &locked) == 0 else {
      throw Failure(call: "unlock the terminal")
    }
    setSize(of: master, columns: columns, rows: rows)
    return master
  }

  static func name(of master: Int32) throws -> String {
    var number: UInt32 = 0
    guard unsafe ioctl(master, numberRequest, &number) == 0 else {
      throw Failure(call: "name the terminal")
    }
    return "/dev/pts/\(number)"
  }

  static func setSize(of master: Int32, columns: Int, rows: Int) {
    var size = winsize()
    size.ws_col = UInt16(columns)
    size.ws_row = UInt16(rows)
    _ = unsafe ioctl(master, UInt(TIOCSWINSZ), &size)
  }

  static func modes(of master: Int32) -> Modes {
    var modes = termios()
    unsafe tcgetattr(master, &modes)
    return Modes(modes)
  }

  static func replaceByNothing(_ master: Int32) {
    let null = unsafe Glibc.open("/dev/null", O_RDONLY | O_CLOEXEC)
    dup2(null, master)
    _ = fcntl(master, F_SETFD, FD_CLOEXEC)
    close(null)
  }

  /// Starts the program as the leader of a session that has the terminal, with no signal blocked
  /// or ignored.
  static func spawn(
    _ program: String, _ arguments: [String], _ environment: [String: String], terminal: String
  ) throws -> pid_t {
    var actions = unsafe posix_spawn_file_actions_t()
    unsafe posix_spawn_file_actions_init(&actions)
    defer { unsafe posix_spawn_file_actions_destroy(&actions) }
    unsafe posix_spawn_file_actions_addopen(&actions, 0, terminal, O_RDWR, 0)
    unsafe posix_spawn_file_actions_adddup2(&actions, 0, 1)
    unsafe posix_spawn_file_actions_adddup2(&actions, 0, 2)

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

    var pid: pid_t = 0
    let number = unsafe withStrings([program] + arguments) { arguments in
      unsafe withStrings(environment.map { "\($0)=\($1)" }) { environment in
        unsafe posix_spawn(&pid, program, &actions, &attributes, arguments, environment)
      }
    }
    guard number == 0 else { throw Failure(call: "posix_spawn \(program)", number: number) }
    return pid
  }

  private static func withStrings<Result>(
    _ strings: [String], _ body: ([UnsafeMutablePointer<CChar>?]) -> Result
  ) -> Result {
    let pointers = unsafe strings.map { unsafe strdup($0) } + [nil]
    defer { for index in strings.indices { unsafe free(pointers[index]) } }
    return unsafe body(pointers)
  }
}

/// The modes of a terminal, to be compared.
struct Modes: Equatable {
  var input: UInt32
  var output: UInt32
  var control: UInt32
  var local: UInt32

  init(_ modes: termios) {
    input = modes.c_iflag
    output = modes.c_oflag
    control = modes.c_cflag
    local = modes.c_lflag
  }

  var isRaw: Bool { local & UInt32(ICANON | ECHO) == 0 }
}
