private import Synchronization

/// How far the reading of what was there at the start has come.
///
/// The reading thread updates it; any thread may read it at any time.
package final class LoadProgress: Sendable {
  private let done = Atomic(0)
  private let whole = Atomic(0)
  private let over = Atomic(false)

  package init() {}

  /// The bytes that were read, as they stand on the disk.
  package var doneBytes: Int { done.load(ordering: .relaxed) }

  /// The bytes to read, or `nil` if that is not known: a stream may never end.
  package var totalBytes: Int? {
    let bytes = whole.load(ordering: .relaxed)
    return bytes > 0 ? bytes : nil
  }

  /// The share that is done, from 0 to 1, where it is known.
  package var share: Double? {
    totalBytes.map { min(1, Double(doneBytes) / Double($0)) }
  }

  /// Whether all that was there at the start has been passed on.
  package var isOver: Bool { over.load(ordering: .relaxed) }

  package func start(total: Int?) { whole.store(total ?? 0, ordering: .relaxed) }

  package func note(done bytes: Int) { done.store(bytes, ordering: .relaxed) }

  package func end() { over.store(true, ordering: .relaxed) }
}
