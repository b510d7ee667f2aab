import AccessLog
import Alerting
import Pipeline
import TallyCodec
import Traffic

@testable import hightide

/// Bytes that may be the state of a watch, in any layout that is read.
struct StateTarget {
  private static let moment = Moment(wallClock: Instant(1_600_000_000), uptime: .seconds(50))

  private let layout: UInt64
  private let bytes: [UInt8]

  init(_ input: FuzzInput) {
    var input = input
    layout = input.choice(of: Array(StateLayout.oldest...StateLayout.current))
    bytes = Array(input.rest)
  }

  func check() {
    var reader = RecordReader(bytes, layout: layout)
    guard let settings = try? StateSettings(from: &reader), isPossible(settings) else { return }
    let watching = StateTarget.watchSettings(settings)
    guard let saved = try? SavedWatch(from: &reader, settings: watching, at: StateTarget.moment)
    else { return }
    let written = StateTarget.bytes(of: saved)
    var again = RecordReader(written)
    guard let same = try? SavedWatch(from: &again, settings: watching, at: StateTarget.moment)
    else {
      require(false, "what is written can be read")
      return
    }
    require(again.isAtEnd && StateTarget.bytes(of: same) == written, "nothing gets lost")
    use(saved.watch, watching)
  }

  /// The options let no others pass.
  private func isPossible(_ settings: StateSettings) -> Bool {
    (1...86_400).contains(settings.windowSeconds)
      && (1...86_400).contains(settings.timing.intervalSeconds)
      && (0...3_600).contains(settings.timing.latenessSeconds)
  }

  private static func watchSettings(_ settings: StateSettings) -> WatchSettings {
    WatchSettings(
      timing: settings.timing,
      rules: [
        AlertRule(windowSeconds: settings.windowSeconds, threshold: 0.4),
        AlertRule(
          name: RuleName("errors"), measure: .share(of: .errors), windowSeconds: 30, threshold: 0.4,
          recovery: 0.3, minimumHits: 2),
      ], top: 5, isFollowing: true,
      scanner: LineScanner(memory: SourceMemory(.named(.common)), nameKey: settings.nameKey))
  }

  private static func bytes(of saved: SavedWatch) -> [UInt8] {
    var writer = RecordWriter()
    saved.write(to: &writer, at: moment)
    return writer.bytes
  }

  /// A watch that was read has to work.
  private func use(_ watch: Watch, _ settings: WatchSettings) {
    var watch = watch
    let line = "10.0.0.1 - - [08/Jul/2020:08:10:30 +0000] \"GET /pages/1 HTTP/1.1\" 404 12\n"
    let chunk = ChunkTallier.tally(
      Array(line.utf8), timing: settings.timing, scanner: settings.scanner)
    _ = watch.add(chunk, as: .live, readAt: StateTarget.moment)
    _ = watch.endContext(modified: nil, at: StateTarget.moment)
    _ = watch.snapshot()
    var later = StateTarget.moment
    later.uptime += .seconds(40)
    _ = watch.tick(at: later)
    _ = watch.finish()
  }
}
