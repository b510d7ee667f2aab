import Pipeline
import Synchronization
import System
import TallyCodec
import Terminal
import Traffic

/// Keeps the state of a watch in its file while the watch runs.
struct StateKeeper: Sendable {
  private enum Outcome {
    case saved
    /// The end came before the output had taken what the state says has been reported.
    case notDelivered
    /// Nothing counts yet.
    case nothingYet
    case failed(StateFileError)
  }

  /// How often what changed is saved.
  private struct Pace {
    var pause: Duration
    /// The least pause as a multiple of the time that saving took: a state may be large, or the disk
    /// slow.
    var pausePerSave: Int

    /// A run that is killed repeats no more than this.
    static let usual = Pace(pause: .seconds(2), pausePerSave: 25)
    /// Until all that was there at the start has been read: from then on the next run knows each
    /// file, whatever it is called by then.
    static let eager = Pace(pause: .milliseconds(50), pausePerSave: 4)
  }

  /// When a state is saved whose reports have not all been taken by the reader of the output.
  ///
  /// A run that is killed leaves no more than what was saved: the next one resumes behind it and does
  /// not report it again.
  private enum Delivery {
    /// Not before they are: what a reader that stalls has not taken is read and reported again.
    case required
    /// Soon: the exit status says whether the rest was taken.
    case tried

    /// How long the output may take them once the end was asked for.
    static let triedFor = Duration.milliseconds(100)
  }

  let file: StateFile
  private let current: KeptSettings

  init(file: StateFile, settings: StateSettings) {
    self.file = file
    current = KeptSettings(settings)
  }

  /// What the state is of.
  var settings: StateSettings { current.value.withLock { $0 } }

  /// Records that the default rule has another window now, which is a part of the settings.
  func note(windowSeconds: Int) {
    current.value.withLock { $0.windowSeconds = windowSeconds }
  }

  /// Saves what changed every few seconds, until the task is cancelled.
  ///
  /// Each change between saving and failing is told, with the error or `nil`; the same error is told
  /// once.
  func keep(_ aggregator: Aggregator, tell: @Sendable (StateFileError?) async -> Void) async {
    var saved: Int?
    var told: StateFileError?
    while !Task.isCancelled {
      let pace = await aggregator.isUpToDate ? Pace.usual : Pace.eager
      let revision = await aggregator.revision
      let begin = Moment.now.uptime
      if revision != saved {
        switch await save(aggregator, .required) {
        case .saved:
          saved = revision
          if told != nil { await tell(nil) }
          told = nil
        case .nothingYet, .notDelivered: break
        case .failed(let error):
          if error != told { await tell(error) }
          told = error
        }
      }
      let taken = Moment.now.uptime - begin
      do {
        try await Task.sleep(for: max(pace.pause, taken * pace.pausePerSave))
      } catch {
        return
      }
    }
  }

  /// Saves what is known now.
  private func save(_ aggregator: Aggregator, _ delivery: Delivery) async -> Outcome {
    guard await aggregator.hasState else { return .nothingYet }
    var isDelivered = false
    do throws(StateFileError) {
      try await file.replace { draft in
        // Block by block, as it is written: all of it may be as large as what it is of.
        var writer = RecordWriter { draft.append($0) }
        settings.write(to: &writer)
        writer = await aggregator.write(to: writer, at: .now)
        writer.finish()
        let end = MachineClock.uptime + Delivery.triedFor
        isDelivered = await aggregator.bus.delivered {
          delivery == .tried && MachineClock.uptime > end
        }
        return isDelivered || delivery == .tried ? .complete : .dropped
      }
    } catch {
      return .failed(error)
    }
    return isDelivered || delivery == .tried ? .saved : .notDelivered
  }

  /// Saves for the last time; returns whether the next run can continue from here.
  func saveAtEnd(_ aggregator: Aggregator) async -> Bool {
    guard case .failed(let error) = await save(aggregator, .tried) else { return true }
    FileOutput.complain("\(error)")
    return false
  }
}

/// The settings that a state is of, which change when the settings file is read again.
private final class KeptSettings: Sendable {
  let value: Mutex<StateSettings>

  init(_ settings: StateSettings) { value = Mutex(settings) }
}
