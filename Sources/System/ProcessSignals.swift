private import Glibc
private import SwiftOverlayShims
private import Synchronization

/// What a signal asks the program to do.
package enum SignalRequest: Sendable {
  /// SIGINT, SIGTERM, and SIGHUP unless it is for ``reload``.
  case end
  /// SIGHUP, where that is not the end.
  case reload
  /// SIGTSTP: ^Z, or `kill -TSTP`.
  case suspend
  /// SIGCONT: `fg`, `bg`, or `kill -CONT`.
  case resume
  /// SIGWINCH: the terminal has another size.
  case resize
}

/// Handles the signals of the process one after the other, in plain code on a thread of its own.
///
/// The main thread would not do: it blocks while the terminal does not read, and the program has to
/// end then too.
package struct ProcessSignals: Sendable {
  private let ends: SignalSet
  private let all: SignalSet

  private static let ending = Atomic(false)
  /// How long a clean end may take.
  private static let patience = timespec(tv_sec: 2, tv_nsec: 0)
  /// After which time a second signal means that the user asks again; a signal to the process often
  /// comes again for its group.
  private static let echo = timespec(tv_sec: 0, tv_nsec: 300_000_000)

  /// Whether a signal has asked the program to end.
  package static var isEnding: Bool { ending.load(ordering: .acquiring) }

  /// What ^Z does.
  package enum Stopping {
    /// The kernel stops the process, unless no shell would continue it.
    case byDefault
    /// The program is asked to, since the terminal has to be given back first.
    case onRequest
  }

  /// Blocks the signals in this thread, and in those that it starts from now on.
  ///
  /// A signal that was ignored when the program started, as `nohup` does, stays ignored.
  ///
  /// - Precondition: no other thread has been started.
  package init(_ stopping: Stopping) {
    ends = SignalSet([SIGINT, SIGTERM, SIGHUP].filter { !Self.isIgnored($0) })
    let stops = stopping == .onRequest && !Self.isIgnored(SIGTSTP) ? [SIGTSTP] : []
    all = SignalSet(ends.members + stops + [SIGCONT, SIGWINCH])
    all.block()
  }

  /// What SIGHUP does.
  package enum HangUp: Sendable {
    /// It ends the program.
    case ends
    /// It has the program read its settings again, unless the terminal was lost.
    case reloads
  }

  /// Starts a thread that delivers requests, including those that are already pending.
  ///
  /// `abandon` is called every 2 s after the first request to end, and whenever that request is
  /// repeated; its argument says whether it was. If it returns a status, the process exits with it at
  /// once, whatever the other threads do.
  package func deliver(
    onHangUp hangUp: HangUp = .ends, _ take: @escaping @Sendable (SignalRequest) -> Void,
    abandon: @escaping @Sendable (_ isAskedAgain: Bool) -> Int32?
  ) throws(SystemError) {
    let hadTerminal = Self.hasTerminal
    try Thread.start {
      while true {
        switch all.wait() {
        // A terminal that closes hangs up too: then no one is left to watch.
        case SIGHUP where hangUp == .reloads && (!hadTerminal || Self.hasTerminal):
          take(.reload)
        case SIGTSTP: take(.suspend)
        case SIGCONT: take(.resume)
        case SIGWINCH: take(.resize)
        case .some(let signal) where ends.members.contains(signal):
          Self.ending.store(true, ordering: .releasing)
          take(.end)
          leave(abandon)
        default: break
        }
      }
    }
  }

  private func leave(_ abandon: @Sendable (Bool) -> Int32?) -> Never {
    var pause = Self.echo
    while true {
      let again = ends.wait(within: Self.patience, after: pause)
      if let status = abandon(again != nil) { _exit(status) }
      pause = timespec()
    }
  }

  /// Whether the process has a controlling terminal that is still there; `/dev/tty` is that.
  private static var hasTerminal: Bool {
    let descriptor = unsafe open("/dev/tty", O_RDONLY | O_NOCTTY | O_CLOEXEC)
    guard descriptor >= 0 else { return false }
    close(descriptor)
    return true
  }

  private static func isIgnored(_ signal: Int32) -> Bool {
    var action = sigaction()
    guard unsafe sigaction(signal, nil, &action) == 0 else { return false }
    // SIG_IGN is the address 1.
    return unsafe unsafeBitCast(action.__sigaction_handler, to: UInt.self) == 1
  }
}
