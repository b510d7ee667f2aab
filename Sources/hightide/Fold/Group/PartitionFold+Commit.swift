import Fleet
import Kafka
import Pipeline
import Traffic

extension PartitionFold {
  /// From where another one would go on, once all that was taken has arrived; `nil` if it does not fit.
  ///
  /// To be asked for when what has changed was taken.
  mutating func commit(meaning: UInt64) -> GroupCommit? {
    let first = servers.values.compactMap(\.firstOpenBatch).min() ?? nextNumber
    batches.removeAll { $0.number < first }
    for name in servers.keys.map(\.self) { servers[name]?.forgetMarks(before: first) }
    var commit = PartitionCommit()
    commit.life = life
    commit.meaning = meaning
    commit.folded = next
    commit.groupSince = groupSince
    commit.time = batches.first.map(\.timeBefore) ?? time
    let offset = batches.first?.offset ?? next
    commit.closedThrough = commonlyClosed(from: first)
    commit.forgottenThrough = forgottenThrough
    for (name, server) in servers where !isInStep(server, commit.closedThrough, from: first) {
      let mark = server.mark(from: first)
      commit.servers.append(
        PartitionCommit.Server(
          hash: PartitionCommit.hash(name), clock: mark.map(\.clock) ?? server.fold.clock,
          closedThrough: server.fold.closedThrough == .min ? nil : server.fold.closedThrough))
    }
    commit.servers += known.values
    commit.servers.sort { $0.hash < $1.hash }
    guard let text = commit.text(at: offset) else {
      // Those that nothing has come of for the longest time give way.
      guard forgetQuiet(max(16, commit.servers.count / 8)) else { return nil }
      return self.commit(meaning: meaning)
    }
    return GroupCommit(partition: partition, offset: offset, metadata: text)
  }

  /// The last interval that most servers have closed that have lines from a batch on.
  private func commonlyClosed(from batch: Int) -> Int? {
    var counts: [Int: Int] = [:]
    for server in servers.values where server.fold.closedThrough > .min {
      guard server.mark(from: batch) != nil else { continue }
      counts[server.fold.closedThrough, default: 0] += 1
    }
    // The same, however they are ordered.
    return counts.max { ($0.value, $0.key) < ($1.value, $1.key) }?.key
  }

  /// Whether nothing has to be known of a server but what its lines from a batch on say: one of them moved its
  /// clock past all that has been closed, and what comes before that one was in there.
  private func isInStep(
    _ server: GroupServer, _ closedThrough: Int?, from batch: Int
  ) -> Bool {
    let timing = settings.timing
    guard let closedThrough, let mark = server.mark(from: batch), !server.fold.isHolding,
      server.fold.closedThrough >= closedThrough, let advanced = server.advanced(from: batch),
      timing.interval(of: advanced) > closedThrough
    else { return false }
    return mark.clock.map { timing.interval(of: $0) <= closedThrough } ?? true
  }

  /// Forgets some servers that are quiet; `false` if there are none.
  @discardableResult
  mutating func forgetQuiet(_ count: Int) -> Bool {
    let timing = settings.timing
    func forget(_ clock: Int?) {
      guard let clock else { return }
      forgottenThrough = max(forgottenThrough ?? .min, timing.interval(of: clock))
    }
    if !known.isEmpty {
      for (hash, server) in known.prefix(count) {
        forget(server.clock)
        known[hash] = nil
      }
      return true
    }
    let quiet = servers.filter { $0.value.isResting && $0.value.marks.isEmpty }
      .sorted { $0.value.lastOffset < $1.value.lastOffset }
    for (name, server) in quiet.prefix(count) {
      forget(server.fold.clock)
      servers[name] = nil
    }
    return !quiet.isEmpty
  }
}
