private import Synchronization
package import Traffic

/// What the rules of a reader need of the folds on other machines, which changes with the rules.
///
/// One is shared by all that read folds, and by who judges the rules.
package final class FoldWish: Sendable {
  private struct State {
    var selections: [Selection]
    var revision = 0
  }

  private let state: Mutex<State>

  package init(_ selections: [Selection]) { state = Mutex(State(selections: selections)) }

  /// What is to be added up, and how often that has changed.
  package var current: (selections: [Selection], revision: Int) {
    state.withLock { ($0.selections, $0.revision) }
  }

  /// Has other selections added up.
  package func change(to selections: [Selection]) {
    state.withLock { state in
      guard state.selections != selections else { return }
      state.selections = selections
      state.revision += 1
    }
  }
}
