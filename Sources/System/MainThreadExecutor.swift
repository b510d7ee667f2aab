private import Glibc
private import Synchronization

/// Runs the jobs of the actor that owns the terminal on the main thread, between keys.
///
/// The main thread sleeps in poll(2) until a job, an action or the terminal wants it.
/// Input goes before jobs, so that a key never waits for more than the job that is running.
///
/// An async `main` would not do: it ends in `dispatch_main()`, which gives the main thread an
/// empty signal mask, and the signals that `ProcessSignals` waits for would be lost to it.
package final class MainThreadExecutor: SerialExecutor {
  private struct State {
    var jobs: [UnownedJob] = []
    var actions: [@Sendable () -> Void] = []
    var source: InputSource?
    var exitStatus: Int32?

    var hasWork: Bool { !jobs.isEmpty || !actions.isEmpty || exitStatus != nil }
  }

  private let state = Mutex(State())
  private let wakeUp: WakeUp
  private let mainThread: pthread_t

  /// Creates the executor of the thread that calls, which is the one that has to call `run()`.
  package init() throws(SystemError) {
    wakeUp = try WakeUp()
    mainThread = pthread_self()
  }

  /// Runs until `end(status:)` is called; returns its status.
  package func run() -> Int32 {
    while true {
      let source = state.withLock { $0.source }
      poll(source)
      let work = state.withLock { state in
        defer {
          state.jobs = []
          state.actions = []
        }
        return state
      }
      for action in work.actions { action() }
      for job in work.jobs { unsafe job.runSynchronously(on: asUnownedSerialExecutor()) }
      if let status = state.withLock({ $0.exitStatus }) { return status }
    }
  }

  /// Makes `run()` return once the job that is running is done; the first status counts.
  package func end(status: Int32) {
    submit { if $0.exitStatus == nil { $0.exitStatus = status } }
  }

  package func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    submit { $0.jobs.append(job) }
  }

  /// Calls `action` on the main thread, where `assumeIsolated` of an actor on this executor may be
  /// used.
  package func perform(_ action: @escaping @Sendable () -> Void) {
    submit { $0.actions.append(action) }
  }

  /// Calls the source's actions on the main thread from now on; `nil` stops that.
  package func attend(to source: InputSource?) {
    submit { $0.source = source }
  }

  package func checkIsolated() {
    precondition(isOnMainThread, "not on the main thread")
  }

  package func isIsolatingCurrentContext() -> Bool? { isOnMainThread }

  private var isOnMainThread: Bool { pthread_equal(pthread_self(), mainThread) != 0 }

  private func submit(_ change: (inout State) -> Void) {
    state.withLock { change(&$0) }
    // The main thread looks at everything before it sleeps again.
    if !isOnMainThread { wakeUp.wake() }
  }

  private func poll(_ source: InputSource?) {
    var descriptors = [pollfd(fd: wakeUp.number, events: Int16(POLLIN), revents: 0)]
    if let source {
      descriptors.append(pollfd(fd: source.descriptor, events: Int16(POLLIN), revents: 0))
    }
    guard unsafe Glibc.poll(&descriptors, nfds_t(descriptors.count), timeout) > 0 else { return }
    if descriptors[0].revents != 0 { wakeUp.clear() }
    guard let source, let revents = descriptors.dropFirst().first?.revents else { return }
    // A terminal that is gone is always readable, and never has a byte.
    if revents & Int16(POLLIN) != 0 { source.readable() }
    if revents & Int16(POLLHUP | POLLERR | POLLNVAL) != 0 { source.hungUp() }
  }

  /// Milliseconds that poll(2) may sleep; -1 is for ever.
  private var timeout: Int32 { state.withLock { $0.hasWork ? 0 : -1 } }
}

/// What the main thread watches beside its jobs.
package struct InputSource: Sendable {
  package var descriptor: Int32
  /// Called when there is something to read; has to read all of it.
  package var readable: @Sendable () -> Void
  /// Called when nothing will ever come again; has to stop the watching.
  package var hungUp: @Sendable () -> Void

  package init(
    descriptor: Int32, readable: @escaping @Sendable () -> Void,
    hungUp: @escaping @Sendable () -> Void
  ) {
    self.descriptor = descriptor
    self.readable = readable
    self.hungUp = hungUp
  }
}
