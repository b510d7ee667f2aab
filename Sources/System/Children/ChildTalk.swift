private import Glibc

/// A child process that is talked to as long as it runs.
///
/// What is said to it and what it says goes in pieces, as they come. It has ended, with all that it
/// started, once the last reference goes.
package final class ChildTalk {
  /// How much of its errors is kept: the end of them, in bytes.
  private static let errorLimit = 4_096

  private let leader: Int32
  private var input: Descriptor?
  private let output: Descriptor
  private let errorEnd: Descriptor
  private var isErrorOpen = true
  private var unsent: [UInt8] = []
  private var ending: ChildOutcome.Ending?
  /// The end of what it wrote to standard error.
  package private(set) var errors: [UInt8] = []

  /// Starts the program, whose time limit and input are ignored.
  package init(_ program: ChildProgram) throws(SystemError) {
    let streams = try ChildRun.streams()
    leader = try ChildRun.lead(program, streams)
    input = streams.input.writeEnd
    output = streams.output.readEnd
    errorEnd = streams.errors.readEnd
  }

  deinit { end() }

  /// The descriptors to wait for.
  package var numbers: [Int32] { [output.number] + (isErrorOpen ? [errorEnd.number] : []) }

  /// Says something to it; what it does not take yet is kept, and sent with the next call.
  package func send(_ bytes: [UInt8]) {
    unsent += bytes
    guard let input, !unsent.isEmpty else { return }
    let count = unsafe unsent.withUnsafeBytes {
      unsafe write(input.number, $0.baseAddress, $0.count)
    }
    if count > 0 { unsent.removeFirst(count) }
  }

  /// What it has said, at most so many bytes; nothing once it has ended.
  ///
  /// - Throws: `wouldBlock` where nothing has come, for now.
  package func receive(atMost maximum: Int) throws(SystemError) -> [UInt8] {
    takeErrors()
    return try output.available(atMost: maximum)
  }

  private func takeErrors() {
    do {
      while isErrorOpen {
        let bytes = try errorEnd.available(atMost: ChildTalk.errorLimit)
        isErrorOpen = !bytes.isEmpty
        errors = Array((errors + bytes).suffix(ChildTalk.errorLimit))
      }
    } catch {
      isErrorOpen = error == .wouldBlock
    }
  }

  /// Ends it, and returns how it ended; one that has ended by itself has its own status.
  @discardableResult
  package func end() -> ChildOutcome.Ending {
    if let ending { return ending }
    input = nil
    // One that has closed its output is about to exit.
    if !hasExited { poll(nil, 0, 20) }
    takeErrors()
    let ending = LiveChildren.reap(leader)
    self.ending = ending
    return ending
  }

  private var hasExited: Bool {
    var info = unsafe siginfo_t()
    return unsafe waitid(P_PID, id_t(leader), &info, WEXITED | WNOHANG | WNOWAIT) == 0
      && info.si_signo != 0
  }
}
