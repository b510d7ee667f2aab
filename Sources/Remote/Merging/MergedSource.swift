package import Feed
package import LogTail
private import Synchronization

/// Several sources as one, in the order of ``SourceMerge``.
///
/// Each has a task of its own that takes what it gives.
package final class MergedSource: LineSource {
  package typealias Element = TailItem
  package typealias Failure = Never

  private let sources: [any LineSource<TailItem>]
  private let slots: MergeSlots
  private let tasks: [Task<Void, Never>]

  /// Whether all have given what was there at the start; how far each has come is not told.
  package let progress = LoadProgress()

  /// Begins to take from all sources, of which there is at least one.
  package init(_ sources: [any LineSource<TailItem>], _ knowledge: LineKnowledge) {
    self.sources = sources
    let slots = MergeSlots(SourceMerge(count: sources.count, knowledge))
    self.slots = slots
    tasks = sources.enumerated().map { index, source in
      Task { await MergedSource.take(from: source, index, into: slots) }
    }
  }

  deinit {
    slots.stop()
    for task in tasks { task.cancel() }
  }

  private static func take(
    from source: some LineSource<TailItem>, _ index: Int, into slots: MergeSlots
  ) async {
    for await item in source {
      if case .earlierEnds = item { source.answerEarlier(false) }
      guard await slots.put(item, from: index) else { return source.stop() }
    }
    slots.end(index)
  }

  package func finish() { for source in sources { source.finish() } }

  package func stop() {
    slots.stop()
    for source in sources { source.stop() }
  }

  package func makeAsyncIterator() -> Iterator { Iterator(merged: self) }

  /// Takes what comes; only one task at a time may wait for it.
  package struct Iterator: AsyncIteratorProtocol {
    fileprivate let merged: MergedSource

    package func next() async -> TailItem? {
      let item = await merged.slots.take()
      if case .caughtUp? = item { merged.progress.end() }
      return item
    }
  }
}

/// Where the tasks of sources and the one that takes wait for one another.
private final class MergeSlots: Sendable {
  private struct State {
    var merge: SourceMerge
    var waiting: [Int: CheckedContinuation<Void, Never>] = [:]
    var consumer: CheckedContinuation<Void, Never>?
    var isStopped = false

    /// Those that need not wait any more: whose slots are free, or all.
    mutating func takeWoken() -> [CheckedContinuation<Void, Never>] {
      var woken: [CheckedContinuation<Void, Never>] = []
      for index in waiting.keys where isStopped || merge.isFree(index) {
        if let waiting = waiting.removeValue(forKey: index) { woken.append(waiting) }
      }
      return woken
    }
  }

  private let state: Mutex<State>

  init(_ merge: SourceMerge) { state = Mutex(State(merge: merge)) }

  /// Puts an item into the slot of a source once it is free; `false` once it was stopped.
  func put(_ item: TailItem, from index: Int) async -> Bool {
    await withCheckedContinuation { continuation in
      let isFree = state.withLock { state in
        if state.isStopped || state.merge.isFree(index) { return true }
        state.waiting[index] = continuation
        return false
      }
      if isFree { continuation.resume() }
    }
    let consumer: CheckedContinuation<Void, Never>?? = state.withLock { state in
      guard !state.isStopped else { return nil }
      state.merge.put(item, from: index)
      return .some(state.consumer.take())
    }
    guard let consumer else { return false }
    consumer?.resume()
    return true
  }

  func end(_ index: Int) {
    let consumer = state.withLock { state in
      state.merge.end(index)
      return state.consumer.take()
    }
    consumer?.resume()
  }

  func stop() {
    let woken = state.withLock { state in
      state.isStopped = true
      return state.takeWoken() + [state.consumer.take()].compactMap(\.self)
    }
    for continuation in woken { continuation.resume() }
  }

  private enum Step {
    case item(TailItem)
    case over
    case waits
  }

  /// The next item, or `nil` when all is over or was stopped; a cancelled task stops it.
  func take() async -> TailItem? {
    while true {
      let (step, woken) = state.withLock { state -> (Step, [CheckedContinuation<Void, Never>]) in
        if state.isStopped { return (.over, []) }
        if let item = state.merge.next() { return (.item(item), state.takeWoken()) }
        return (state.merge.isOver ? .over : .waits, state.takeWoken())
      }
      for continuation in woken { continuation.resume() }
      switch step {
      case .item(let item): return item
      case .over: return nil
      case .waits: await waitForMore()
      }
    }
  }

  private func waitForMore() async {
    await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        let mayGoOn = state.withLock { state in
          // Something may have come since.
          if state.isStopped || state.merge.hasNext { return true }
          state.consumer = continuation
          return false
        }
        if mayGoOn { continuation.resume() }
      }
    } onCancel: {
      stop()
    }
  }
}
