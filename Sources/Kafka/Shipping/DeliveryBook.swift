package import Feed
package import LogTail

/// Which records are unacknowledged, and the place in each log up to which all are acknowledged.
///
/// Records belong to batches; the place in a log moves with the oldest batches that have arrived as a
/// whole, in their order.
package struct DeliveryBook {
  /// What has arrived for good.
  package struct Progress {
    package var positions: [FilePosition] = []
    package var origins: [SourceName: ShippedOrigin] = [:]
  }

  private struct Batch {
    var waiting = 0
    var isWhole = false
    var progress = Progress()
  }

  private var batches: [Batch] = []
  /// The number of the first of them.
  private var first = 1
  /// The code of the first delivery that failed; 0 if none has.
  package private(set) var failure: Int32 = 0
  /// How many records have arrived.
  package private(set) var delivered = 0

  package init() {}

  /// The number of unacknowledged records.
  package private(set) var waiting = 0

  /// Begins a batch, and returns its number, which is not 0.
  package mutating func begin() -> Int {
    batches.append(Batch())
    return first + batches.count - 1
  }

  /// Adds a record to a batch.
  package mutating func add(to batch: Int) {
    batches[batch - first].waiting += 1
    waiting += 1
  }

  /// Says that a batch has all its records, and what holds once they have arrived.
  package mutating func finish(_ batch: Int, _ progress: Progress) {
    batches[batch - first].isWhole = true
    batches[batch - first].progress = progress
  }

  /// Takes in what became of a record.
  package mutating func settle(_ batch: Int, code: Int32) {
    guard batch >= first, batch - first < batches.count else { return }
    guard code == 0 else {
      if failure == 0 { failure = code }
      return
    }
    delivered += 1
    batches[batch - first].waiting -= 1
    waiting -= 1
  }

  /// Takes what has arrived for good since this was last called, in its order.
  package mutating func takeProgress() -> [Progress] {
    var count = 0
    while count < batches.count, batches[count].isWhole, batches[count].waiting == 0 { count += 1 }
    guard count > 0 else { return [] }
    let progress = batches[..<count].map(\.progress)
    batches.removeFirst(count)
    first += count
    return progress
  }
}
