package import Canvas
package import System

/// A program that has the whole terminal: an actor on the main thread.
///
/// Keys reach it by a synchronous call, so that nothing delays the frame that a key changes.
package protocol FullScreenProgram: Actor {
  nonisolated var executor: MainThreadExecutor { get }
  var terminal: TerminalSession { get }

  /// Handles what the user did; `showFrame` is called once all events are handled.
  func take(_ event: InputEvent)
  /// Shows the current state.
  func showFrame()
  /// Reads the settings again.
  func reload()
  /// Ends the program with `executor.end(status:)`, on a signal or when the terminal is gone.
  func end()
}

extension FullScreenProgram {
  /// Runs the program on the calling thread until it ends, restores the terminal, and returns the exit
  /// status.
  ///
  /// Where the end takes long, `abandon` says with which status to leave at once, or `nil` to wait; it
  /// is told whether the end was asked for again.
  package nonisolated func run(
    _ signals: ProcessSignals, onHangUp hangUp: ProcessSignals.HangUp = .ends,
    abandon: @escaping @Sendable (Bool) -> Int32? = { _ in 0 }
  ) throws(SystemError) -> Int32 {
    defer { assumeIsolated { $0.terminal.close() } }
    try signals.deliver(
      onHangUp: hangUp,
      { request in self.executor.perform { self.assumeIsolated { $0.take(request) } } },
      abandon: { isAskedAgain in
        guard let status = abandon(isAskedAgain) else { return nil }
        EmergencyRestore.restore(.discardingOutput)
        return status
      })
    assumeIsolated { $0.attend() }
    return executor.run()
  }

  private func attend() {
    executor.attend(
      to: InputSource(
        descriptor: terminal.descriptor,
        readable: { self.assumeIsolated { $0.takeInput() } },
        hungUp: { self.assumeIsolated { $0.loseTerminal() } }))
    showFrame()
  }

  private func takeInput() {
    let events = terminal.takeInput()
    for event in events { take(event) }
    if !events.isEmpty { showFrame() }
  }

  private func take(_ request: SignalRequest) {
    switch request {
    case .end: return end()
    case .reload: return reload()
    case .suspend: terminal.suspend()
    case .resume: terminal.resume()
    case .resize: terminal.takeNewSize()
    }
    // The size of the terminal may have changed while the process was stopped.
    take(.resize(terminal.size))
    showFrame()
  }

  private func loseTerminal() {
    executor.attend(to: nil)
    end()
  }
}
