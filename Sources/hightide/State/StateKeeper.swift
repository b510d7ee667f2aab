import Pipeline
import Terminal
import Traffic

/// Keeps the state of a watch in its file while the watch goes on.
struct StateKeeper: Sendable {
  enum Outcome {
    case saved
    /// Nothing counts yet.
    case nothingYet
    case failed(StateFileError)
  }

  /// How often what changed is saved: a run that is killed repeats no more than this.
  private static let pause = Duration.seconds(2)
  /// The same until all that was there at the start has been read: from then on the next run knows
  /// each file, whatever it is called by then.
  private static let eagerPause = Duration.milliseconds(50)

  let file: StateFile
  /// What the state is of.
  let settings: StateSettings

  /// Saves what changed every few seconds, until the task is cancelled.
  ///
  /// Each change between saving and failing is told, with the error or `nil`; the same error is told
  /// once.
  func keep(_ aggregator: Aggregator, tell: @Sendable (StateFileError?) -> Void) async {
    var saved: Int?
    var told: StateFileError?
    while !Task.isCancelled {
      let pause =
        await aggregator.isUpToDate ? StateKeeper.pause : StateKeeper.eagerPause
      let revision = await aggregator.revision
      if revision != saved {
        switch await save(aggregator) {
        case .saved:
          saved = revision
          if told != nil { tell(nil) }
          told = nil
        case .nothingYet: break
        case .failed(let error):
          if error != told { tell(error) }
          told = error
        }
      }
      do {
        try await Task.sleep(for: pause)
      } catch {
        return
      }
    }
  }

  /// Saves what is known now; for one task at a time.
  func save(_ aggregator: Aggregator) async -> Outcome {
    var writer = StateWriter()
    settings.write(to: &writer)
    guard let state = await aggregator.state(at: .now) else { return .nothingYet }
    writer.raw(state)
    do throws(StateFileError) {
      try await file.replace(with: StateEnvelope.seal(writer.bytes))
      return .saved
    } catch {
      return .failed(error)
    }
  }

  /// Saves for the last time; returns whether the next run can go on from here.
  func saveAtEnd(_ aggregator: Aggregator) async -> Bool {
    guard case .failed(let error) = await save(aggregator) else { return true }
    FileOutput.complain("\(error)")
    return false
  }

  /// Does the same while the main thread waits.
  func saveAtEnd(waitingFor aggregator: Aggregator) throws -> Bool {
    let executor = try MainThreadExecutor()
    Task { executor.end(status: await saveAtEnd(aggregator) ? 0 : 1) }
    return executor.run() == 0
  }
}
