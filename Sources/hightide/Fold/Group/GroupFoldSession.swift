import AccessLog
import Feed
import Kafka
import LogTail
import Pipeline
import Remote
import System
import TallyCodec
import Traffic

/// Folds the partitions that a group gives, and sends what they add up to.
///
/// For a thread of its own. A place in a partition is committed once all that was taken up to there has
/// arrived.
final class GroupFoldSession {
  /// How long records have to arrive once a partition is taken away.
  private static let revokePatience = Duration.seconds(5)
  /// How far back a partition without a commit is read from.
  static let beginningSeconds = 3_600
  private static let statusPause = Duration.seconds(60)

  /// A place that holds once so many records have arrived.
  struct Pending {
    var commit: GroupCommit
    var record: Int
  }

  let reader: GroupReader
  private let outbox: RecordOutbox
  let settings: WatchSettings
  let source: KafkaPlace
  let meaning: UInt64
  let isFromStart: Bool
  let interruption: Interruption
  var folds: [Int32: PartitionFold] = [:]
  var pending: [Int32: Pending] = [:]
  var committed: [Int32: GroupCommit] = [:]
  /// Up to where partitions were folded that had a place in the group and are another's now.
  var folded: [Int32: Int] = [:]
  /// Whether the first place of a partition has yet to be committed: nothing is said of it before.
  var unannounced: Set<Int32> = []
  var isPaused = false
  /// Partitions of a topic that was not there for a moment: it may be another one now.
  var doubtful: Set<Int32> = []
  /// Partitions that were given but had no leader, so that nothing is read of them yet.
  var unread: Set<Int32> = []
  var toldUnread: Set<Int32> = []
  /// Partitions begun without a commit that no event has named.
  var fresh: Set<Int32> = []
  /// Partitions that were begun at their first record, which names their origin once it comes.
  var nameless: Set<Int32> = []
  private let nap: WakeUp
  private var nextTick = Duration.zero
  private var status = (bytes: 0, at: MachineClock.uptime)
  private var bytes = 0
  private var unknown = 0
  private var lastUnknown: RecordPlace?
  private var told = ""

  init(
    _ reader: GroupReader, _ outbox: RecordOutbox, _ settings: WatchSettings,
    of source: KafkaPlace, meaning: UInt64, isFromStart: Bool, _ interruption: Interruption
  ) throws(SystemError) {
    nap = try WakeUp()
    self.reader = reader
    self.outbox = outbox
    self.settings = settings
    self.source = source
    self.meaning = meaning
    self.isFromStart = isFromStart
    self.interruption = interruption
  }

  /// Folds until the end is asked for; `false` if it ended by itself.
  func run() -> Bool {
    while !interruption.isSet {
      for event in reader.poll(milliseconds: 100) { take(event) }
      if let error = reader.fatalError {
        say("\(source.name): this worker is out: \(error)")
        return false
      }
      for batch in reader.takeBatches() {
        unknown += batch.unknown
        if let offset = batch.lastUnknown {
          lastUnknown = RecordPlace(partition: batch.partition, offset: offset)
        }
        for server in batch.servers { bytes += server.bytes.count }
        let number = batch.partition
        nameOrigin(by: batch)
        if folds[number]?.add(batch) ?? false, !unannounced.contains(number) { send([number]) }
      }
      if MachineClock.uptime >= nextTick {
        nextTick = MachineClock.uptime + .seconds(1)
        beginUnread()
        verify()
        announce()
        if outbox.hasSpace {
          send(folds.keys.filter { !unannounced.contains($0) && !doubtful.contains($0) })
        }
        tellStatus()
      }
      commitWhatHasArrived()
      pace()
    }
    leave(Array(folds.keys), waitsAtMost: .seconds(8))
    tellStatus(always: true)
    reader.close()
    return true
  }

  /// Reads nothing while too much waits to be sent.
  private func pace() {
    guard isPaused == outbox.hasSpace else { return }
    isPaused.toggle()
    reader.pause(isPaused)
  }

  func say(_ text: String) { FileOutput.complain(text) }

  private func take(_ event: GroupEvent) {
    switch event {
    case .assigned(let numbers): begin(numbers)
    case .revoked(let numbers, let isLost):
      // What is lost is another's: it folds it again.
      if !isLost { leave(numbers, waitsAtMost: GroupFoldSession.revokePatience) }
      for number in numbers { drop(number) }
      attempt { () throws(KafkaError) in try reader.unassign(numbers) }
      if !numbers.isEmpty { tellPartitions() }
    case .outOfRange(let number):
      guard let fold = folds[number], !doubtful.contains(number) else { return }
      begin(again: number) { assignment in
        fold.next < assignment.low ? .retention(folded: fold.next) : .another
      }
    case .another(let number): begin(again: number) { _ in .another }
    case .erased:
      if doubtful.isEmpty, !folds.isEmpty {
        say("there is no topic '\(source.topic)' at \(source.brokers) any more")
      }
      doubtful.formUnion(folds.keys)
    case .failed(let text):
      if told != text { say("\(source.name): \(text)") }
      told = text
    }
  }

  private func drop(_ number: Int32) {
    if committed[number] != nil, let fold = folds[number] { folded[number] = fold.next }
    folds[number] = nil
    pending[number] = nil
    committed[number] = nil
    unannounced.remove(number)
    doubtful.remove(number)
    unread.remove(number)
    nameless.remove(number)
  }

  @discardableResult
  func attempt(_ body: () throws(KafkaError) -> Void) -> Bool {
    do throws(KafkaError) {
      try body()
      return true
    } catch {
      if told != "\(error)" { say("\(source.name): \(error)") }
      told = "\(error)"
      return false
    }
  }

  /// Takes what partitions have to say, and puts it into the outbox.
  private func send(_ numbers: [Int32], isLast: Bool = false) {
    for number in numbers.sorted() {
      let records = folds[number]?.take(at: .now, isLast: isLast) ?? []
      let last = outbox.put(records)
      guard isLast || pending[number] == nil, let commit = folds[number]?.commit(meaning: meaning),
        commit != committed[number]
      else { continue }
      pending[number] = Pending(commit: commit, record: last)
    }
  }

  private func commitWhatHasArrived(waits: Bool = false) {
    let arrived = outbox.arrivedThrough
    let ready = pending.values.filter { $0.record <= arrived }.map(\.commit)
    guard !ready.isEmpty else { return }
    do throws(KafkaError) {
      try reader.commit(ready, waits: waits)
      for commit in ready {
        committed[commit.partition] = commit
        pending[commit.partition] = nil
      }
    } catch {
      // Others commit for what is another's by now.
      for commit in ready { pending[commit.partition] = nil }
    }
  }

  /// Says all there is to say of partitions, and commits it.
  private func leave(_ numbers: [Int32], waitsAtMost time: Duration) {
    let numbers = numbers.filter {
      folds[$0] != nil && !unannounced.contains($0) && !doubtful.contains($0)
    }
    guard !numbers.isEmpty else { return }
    for number in numbers { pending[number] = nil }
    send(numbers, isLast: true)
    let last = pending.filter { numbers.contains($0.key) }.map(\.value.record).max() ?? 0
    let end = MachineClock.uptime + time
    while outbox.arrivedThrough < last, MachineClock.uptime < end {
      nap.wait(atMost: .milliseconds(20))
    }
    commitWhatHasArrived(waits: true)
  }

  func tellPartitions() {
    let numbers = folds.keys.sorted().map { "\($0)" }.joined(separator: ", ")
    say(
      "\(source.name): " + (folds.isEmpty ? "no partition is folded here" : "folds \(numbers)"))
  }

  private func tellStatus(always: Bool = false) {
    let now = MachineClock.uptime
    guard always || now - status.at >= GroupFoldSession.statusPause else { return }
    let lag = reader.lag(at: Int(MachineClock.wall.components.seconds))
    say(
      "\(source.name): \(bytes - status.bytes) bytes of lines added up in the last "
        + "\(max(1, (now - status.at).components.seconds)) s; \(lag.records) records, \(lag.seconds) s behind"
        + (unknown > 0 ? "; \(unknown) records were of no known kind" : "")
        + (lastUnknown.map { ", the last one at \($0)" } ?? ""))
    status = (bytes, now)
  }
}
