import AccessLog
import Alerting
import Canvas
import Traffic

/// How the traffic stands, in a word: the one answer to "is all well?".
///
/// It is green only where something is known to be well. What is not known, or was well some time
/// ago, has a word of its own.
enum StateWord: Equatable {
  /// A rule is breached.
  case alert
  /// A source cannot be read.
  ///
  /// Of seconds that may have been written there, those of the other servers wait.
  case unreadable(waits: Wait?)
  /// Lines come, and none can be parsed.
  case unparsed
  /// The log is not there, and nothing has come of it lately.
  case noFile
  case loading
  case noData
  /// No hit for so many seconds, where at the rate before many were to be expected.
  case silent(seconds: Int)
  /// No hit for so many seconds, which says little on a log with as few hits, or for longer where none of
  /// the seconds that are kept has one.
  case quiet(seconds: Int, orLonger: Bool)
  /// So many lines came in the last intervals, all of them too late to count where they belong.
  case late(lines: Int)
  /// A share of the hits of the last minute, 0 to 1, that is high.
  case errors(share: Double)
  /// At the rate of now the threshold is passed in so many seconds.
  case rising(seconds: Int)
  /// A server sends nothing, and the others' seconds wait for it.
  case waits(Wait)
  /// No more lines will come.
  case ended
  case ok

  /// For how many seconds the traffic of all waits for a server's.
  struct Wait: Equatable {
    var server: String
    var seconds: Int

    init?(_ notes: [ServerNote]) {
      let last = notes.filter(\.delaysOthers).max { $0.secondsBehind < $1.secondsBehind }
      guard let last else { return nil }
      server = String(printableText(last.server).prefix(Wait.longestName))
      seconds = last.secondsBehind
    }

    private static let longestName = 12

    var words: String { "\(durationText(seconds)) for \(server)" }
  }

  /// Errors are many from this share of the hits of a minute on, and this many of them.
  private static let errorShare = 0.25
  private static let leastErrors = 20
  private static let errorSeconds = 60
  /// Silence is news where so many hits were to be expected meanwhile: by chance it comes once in
  /// 500 million times.
  private static let expectedHits = 20.0
  /// Servers that buffer their log are silent for shorter times, however busy they are.
  private static let leastSilence = 30
  /// Over how many seconds the rate of now is taken.
  private static let rateSeconds = 10

  /// Judges what a model shows.
  ///
  /// - Complexity: O(seconds kept).
  init(_ model: DashboardModel) {
    self =
      model.board.rules.contains { $0.underWay != nil }
      ? .alert : StateWord.ofSource(model) ?? StateWord.ofTraffic(model) ?? .ok
  }

  private static func ofSource(_ model: DashboardModel) -> StateWord? {
    switch model.source.state {
    case .failed: return .unreadable(waits: Wait(model.servers))
    case .unparsed: return .unparsed
    case .ended: return .ended
    case .waiting:
      // Between a rotation and the new file, hits may still come by the old one.
      let hits = model.snapshot.seconds.hits.suffix(rateSeconds)
      return hits.contains { $0 > 0 } ? nil : .noFile
    case .loading: return model.snapshot.clock == nil ? .loading : nil
    case .following, .unsaved, .behind: return Wait(model.servers).map { .waits($0) }
    }
  }

  private static func ofTraffic(_ model: DashboardModel) -> StateWord? {
    guard model.snapshot.clock != nil else { return .noData }
    let seconds = model.snapshot.seconds
    // The second under way has hardly begun.
    let hits = seconds.hits.dropLast()
    let silence = hits.reversed().prefix { $0 == 0 }.count
    let before = hits.dropLast(silence)
    if silence > 0, seconds.hits.last == 0 {
      let late = lateLines(model.snapshot)
      if late > 0, silence >= rateSeconds { return .late(lines: late) }
      let rate =
        before.isEmpty ? 0 : Double(before.reduce(0, +)) / Double(before.count)
      if silence >= leastSilence, rate * Double(silence) >= expectedHits {
        return .silent(seconds: silence)
      }
      if silence >= model.status.rule.windowSeconds {
        return .quiet(seconds: silence, orLonger: before.isEmpty)
      }
    }
    let recent = hits.suffix(errorSeconds).reduce(0, +)
    let errors = seconds.errors.dropLast().suffix(errorSeconds).reduce(0, +)
    let share = Double(errors) / Double(max(1, recent))
    if errors >= leastErrors, share >= errorShare { return .errors(share: share) }
    return secondsUntilBreach(hits, model.status.rule).map { .rising(seconds: $0) }
  }

  /// How many late lines came in the last interval that was reported, and since.
  private static func lateLines(_ snapshot: Snapshot) -> Int {
    (snapshot.lastInterval?.counts.late ?? 0) + (snapshot.currentInterval?.counts.late ?? 0)
  }

  /// After how many seconds the average passes the threshold if the rate of the last seconds stays;
  /// `nil` if it does not.
  private static func secondsUntilBreach(_ hits: ArraySlice<Int>, _ rule: AlertRule) -> Int? {
    guard rule.measure == .rate, rule.filter == nil, rule.side == .above,
      rule.againstSeconds == nil, hits.count >= rateSeconds
    else { return nil }
    let rate = Double(hits.suffix(rateSeconds).reduce(0, +)) / Double(rateSeconds)
    guard rate > rule.threshold else { return nil }
    let window = Array(hits.suffix(rule.windowSeconds))
    let most = rule.threshold * Double(rule.windowSeconds)
    var sum = Double(window.reduce(0, +))
    // The hits that leave the window; those of a window that is not full yet are 0.
    let unfilled = rule.windowSeconds - window.count
    for second in 1...max(1, rule.windowSeconds) {
      let leaving = second <= unfilled ? 0 : window[second - unfilled - 1]
      sum += rate - Double(leaving)
      if sum > most { return second }
    }
    return nil
  }

  /// In capital letters.
  var word: String {
    switch self {
    case .alert: "ALERT"
    case .unreadable: "UNREADABLE"
    case .waits: "WAITS"
    case .unparsed: "UNPARSED"
    case .noFile: "NO FILE"
    case .loading: "LOADING"
    case .noData: "NO DATA"
    case .silent: "SILENT"
    case .quiet: "QUIET"
    case .late: "LATE"
    case .errors: "ERRORS"
    case .rising: "RISING"
    case .ended: "ENDED"
    case .ok: "OK"
    }
  }

  /// What is known besides; empty where the word says all, or the alerts do.
  var words: String {
    switch self {
    case .unparsed: "no line can be parsed"
    case .noData: "no line so far"
    case .silent(let seconds): "for \(durationText(seconds))"
    case .quiet(let seconds, let orLonger):
      "no hit \(orLonger ? "in" : "for") \(durationText(seconds))"
    case .late(let lines): lines == 1 ? "1 line, too old" : "\(shortCount(lines)) lines, too old"
    case .errors(let share): "\(decimal(share * 100, places: 0)) % in 1 min"
    case .rising(let seconds): "alert in \(durationText(seconds))"
    case .unreadable(let wait): wait.map { "waits \($0.words)" } ?? ""
    case .waits(let wait): wait.words
    case .alert, .noFile, .loading, .ended, .ok: ""
    }
  }

  /// The roles of the word on its block, and of the words behind it.
  var roles: (block: Role, words: Role) {
    switch self {
    case .alert: (.alertBlock, .alert)
    case .ok: (.okBlock, .ok)
    case .loading, .noData, .quiet, .ended: (.header, .text)
    case .unreadable, .waits, .unparsed, .noFile, .silent, .late, .errors, .rising:
      (.warningBlock, .warning)
    }
  }

  /// The word between blanks, at least as wide as that of an alert.
  var block: String {
    let blanks = max(2, 7 - word.utf8.count)
    return String(repeating: " ", count: blanks / 2) + word
      + String(repeating: " ", count: blanks - blanks / 2)
  }
}
