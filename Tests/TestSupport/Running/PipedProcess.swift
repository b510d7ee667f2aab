import Glibc

/// A program whose output and errors are read through pipes.
///
/// Nothing is read but within the waits, all of which are bounded.
package final class PipedProcess {
  /// What its standard input is.
  package enum Input {
    case nothing
    case file(String)
    /// What ``send(_:)`` gives, until ``closeInput()``.
    case pipe
  }

  package private(set) var output: [UInt8] = []
  package private(set) var errors: [UInt8] = []
  package let pid: Int32
  /// How it ended, in the form of waitpid(2); `nil` while it runs.
  private var status: Int32?
  private var outputEnd: Int32
  private var errorEnd: Int32
  private var inputEnd: Int32 = -1

  package init(
    _ arguments: [String], program: String = BuiltProduct.hightide, input: Input = .nothing,
    environment: [String: String] = [:]
  ) throws {
    let out = try Spawn.pipe()
    let err = try Spawn.pipe()
    (outputEnd, errorEnd) = (out.reading, err.reading)
    var stdin = Spawn.Stream.file("/dev/null")
    var inner: [Int32] = [out.writing, err.writing]
    switch input {
    case .nothing: break
    case .file(let path): stdin = .file(path)
    case .pipe:
      let pipe = try Spawn.pipe()
      inputEnd = pipe.writing
      inner.append(pipe.reading)
      stdin = .descriptor(pipe.reading)
    }
    var all = ["LC_ALL": "C.UTF-8", "PATH": "/usr/bin:/bin", "SWIFT_BACKTRACE": "enable=no"]
    all.merge(environment) { $1 }
    pid = try Spawn.start(
      program, arguments, all, [stdin, .descriptor(out.writing), .descriptor(err.writing)])
    for descriptor in inner { close(descriptor) }
  }

  deinit {
    if status == nil {
      kill(pid, SIGKILL)
      var ignored: Int32 = 0
      unsafe waitpid(pid, &ignored, 0)
    }
    for descriptor in [outputEnd, errorEnd, inputEnd] where descriptor >= 0 { close(descriptor) }
  }

  /// The whole lines of its output.
  package var lines: [String] { PipedProcess.lines(output) }
  package var complaints: [String] { PipedProcess.lines(errors) }

  private static func lines(_ bytes: [UInt8]) -> [String] {
    guard let end = bytes.lastIndex(of: 10) else { return [] }
    return bytes[..<end].split(separator: 10, omittingEmptySubsequences: false)
      .map { String(decoding: $0, as: UTF8.self) }
  }

  package func send(_ text: String) { send(Array(text.utf8)) }

  package func send(_ sent: [UInt8]) {
    var bytes = sent[...]
    while !bytes.isEmpty {
      let count = unsafe bytes.withUnsafeBytes { unsafe write(inputEnd, $0.baseAddress, $0.count) }
      guard count > 0 else { return }
      bytes = bytes.dropFirst(count)
    }
  }

  package func closeInput() {
    close(inputEnd)
    inputEnd = -1
  }

  package func signal(_ number: Int32) { kill(pid, number) }

  /// Closes the pipe that its output goes to, as a reader does that has seen enough.
  package func closeOutput() {
    close(outputEnd)
    outputEnd = -1
  }

  /// Reads until the condition holds; `false` if the output ends or patience does before.
  package func wait(until condition: (PipedProcess) throws -> Bool) rethrows -> Bool {
    let deadline = Patience.now + Patience.limit
    while try !condition(self) {
      guard read(until: deadline) else { return try condition(self) }
    }
    return true
  }

  /// How many bytes of output wait to be read.
  package var waitingBytes: Int {
    var count: Int32 = 0
    return unsafe ioctl(outputEnd, UInt(FIONREAD), &count) == 0 ? Int(count) : 0
  }

  /// Waits for the end without reading, then reads what was written; returns the exit status as
  /// ``waitForExit()`` does.
  package func waitForEnd() -> Int32? {
    let hasEnded = Patience.wait {
      var raw: Int32 = 0
      if status == nil, unsafe waitpid(pid, &raw, WNOHANG) == pid { status = raw }
      return status != nil
    }
    return hasEnded ? waitForExit() : nil
  }

  /// Reads to the end of all output, and returns the exit status; 128 and the number if a signal
  /// ended it, `nil` when patience is at its end.
  package func waitForExit() -> Int32? {
    let deadline = Patience.now + Patience.limit
    while read(until: deadline) {}
    while status == nil, Patience.now < deadline {
      var raw: Int32 = 0
      if unsafe waitpid(pid, &raw, WNOHANG) == pid { status = raw } else { poll(nil, 0, 2) }
    }
    return status.map { $0 & 0x7F == 0 ? ($0 >> 8) & 0xFF : 128 + ($0 & 0x7F) }
  }

  /// Reads what is there; `false` if nothing came or will come.
  private func read(until deadline: Int64) -> Bool {
    var ends = [outputEnd, errorEnd].filter { $0 >= 0 }
      .map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
    let patience = Int32(clamping: max(0, deadline - Patience.now))
    guard !ends.isEmpty, unsafe poll(&ends, UInt(ends.count), patience) > 0 else { return false }
    for end in ends where end.revents != 0 {
      var bytes: [UInt8] = Array(repeating: 0, count: 65_536)
      let count = unsafe Glibc.read(end.fd, &bytes, bytes.count)
      if count <= 0 {
        close(end.fd)
        if end.fd == outputEnd { outputEnd = -1 } else { errorEnd = -1 }
      } else if end.fd == outputEnd {
        output += bytes[..<count]
      } else {
        errors += bytes[..<count]
      }
    }
    return true
  }
}
