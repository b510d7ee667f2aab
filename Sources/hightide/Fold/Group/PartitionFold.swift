import AccessLog
import Feed
import Fleet
import Kafka
import Pipeline
import Traffic

/// The fold of one partition of lines: an origin, with a clock for each server.
///
/// What it says of an interval depends on the records of the partition alone, and a revision tells how many
/// of them it has seen: any worker that folds the partition from a commit on says the same.
struct PartitionFold {
  /// Servers that are quiet are forgotten beyond so many.
  private static let mostServers = 8_192
  private static let mostEnded = 64
  /// Takes at one offset have so many revisions.
  private static let revisionsPerOffset = 4

  struct Batch {
    var number: Int
    var offset: Int
    var timeBefore: Int?
  }

  let partition: Int32
  /// What tells the origin from others of the same partition.
  let life: String
  private let origin: [UInt8]
  let settings: WatchSettings
  var servers: [[UInt8]: GroupServer] = [:]
  /// Those of the commit that it began with, of which nothing has come yet, by the hashes of their names.
  var known: [UInt64: PartitionCommit.Server] = [:]
  private let closedThrough: Int?
  private let foldedBefore: Int
  let groupSince: Int?
  var forgottenThrough: Int?
  private var changed: Set<[UInt8]> = []
  /// The servers of which the last record had no tallies.
  private var short: Set<[UInt8]> = []
  private var number = 0
  /// Those that may have to be added again.
  var batches: [Batch] = []
  private(set) var next: Int
  private(set) var time: Int?

  /// Begins at an offset with what a commit there says.
  init(
    _ partition: Int32, of topic: String, settings: WatchSettings, at offset: Int,
    _ commit: PartitionCommit
  ) {
    self.partition = partition
    self.settings = settings
    life = commit.life
    // The whole name of a topic may be longer than that of an origin.
    origin = Array("\(topic.prefix(200))/\(partition)\(commit.life)".utf8)
    for server in commit.servers { known[server.hash] = server }
    closedThrough = commit.closedThrough
    foldedBefore = commit.folded
    groupSince = commit.groupSince
    forgottenThrough = commit.forgottenThrough
    next = offset
    time = commit.time
  }

  /// The number of the batch that comes next.
  var nextNumber: Int { number + 1 }

  /// Adds a batch.
  ///
  /// Returns whether so many intervals have ended that what has changed is to be taken at once, as in a log
  /// that is caught up with.
  mutating func add(_ batch: PartitionBatch) -> Bool {
    number += 1
    batches.append(Batch(number: number, offset: batch.offset, timeBefore: batch.timeBefore))
    for server in batch.servers { add(server, next: batch.next) }
    next = batch.next
    time = batch.time ?? time
    if servers.count > PartitionFold.mostServers { forgetQuiet(servers.count / 8) }
    return batch.servers.contains {
      servers[$0.server]?.fold.endedCount ?? 0 >= PartitionFold.mostEnded
    }
  }

  private mutating func add(_ batch: ServerBatch, next: Int) {
    let name = batch.server
    let isNew = servers[name] == nil
    var server = servers[name] ?? GroupServer(begin(name, at: batch.offset))
    // Not copied while it is changed.
    servers[name] = nil
    changed.insert(name)
    let (settings, number) = (settings, number)
    func add(to server: inout GroupServer) {
      server.add(batch, number: number, next: next, timing: settings.timing) { range in
        PartitionFold.tally(batch, range, settings)
      }
    }
    let before = isNew && forgottenThrough != nil ? server : nil
    add(to: &server)
    if before != nil, let forgottenThrough, let clock = server.fold.clock,
      settings.timing.interval(of: clock) <= forgottenThrough, batch.offset >= foldedBefore
    {
      // It may be one that was forgotten: what is as old as that is late.
      let timing = settings.timing
      server = GroupServer(
        fold(
          name, timing.start(ofInterval: forgottenThrough + 1) + timing.latenessSeconds,
          forgottenThrough))
      add(to: &server)
    }
    servers[name] = server
  }

  private static func tally(
    _ batch: ServerBatch, _ range: Range<Int>, _ settings: WatchSettings
  ) -> ChunkTally {
    var parts: [LinePart] = []
    for span in batch.spans {
      // A mark may stand within a span.
      let end = min(span.end, range.upperBound)
      guard end > range.lowerBound else { continue }
      parts.append(LinePart(end: end - range.lowerBound, memory: span.memory))
      guard span.end < range.upperBound else { break }
    }
    return ChunkTallier.tally(
      range.count == batch.bytes.count ? batch.bytes : Array(batch.bytes[range]), parts: parts,
      timing: settings.timing, scanner: settings.scanner, counting: settings.counting)
  }

  private mutating func begin(_ name: [UInt8], at offset: Int) -> ServerFold {
    if let server = known.removeValue(forKey: PartitionCommit.hash(name)) {
      return fold(name, server.clock, server.closedThrough)
    }
    // Where it was in step, intervals up to there have been closed.
    return fold(name, nil, offset < foldedBefore ? closedThrough : nil)
  }

  private func fold(_ name: [UInt8], _ clock: Int?, _ closedThrough: Int?) -> ServerFold {
    ServerFold(
      origin: origin, server: name, timing: settings.timing, scanner: settings.scanner,
      counting: settings.counting, clock: clock, closedThrough: closedThrough ?? .min)
  }

  /// Takes the records that have changed since the last call, and those whose tallies were left out and are
  /// due.
  mutating func take(at moment: Moment, isLast: Bool = false) -> [RecordOutbox.Record] {
    var taken: [RecordOutbox.Record] = []
    for name in changed.union(short).sorted(by: { $0.lexicographicallyPrecedes($1) }) {
      guard var server = servers[name] else { continue }
      servers[name] = nil
      if server.pace.isShort, !server.isResting, isLast || server.pace.isDue(at: moment) {
        server.fold.repeatRecords()
      }
      let records = server.fold.takeRecords(
        // That it is not waited for is no sign of it.
        server.isResting ? .final : .all, revision: next * PartitionFold.revisionsPerOffset)
      for written in server.pace.write(records, at: moment, isLast: isLast) {
        taken.append(
          RecordOutbox.Record(
            key: server.fold.server, value: written.bytes, isFinal: written.isFinal))
      }
      if server.pace.isShort { short.insert(name) } else { short.remove(name) }
      servers[name] = server
    }
    changed = []
    return taken
  }
}
