import Feed
import Kafka
import Remote
import Synchronization
import System

/// Says on standard error how a fold for a topic fares.
final class FoldNews: Sendable {
  private static let statusPause = Duration.seconds(60)
  /// How often the same is said.
  private static let repeatPause = Duration.seconds(60)

  private struct State {
    var told = (arrived: 0, at: MachineClock.uptime)
    var lastFailure: (reason: String, at: Duration)?
    var isStateKept = true
  }

  private let place: KafkaPlace
  private let state = Mutex(State())

  init(_ place: KafkaPlace) { self.place = place }

  func tell(_ news: ShipNews) {
    switch news {
    case .cut: break
    case .unreachable(let reason):
      FileOutput.complain("cannot reach \(place.brokers): \(reason); lines wait where they are")
    case .reached(let seconds):
      FileOutput.complain("\(place.brokers) can be reached again, after \(seconds) s")
    case .topic(let text): FileOutput.complain(text)
    case .failed(let reason):
      let now = MachineClock.uptime
      let isNew = state.withLock { state in
        if let last = state.lastFailure, last.reason == reason,
          now - last.at < FoldNews.repeatPause
        {
          return false
        }
        state.lastFailure = (reason, now)
        return true
      }
      if isNew {
        FileOutput.complain("records were refused and are sent again every 5 s: \(reason)")
      }
    }
  }

  /// Says once a minute how many records were sent.
  func tellStatus(_ counts: (arrived: Int, waiting: Int), always: Bool = false) {
    let now = MachineClock.uptime
    let told = state.withLock { state -> (arrived: Int, at: Duration)? in
      guard always || now - state.told.at >= FoldNews.statusPause else { return nil }
      defer { state.told = (counts.arrived, now) }
      return state.told
    }
    guard let told else { return }
    let seconds = max(1, Int((now - told.at).components.seconds))
    FileOutput.complain(
      "\(counts.arrived) records sent to \(place.name) (\(counts.arrived - told.arrived) in the last "
        + "\(seconds) s), \(counts.waiting) on their way")
  }

  /// Notes whether the state could be kept at the end.
  func noteState(isKept: Bool) { state.withLock { $0.isStateKept = isKept } }

  /// Says how it ended; returns the exit status.
  func end(
    _ ending: RecordSender.Ending, _ counts: (arrived: Int, waiting: Int), hasState: Bool
  ) -> Int32 {
    tellStatus(counts, always: true)
    guard case .abandoned(let waiting) = ending else {
      return state.withLock(\.isStateKept) ? 0 : 1
    }
    FileOutput.complain(
      (waiting > 0 ? "\(waiting) records had not arrived" : "not all lines could be added up")
        + (hasState ? "; the next start sends them" : "; without --state they are lost"))
    return 1
  }

  /// Says what becomes of a source, where it is no good news.
  static func tell(_ event: SourceEvent) {
    switch event.change {
    case .failed, .missed, .waiting, .dropped, .lost:
      FileOutput.complain(
        "\(event.source): \(event.change.word)" + (event.change.reason.map { ": \($0)" } ?? ""))
    case .unparsed(let lines):
      FileOutput.complain(
        "\(event.source): \(lines.malformed) lines without a hit; expected \(lines.expected)")
    case .parsed: FileOutput.complain("\(event.source): parsed again")
    case .opened, .resumed, .rotated, .truncated, .clock, .lag, .ended, .unpaired, .format: break
    }
  }
}
