import Synchronization
import Traffic

/// What the rules of a reader need of the folds on other machines, which changes with the rules.
///
/// One is shared by all that read folds, and by who judges the rules.
final class FoldWish: Sendable {
  private let state: Mutex<[Selection]>

  init(_ selections: [Selection]) { state = Mutex(selections) }

  /// What is to be added up.
  var selections: [Selection] {
    get { state.withLock { $0 } }
    set { state.withLock { $0 = newValue } }
  }
}
