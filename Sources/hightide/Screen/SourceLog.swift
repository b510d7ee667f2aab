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
    var ended: Set<String> = []
  }

  private let state = Mutex(State())
  private let paths: [String]
  private let isDemo: Bool

  /// Creates the log of the sources that the user named.
  init(paths: [String], isDemo: Bool) {
    self.paths = paths
    self.isDemo = isDemo
  }

  func note(_ event: SourceEvent) {
    state.withLock { state in
      switch event.change {
      case .opened, .rotated, .truncated, .resumed: state.troubles[event.path] = nil
      case .waiting, .failed: state.troubles[event.path] = event.change
      case .ended: state.ended.insert(event.path)
      }
    }
  }

  /// What was there at the start has been read.
  func noteLoaded() { state.withLock { $0.isLoading = false } }

  /// No more lines will come.
  func noteEnd() { state.withLock { $0.hasEnded = true } }

  /// The worst of what can be said of the sources.
  var status: SourceStatus {
    let state = state.withLock { $0 }
    return SourceStatus(state: summary(state), paths: paths, isDemo: isDemo)
  }

  private func summary(_ state: State) -> SourceStatus.State {
    if state.hasEnded || state.ended.isSuperset(of: paths) { return .ended }
    for (path, change) in state.troubles.sorted(by: { $0.key < $1.key }) {
      guard case .failed(let reason) = change else { continue }
      return .failed(reason: paths.count > 1 ? "\(path): \(reason)" : "\(reason)")
    }
    if !state.troubles.isEmpty, state.troubles.count >= paths.count { return .waiting }
    return state.isLoading ? .loading(share: nil) : .following
  }
}
