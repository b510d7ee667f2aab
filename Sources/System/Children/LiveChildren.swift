private import Glibc
import Synchronization

/// The child processes that run now, so that none outlives the program.
package enum LiveChildren {
  private struct State {
    var leaders: Set<Int32> = []
    var isOver = false
  }

  private static let state = Mutex(State())

  /// Ends the process groups of all children at once, and lets no other one start; `kill(2)`.
  ///
  /// For the end of the program: their runs are not waited for.
  package static func endAll() {
    state.withLock { state in
      state.isOver = true
      for leader in state.leaders { kill(-leader, SIGKILL) }
    }
  }

  /// Starts a child whose number `spawn` returns.
  static func start(
    _ spawn: () throws(SystemError) -> Int32
  ) throws(SystemError) -> Int32 {
    try state.withLock { (state) throws(SystemError) in
      guard !state.isOver else { throw SystemError(code: ECANCELED) }
      let leader = try DescriptorGate.closed { () throws(SystemError) in
        DescriptorGate.keepAllToThisProcess()
        return try spawn()
      }
      state.leaders.insert(leader)
      return leader
    }
  }

  /// Ends what is left of a child's group, and removes the child; `waitpid(2)`.
  ///
  /// Until then its number is its own: another process cannot get it before.
  static func reap(_ leader: Int32) -> ChildOutcome.Ending {
    state.withLock { _ = $0.leaders.remove(leader) }
    kill(-leader, SIGKILL)
    var status: Int32 = 0
    while unsafe waitpid(leader, &status, 0) < 0 {
      guard errno == EINTR else { return .exited(status: 0) }
    }
    let signal = status & 0x7F
    return signal == 0 ? .exited(status: status >> 8 & 0xFF) : .signalled(signal)
  }
}
