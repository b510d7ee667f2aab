import Foundation
import Glibc

/// A program in a pseudo-terminal of its own, and what it shows there.
///
/// Nothing is read but within the waits, all of which are bounded.
package final class PtyProcess {
  package private(set) var screen: VirtualScreen
  /// All that the program wrote.
  package private(set) var output: [UInt8] = []
  package let pid: Int32
  /// How it ended, in the form of waitpid(2); `nil` while it runs.
  package private(set) var status: Int32?

  /// The modes of the terminal before the program had it.
  package let initialModes: Modes
  private let master: Int32

  package init(
    _ program: String, _ arguments: [String] = [], columns: Int = 80, rows: Int = 24,
    environment: [String: String] = [:]
  ) throws {
    screen = VirtualScreen(columns: columns, rows: rows)
    master = try PseudoTerminal.open(columns: columns, rows: rows)
    initialModes = PseudoTerminal.modes(of: master)
    var all = ["TERM": "xterm-256color", "LC_ALL": "C.UTF-8", "SWIFT_BACKTRACE": "enable=no"]
    all["PATH"] = "/usr/bin:/bin"
    all.merge(environment) { $1 }
    // The leader of a session gets the terminal that it opens first.
    let terminal = Spawn.Stream.file(try PseudoTerminal.name(of: master))
    pid = try Spawn.start(
      program, arguments, all.filter { !$1.isEmpty }, [terminal, .sameAsInput, .sameAsInput])
  }

  deinit {
    if status == nil {
      kill(pid, SIGKILL)
      var ignored: Int32 = 0
      unsafe waitpid(pid, &ignored, 0)
    }
    close(master)
  }

  package func send(_ text: String) { send(Array(text.utf8)) }

  package func send(_ bytes: [UInt8]) {
    _ = unsafe write(master, bytes, bytes.count)
  }

  package func signal(_ number: Int32) { kill(pid, number) }

  /// Sends the signal to the job that has the terminal, which may be another than the program.
  package func signalForeground(_ number: Int32) {
    var group: pid_t = 0
    if unsafe ioctl(master, UInt(TIOCGPGRP), &group) == 0 { kill(-group, number) }
  }

  /// Gives the terminal another size, at which the kernel sends SIGWINCH.
  package func resize(columns: Int, rows: Int) {
    screen.resize(columns: columns, rows: rows)
    PseudoTerminal.setSize(of: master, columns: columns, rows: rows)
  }

  /// The modes of the terminal: the master has those of its other side.
  package var modes: Modes { PseudoTerminal.modes(of: master) }

  /// What is not as it was before the program had the terminal; empty if all is.
  package var leftovers: [String] {
    var leftovers: [String] = []
    if modes != initialModes { leftovers.append("modes \(modes), not \(initialModes)") }
    if screen.isAlternate { leftovers.append("the alternate screen") }
    if screen.modes != VirtualScreen.initialModes { leftovers.append("\(screen.modes)") }
    if screen.isKeypadOn { leftovers.append("the keypad") }
    if screen.pen != VirtualScreen.Pen() { leftovers.append("\(screen.pen)") }
    if !screen.title.isEmpty { leftovers.append("the title \(screen.title)") }
    return leftovers
  }

  /// Reads what the program writes until the condition holds; `false` when patience is at its end without.
  package func wait(until condition: (VirtualScreen) -> Bool) -> Bool {
    let deadline = Patience.now + Patience.limit
    while !condition(screen) {
      guard read(until: deadline) else { return condition(screen) }
    }
    return true
  }

  package func wait(for text: String) -> Bool { wait { $0.contains(text) } }

  /// Waits until the program has ended, and returns its exit status; 128 and the number if a
  /// signal ended it, `nil` when patience is at its end.
  package func waitForExit() -> Int32? {
    let deadline = Patience.now + Patience.limit
    while status == nil, Patience.now < deadline {
      _ = read(until: Patience.now + 2)
      var raw: Int32 = 0
      if unsafe waitpid(pid, &raw, WNOHANG) == pid { status = raw }
    }
    // The last bytes are there until they are read.
    while read(until: deadline) {}
    guard let status else { return nil }
    return status & 0x7F == 0 ? (status >> 8) & 0xFF : 128 + (status & 0x7F)
  }

  /// Sends keys that make the program write, until it blocks because its output is not read.
  package func fill(by keys: String) throws -> Bool {
    var written = ""
    var checks = 0
    return try Patience.wait {
      send(keys)
      let counts = try String(contentsOfFile: "/proc/\(pid)/io", encoding: .utf8)
      checks = counts == written ? checks + 1 : 0
      written = counts
      return checks == 20
    }
  }

  /// Waits until the program has ended, without reading a byte of what it writes.
  package func waitForEndUnread() -> Int32? {
    let deadline = Patience.now + Patience.limit
    var raw: Int32 = 0
    while status == nil, Patience.now < deadline {
      poll(nil, 0, 5)
      if unsafe waitpid(pid, &raw, WNOHANG) == pid { status = raw }
    }
    return status.map { $0 & 0x7F == 0 ? ($0 >> 8) & 0xFF : 128 + ($0 & 0x7F) }
  }

  /// Reads what is there, waiting for it until the deadline; `false` if nothing came or will come.
  @discardableResult
  package func read(until deadline: Int64) -> Bool {
    var descriptor = pollfd(fd: master, events: Int16(POLLIN), revents: 0)
    let patience = Int32(clamping: max(0, deadline - Patience.now))
    guard unsafe poll(&descriptor, 1, patience) > 0 else { return false }
    var bytes: [UInt8] = Array(repeating: 0, count: 65_536)
    let count = unsafe Glibc.read(master, &bytes, bytes.count)
    // EIO: no process has the other side open.
    guard count > 0 else { return false }
    output += bytes[..<count]
    screen.feed(bytes[..<count])
    return true
  }

  /// Hangs up, as a terminal's window does when it is closed.
  package func hangUp() { PseudoTerminal.replaceByNothing(master) }
}
