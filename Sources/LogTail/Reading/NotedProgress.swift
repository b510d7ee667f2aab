import Feed

/// The progress of what a tail reads, noted now and then: how far it is takes a look at every file.
struct NotedProgress {
  private let progress: LoadProgress
  /// How many bytes were read since.
  private var unnoted = 0

  init(_ progress: LoadProgress) {
    self.progress = progress
  }

  /// Notes an item that is passed on.
  mutating func note(_ item: TailItem, of tail: borrowing Tail) {
    switch item {
    case .lines(let batch):
      unnoted += batch.bytes.count
      if unnoted >= LineMerge.batchSize { note(tail) }
    case .caughtUp: end()
    default: break
    }
  }

  /// Notes how far a tail is, as long as it reads what was there at the start.
  mutating func note(_ tail: borrowing Tail) {
    if tail.isLoading { progress.note(done: tail.loadedBytes) }
    unnoted = 0
  }

  func end() { progress.end() }
}
