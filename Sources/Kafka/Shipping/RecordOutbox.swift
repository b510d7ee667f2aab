private import Synchronization
package import System

/// Records on their way to a topic, in their order; each is kept until it has arrived.
package final class RecordOutbox: Sendable {
  package struct Record: Sendable {
    package let key: [UInt8]
    package let value: [UInt8]
    /// Whether it must arrive; one that is not is followed by another one that says more.
    package let isFinal: Bool

    package init(key: [UInt8], value: [UInt8], isFinal: Bool) {
      self.key = key
      self.value = value
      self.isFinal = isFinal
    }
  }

  private struct State {
    /// Those that have not arrived, by their numbers.
    var waiting: [Int: Record] = [:]
    /// How many of them are not final.
    var open = 0
    var bytes = 0
    /// The number of the next record.
    var next = 1
    /// The number of the oldest that has not arrived.
    var oldest = 1
    /// The number of the next to be sent.
    var unsent = 1
    var arrived = 0
    var isEnding = false
    var givers: [CheckedContinuation<Void, Never>] = []
  }

  private let state = Mutex(State())
  private let mostBytes: Int
  let wakeUp: WakeUp

  /// Creates an empty one, which has space as long as those that wait have fewer bytes than that.
  package init(mostBytes: Int = 16 << 20) throws(SystemError) {
    self.mostBytes = mostBytes
    wakeUp = try WakeUp()
  }

  /// Adds records, also where there is no space; returns the number of the last one.
  @discardableResult
  package func put(_ records: [Record]) -> Int {
    let last = state.withLock { state in
      for record in records {
        state.waiting[state.next] = record
        state.next += 1
        state.bytes += record.key.count + record.value.count
        if !record.isFinal { state.open += 1 }
      }
      return state.next - 1
    }
    if !records.isEmpty { wakeUp.wake() }
    return last
  }

  package var hasSpace: Bool { state.withLock { $0.bytes < mostBytes } }

  /// Waits until there is space; `false` once nothing more is to be added.
  package func waitForSpace() async -> Bool {
    await withCheckedContinuation { continuation in
      let isFree = state.withLock { state in
        if state.isEnding || state.bytes < mostBytes { return true }
        state.givers.append(continuation)
        return false
      }
      if isFree { continuation.resume() }
    }
    return state.withLock { !$0.isEnding }
  }

  /// The records that have not arrived and must, in their order.
  package var waitingFinals: [Record] {
    state.withLock { state in
      state.waiting.sorted { $0.key < $1.key }.map(\.value).filter(\.isFinal)
    }
  }

  /// Whether a record waits that is not final: a later one would say the same and more.
  package var hasOpen: Bool { state.withLock { $0.open > 0 } }

  /// How many records have arrived, and how many have yet to.
  package var counts: (arrived: Int, waiting: Int) {
    state.withLock { ($0.arrived, $0.waiting.count) }
  }

  /// The number of the last record before which, itself included, all have arrived.
  package var arrivedThrough: Int { state.withLock { $0.oldest - 1 } }

  /// Lets no more wait for space: the end was asked for.
  package func beginToEnd() {
    let givers = state.withLock { state in
      state.isEnding = true
      defer { state.givers = [] }
      return state.givers
    }
    for giver in givers { giver.resume() }
  }

  /// The next record to be sent, and its number.
  func takeNext() -> (number: Int, record: Record)? {
    state.withLock { state in
      while state.unsent < state.next {
        defer { state.unsent += 1 }
        if let record = state.waiting[state.unsent] { return (state.unsent, record) }
      }
      return nil
    }
  }

  /// Has a record sent again, and all behind it, that has not arrived.
  func rewind(to number: Int? = nil) {
    state.withLock { $0.unsent = min($0.unsent, number ?? $0.oldest) }
  }

  /// Takes out a record that has arrived.
  func settle(_ number: Int) {
    let givers = state.withLock { state -> [CheckedContinuation<Void, Never>] in
      guard let record = state.waiting.removeValue(forKey: number) else { return [] }
      state.bytes -= record.key.count + record.value.count
      state.arrived += 1
      if !record.isFinal { state.open -= 1 }
      while state.oldest < state.next, state.waiting[state.oldest] == nil { state.oldest += 1 }
      guard state.bytes < mostBytes else { return [] }
      defer { state.givers = [] }
      return state.givers
    }
    for giver in givers { giver.resume() }
  }
}
