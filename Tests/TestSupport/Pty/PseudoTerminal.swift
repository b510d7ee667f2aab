package import Glibc

/// The system calls that make a pseudo-terminal.
package enum PseudoTerminal {
  // Linux's, which are not imported: asm-generic/ioctls.h.
  private static let lockRequest: UInt = 0x4004_5431
  private static let numberRequest: UInt = 0x8004_5430

  /// Opens the master side.
  ///
  /// Not by openpty(3): a program that another test starts at the same moment would
  /// inherit it, and the terminal would not be hung up.
  package static func open(columns: Int, rows: Int) throws -> Int32 {
    let master = unsafe Glibc.open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC)
    guard master >= 0 else { throw Spawn.Failure(call: "open /dev/ptmx") }
    var locked: Int32 = 0
    guard unsafe ioctl(master, lockRequest, &locked) == 0 else {
      throw Spawn.Failure(call: "unlock the terminal")
    }
    setSize(of: master, columns: columns, rows: rows)
    return master
  }

  package static func name(of master: Int32) throws -> String {
    var number: UInt32 = 0
    guard unsafe ioctl(master, numberRequest, &number) == 0 else {
      throw Spawn.Failure(call: "name the terminal")
    }
    return "/dev/pts/\(number)"
  }

  package static func setSize(of master: Int32, columns: Int, rows: Int) {
    var size = winsize()
    size.ws_col = UInt16(columns)
    size.ws_row = UInt16(rows)
    _ = unsafe ioctl(master, UInt(TIOCSWINSZ), &size)
  }

  package static func modes(of master: Int32) -> Modes {
    var modes = termios()
    unsafe tcgetattr(master, &modes)
    return Modes(modes)
  }

  package static func replaceByNothing(_ master: Int32) {
    let null = unsafe Glibc.open("/dev/null", O_RDONLY | O_CLOEXEC)
    dup2(null, master)
    _ = fcntl(master, F_SETFD, FD_CLOEXEC)
    close(null)
  }
}

/// The modes of a terminal, to be compared.
package struct Modes: Equatable {
  package var input: UInt32
  package var output: UInt32
  package var control: UInt32
  package var local: UInt32

  package init(_ modes: termios) {
    input = modes.c_iflag
    output = modes.c_oflag
    control = modes.c_cflag
    local = modes.c_lflag
  }

  package var isRaw: Bool { local & UInt32(ICANON | ECHO) == 0 }
}
