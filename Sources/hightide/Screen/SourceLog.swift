import Dashboard
import LogTail
import Synchronization

/// What has become of the sources, for the screen: written by the task that reads, read by the one
/// that shows.
final class SourceLog: Sendable {
  private struct State {
    var isLoading = true
    var hasEnded = false
    /// The last word on each source that is not simply being read.
    var troubles: [String: SourceEvent.Change] = [:]
    /// The sources that are being read, also those that a pattern found.
    var followed: Set<String> = []
    var ended: Set<String> = []
    /// Whether lines that were written between two runs are nowhere to be found.
    var hasMissed = false
    /// Why the state could not be saved, if it could not.
    var saveFailure: StateFileError?
  }

  private let state = Mutex(State())
  private let paths: [String]
  private let isDemo: Bool
  private let progress: LoadProgress

  /// Creates the log of the sources that the user named.
  init(paths: [String], isDemo: Bool, progress: LoadProgress) {
    self.paths = paths
    self.isDemo = isDemo
    self.progress = progress
  }

  func note(_ event: SourceEvent) {
    state.withLock { state in
      switch event.change {
      case .opened, .rotated, .truncated, .resumed:
        state.troubles[event.path] = nil
        state.followed.insert(event.path)
      case .waiting, .failed:
        state.troubles[event.path] = event.change
        state.followed.remove(event.path)
      case .missed: state.hasMissed = true
      case .ended:
        state.ended.insert(event.path)
        state.followed.remove(event.path)
      }
    }
  }

  /// Whether the state could be saved.
  func note(saveFailure: StateFileError?) {
    state.withLock { $0.saveFailure = saveFailure }
  }

  /// What was there at the start has been read.
  func noteLoaded() { state.withLock { $0.isLoading = false } }

  /// No more lines will come.
  func noteEnd() { state.withLock { $0.hasEnded = true } }

  /// Whether what was there at the start is still being read.
  var isLoading: Bool { state.withLock { $0.isLoading && !$0.hasEnded } }

  /// The worst of what can be said of the sources.
  var status: SourceStatus {
    let state = state.withLock { $0 }
    return SourceStatus(
      state: summary(state), paths: paths, isDemo: isDemo, hasMissed: state.hasMissed)
  }

  /// The sources that cannot be read, or not to their end, in the order of their names.
  var failures: [SourceFailure] { failures(state.withLock { $0 }) }

  private func failures(_ state: State) -> [SourceFailure] {
    state.troubles.sorted { $0.key < $1.key }.compactMap { path, change in
      guard case .failed(let reason) = change else { return nil }
      return SourceFailure(path: path, reason: reason)
    }
  }

  private func summary(_ state: State) -> SourceStatus.State {
    // Said also at the end: what is shown is not all there was.
    if let failure = failures(state).first {
      let reason = "\(failure.reason)"
      return .failed(reason: paths.count > 1 ? "\(failure.path): \(reason)" : reason)
    }
    if state.hasEnded || state.ended.isSuperset(of: paths) { return .ended }
    if !state.troubles.isEmpty, state.followed.isEmpty { return .waiting }
    if let failure = state.saveFailure { return .unsaved(reason: failure.reason) }
    return state.isLoading ? .loading(share: progress.share) : .following
  }
}

/// A source that cannot be read, and why.
struct SourceFailure {
  var path: String
  var reason: ReadError
}
