import AccessLog
import Feed
import Fleet
import Foundation
import Pipeline
import Remote
import TallyCodec
import TestSupport
import Testing
import Traffic

@testable import hightide

/// What a fold writes while its connection breaks, whatever the log began with.
struct FoldStateTests {
  private static let settings = WatchSettings(
    timing: Timing(intervalSeconds: 10, latenessSeconds: 2), rules: [], top: 10, isFollowing: true,
    scanner: LineScanner(format: .common, nameKey: 3))
  private static let name = SourceName("x")

  /// A log of lines, each a chunk of its own, whose place is its number.
  private struct Log {
    var lines: [String] = []
    private var second = 1_700_000_000

    init(seed: UInt64) {
      var random = SeededRandom(seed: seed)
      let before = random.number(0...6)
      for number in 0..<60 {
        if number < before || random.once(in: 4) {
          lines.append(random.once(in: 3) ? "\n" : "no hit\n")
        } else {
          second += random.number(0...4)
          lines.append(LogLine.request("/a", at: .init(timeIntervalSince1970: Double(second))))
        }
      }
    }
  }

  /// What a dashboard keeps of what folds write.
  private struct Dashboard {
    private var records: [MetricsRecord.Key: MetricsRecord] = [:]
    var checkpoint: FoldCheckpoint?

    mutating func take(_ bytes: [UInt8]) throws {
      var frames = FoldFrames()
      for frame in try frames.take(bytes) {
        switch frame.kind {
        case .record:
          let record = try MetricsRecord(
            frame.bytes, scanner: settings.scanner, counting: settings.counting)
          if let before = records[record.key], before.revision >= record.revision { continue }
          records[record.key] = record
        case .checkpoint: checkpoint = try FoldCheckpoint(Array(frame.bytes.dropFirst(8)))
        case .event, .alive, .caughtUp: break
        }
      }
    }

    /// The hits that count.
    var hits: Int {
      records.values.flatMap(\.hits).filter { $0.origin == .live }.map(\.sums.all.hits).reduce(0, +)
    }
    var malformed: Int {
      records.values.flatMap(\.lines).map(\.counts.malformed).reduce(0, +)
    }
  }

  private static func moment(_ step: Int) -> Moment {
    Moment(wallClock: Instant(1_700_001_000 + step), uptime: .seconds(step))
  }

  private static func checkpoint(_ place: Int) -> SourceCheckpoint {
    SourceCheckpoint(source: Array("x".utf8), part: [1], place: [UInt8(place)])
  }

  private static func add(
    _ number: Int, of log: Log, as origin: Origin, to state: inout FoldState
  ) {
    let bytes = Array(log.lines[number].utf8)
    let chunk = ChunkTallier.tally(
      bytes, parts: [LinePart(end: bytes.count, memory: SourceMemory(.named(.common)))],
      timing: settings.timing, scanner: settings.scanner, counting: settings.counting)
    state.add(
      chunk, as: origin, checkpoints: [checkpoint(number + 1)], of: [name], at: moment(number))
  }

  @Test(arguments: 0..<200 as Range<UInt64>)
  func connectionsThatBreakLoseAndDoubleNothing(seed: UInt64) throws {
    let log = Log(seed: seed)
    var random = SeededRandom(seed: seed + 1_000)
    let there = random.number(0...10)
    var dashboard = Dashboard()
    var read = there
    while true {
      var state = FoldState(
        server: Array("web1".utf8), settings: Self.settings, from: dashboard.checkpoint)
      // Where no place is known, all that there is was there at the start.
      let place = dashboard.checkpoint?.sources.all.first.map { Int($0.place[0]) }
      for number in (place ?? 0)..<read {
        Self.add(number, of: log, as: place == nil ? .context : .live, to: &state)
      }
      state.catchUp(
        modified: nil, coveredSince: nil, checkpoints: [Self.checkpoint(read)],
        at: Self.moment(read))
      var hasEnded = false
      repeat {
        if random.once(in: 3) { try dashboard.take(state.frames(at: Self.moment(read))) }
        guard read < log.lines.count else {
          state.end()
          try dashboard.take(state.frames(at: Self.moment(read), isLast: true))
          hasEnded = true
          break
        }
        Self.add(read, of: log, as: .live, to: &state)
        read += 1
      } while dashboard.checkpoint == nil || !random.once(in: 5)
      if hasEnded { break }
    }
    let counted = log.lines.dropFirst(there)
    #expect(dashboard.hits == counted.count { $0.contains("/a") })
    #expect(dashboard.malformed >= counted.count { $0 == "no hit\n" })
    #expect(dashboard.malformed <= log.lines.count { $0 == "no hit\n" })
  }
}
