import AccessLog
import Feed
import Foundation
import System
import TestSupport

@testable import LogTail

/// The times that test lines begin with, `120 GET /`; there is nothing to learn from them.
let testKnowledge = LineKnowledge(blank: SourceMemory(.named(.common))) { line, _ in
  var time: Int?
  for index in 0..<line.byteCount {
    let digit = unsafe line.unsafeLoad(fromByteOffset: index, as: UInt8.self) &- 48
    guard digit < 10 else { break }
    time = (time ?? 0) * 10 + Int(digit)
  }
  return time
} learn: { _, _ in
  false
} isSettled: { _ in
  true
}

/// Steps through a tail without threads, under a clock that moves when it is told to.
struct TailSession {
  var tail: Tail
  var now = ContinuousClock.now

  init(
    _ sources: [String], _ mode: TailConfiguration.Mode = .follow(backfillSeconds: 0),
    window: Int = 0, resumeFrom: [FilePosition] = [], since: Int? = nil,
    watch: ChangeWatch = ChangeWatch(isEnabled: false), excluded: [String] = [],
    knowledge: LineKnowledge = testKnowledge
  ) throws {
    tail = try Tail(
      TailConfiguration(
        sources: sources, mode: mode, windowSeconds: window, knowledge: knowledge,
        resumeFrom: resumeFrom, resumeSince: since, excluded: excluded),
      watch: watch, now: now)
  }

  /// Looks at all files, and takes all that there is to read.
  mutating func read() -> Reading {
    tail.note(.unknown)
    return readNoted()
  }

  /// Takes all that there is to read after what was noted.
  mutating func readNoted() -> Reading {
    var reading = Reading()
    while true {
      switch tail.next(at: now) {
      case .item(let item): reading.items.append(item)
      case .busy: continue
      case .idle, .finished: return reading
      }
    }
  }

  /// Reads until a stream has ended or failed for good.
  ///
  /// That may come late: a child that another test just starts has the writing end open too, until it is
  /// another program.
  mutating func readUntilEnded() -> Reading {
    var reading = Reading()
    _ = Patience.wait {
      reading.items += read().items
      return switch reading.changes.last {
      case .ended: true
      case .failed(let failure): failure.isFinal
      default: false
      }
    }
    return reading
  }

  mutating func wait(_ time: Duration) { now += time }
}

/// What a tail gave.
struct Reading {
  var items: [TailItem] = []

  var batches: [LineBatch] {
    items.compactMap { if case .lines(let batch) = $0 { batch } else { nil } }
  }

  /// All lines, live or not.
  var text: String { String(decoding: batches.flatMap(\.bytes), as: UTF8.self) }

  func text(_ origin: LineBatch.Origin) -> String {
    String(decoding: batches.filter { $0.origin == origin }.flatMap(\.bytes), as: UTF8.self)
  }

  /// The lines of earlier stretches.
  var earlierText: String {
    var bytes: [UInt8] = []
    for case .earlier(let lines, _) in items { bytes += lines }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Since when all lines have been read once a stretch is over, and whether no other may follow.
  var earlierEnds: [EarlierEnd] {
    items.compactMap {
      guard case .earlierEnds(let since, let isAll) = $0 else { return nil }
      return EarlierEnd(since: since, isAll: isAll)
    }
  }

  /// Since when all lines had been read when the program had caught up.
  var coveredSince: Int?? {
    items.lazy.compactMap {
      if case .caughtUp(_, let since, _) = $0 { .some(since) } else { nil }
    }.first
  }

  var changes: [SourceEvent.Change] {
    items.compactMap { if case .source(let event) = $0 { event.change } else { nil } }
  }

  /// When the newest file was last written to, once that was said.
  var modified: Int?? {
    items.lazy.compactMap {
      if case .caughtUp(let modified, _, _) = $0 { .some(modified) } else { nil }
    }.first
  }

  /// How far every file was read once what was there at the start had been passed on.
  var startPositions: [FilePosition] {
    for case .caughtUp(_, _, let positions) in items { return positions }
    return []
  }

  /// The last position of each file.
  var positions: [FilePosition] {
    var latest: [FileIdentity: FilePosition] = [:]
    for position in batches.flatMap(\.positions) { latest[position.identity] = position }
    return Array(latest.values)
  }
}

/// `count` lines of the second `time`, each with a number of its own from `first` on.
func lines(_ count: Int, at time: Int = 100, from first: Int = 0) -> String {
  (first..<first + count).map { "\(time) line \($0)\n" }.joined()
}

/// The end of a stretch of earlier lines.
struct EarlierEnd: Equatable {
  var since: Int?
  var isAll: Bool
}
