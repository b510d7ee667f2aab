import AccessLog
import Alerting
import Pipeline
import TallyCodec
import TestSupport
import Testing
import Traffic

private let wallClock = 1_600_000_000
private let scanner = LineScanner(nameKey: 7)

/// Bytes that are no state give an error, or a watch that works; never a trap.
@Suite struct StateDamageTests {
  private static let settings = WatchSettings(
    timing: Timing(intervalSeconds: 600, latenessSeconds: 15),
    rules: [
      AlertRule(windowSeconds: 20, threshold: 0.4),
      AlertRule(
        name: RuleName("errors"), measure: .share(of: .errors), windowSeconds: 30, threshold: 0.4,
        recovery: 0.3, minimumHits: 2),
    ], top: 5,
    isFollowing: true, scanner: scanner)
  private static let moment = Moment(wallClock: Instant(wallClock), uptime: .seconds(50))

  private static func chunk(_ count: Int, seed: UInt64, start: Int) -> ChunkTally {
    ChunkTallier.tally(
      LogFixture.bytes(
        LogFixture.troubled(count, seed: seed, start: start)),
      timing: settings.timing, scanner: scanner)
  }

  private static let more = chunk(30, seed: 5, start: 1_594_196_990)

  /// A state with something of everything in it.
  private static let state: [UInt8] = {
    var watch = Watch(settings, startsWithContext: false)
    _ = watch.add(chunk(60, seed: 4, start: 1_594_195_160), as: .live, readAt: moment)
    _ = watch.add(chunk(60, seed: 6, start: 1_594_196_830), as: .live, readAt: moment)
    _ = watch.setThreshold(0.2, of: .highTraffic)
    var checkpoints = SourceCheckpoints()
    checkpoints.note(SourceCheckpoint(source: [1, 2, 3], part: [4], place: [5, 6]))
    var writer = RecordWriter()
    SavedWatch(watch: watch, checkpoints: checkpoints).write(to: &writer, at: moment)
    return writer.bytes
  }()

  /// Whether the bytes are taken for a state; one that is taken has to work.
  private static func isAccepted(_ bytes: [UInt8]) -> Bool {
    do {
      var reader = RecordReader(bytes)
      let saved = try SavedWatch(from: &reader, settings: settings, at: moment)
      guard reader.isAtEnd else { return false }
      var watch = saved.watch
      _ = watch.add(more, as: .live, readAt: moment)
      _ = watch.endContext(modified: nil, at: moment)
      _ = watch.snapshot()
      var later = moment
      later.uptime += .seconds(40)
      _ = watch.tick(at: later)
      _ = watch.finish()
      return true
    } catch {
      return false
    }
  }

  @Test func theWholeStateIsAcceptedAndNoBeginningOfIt() {
    #expect(StateDamageTests.isAccepted(StateDamageTests.state))
    #expect(!StateDamageTests.isAccepted(StateDamageTests.state + [0]))
    for count in StateDamageTests.state.indices where count % 7 == 0 {
      #expect(!StateDamageTests.isAccepted(Array(StateDamageTests.state.prefix(count))))
    }
  }

  @Test(arguments: [UInt64(1), 2, 3])
  func noDamageIsATrap(seed: UInt64) {
    var random = SeededRandom(seed: seed)
    var refused = 0
    for _ in 0..<150 {
      var bytes = StateDamageTests.state
      for _ in 0..<Int.random(in: 1...3, using: &random) {
        let place = Int.random(in: 0..<bytes.count, using: &random)
        switch Int.random(in: 0..<5, using: &random) {
        case 0: bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &random)
        case 1: bytes[place] = UInt8.random(in: 0...255, using: &random)
        case 2: bytes.remove(at: place)
        case 3: bytes.insert(UInt8.random(in: 0...255, using: &random), at: place)
        default:
          // The largest count that a reader takes for one of hits.
          bytes.replaceSubrange(
            place..<place + 1, with: [UInt8](repeating: 0xFF, count: 7) + [0x0F])
        }
      }
      if !StateDamageTests.isAccepted(bytes) { refused += 1 }
    }
    #expect(refused > 50)
  }

  /// What a later version writes beside, this one skips.
  @Test func fieldsOfALaterVersionAreSkipped() throws {
    let state = StateDamageTests.state
    let fields = try #require(RecordFields(state)).ranges
    #expect(fields.count > 200)
    for (index, range) in fields.enumerated()
    where index % 3 == 0 || range.upperBound == state.count {
      var later = state
      later.insert(
        contentsOf: RecordFields.unknown[index % RecordFields.unknown.count], at: range.upperBound)
      var reader = RecordReader(later)
      let saved = try SavedWatch(
        from: &reader, settings: StateDamageTests.settings, at: StateDamageTests.moment)
      var writer = RecordWriter()
      saved.write(to: &writer, at: StateDamageTests.moment)
      #expect(reader.isAtEnd)
      let isTheSame = writer.bytes == state
      #expect(isTheSame)
    }
  }

  /// A field that an earlier version did not have has its default, or is asked for; never a trap.
  @Test func withoutAnyOfItsFieldsAStateIsRefusedOrWorks() throws {
    let state = StateDamageTests.state
    var refused = 0
    let fields = try #require(RecordFields(state)).ranges
    for range in fields {
      var less = state
      less.removeSubrange(range)
      if !StateDamageTests.isAccepted(less) { refused += 1 }
    }
    #expect(refused > 50 && refused < fields.count)
  }

  @Test func noNoiseIsAState() {
    var random = SeededRandom(seed: 1)
    for _ in 0..<400 {
      let count = Int.random(in: 0..<200, using: &random)
      let bytes = (0..<count).map { _ in UInt8.random(in: 0...255, using: &random) }
      #expect(!StateDamageTests.isAccepted(bytes))
    }
  }
}
