import AccessLog
import Alerting
import Feed
import Fleet
import Query
import Traffic

/// What is said of servers that send tallies: records that were not taken in, and what cannot be counted or
/// judged since a server does not send it.
///
/// The same is said once, and of records so many as there were a minute later.
struct FleetNews: Sendable {
  private static let pause = Duration.seconds(60)
  /// How many servers are named.
  private static let mostNamed = 3

  /// Where the records come from.
  var source: SourceName?
  private var told = FleetRefusals()
  private var toldAt: Duration?
  private var toldGaps: Set<String> = []

  /// What is new.
  mutating func take(
    _ book: FleetBook, rules: [AlertRule], listed: [Dimension], at uptime: Duration
  ) -> [SourceEvent] {
    guard let source else { return [] }
    var changes: [SourceEvent.Change] = []
    if book.refusals.count > told.count, toldAt.map({ uptime - $0 >= FleetNews.pause }) ?? true {
      changes = book.refusals.changes(since: told)
      told = book.refusals
      toldAt = uptime
    }
    let gaps = gaps(in: book, rules: rules, listed: listed)
    changes += gaps.filter { !toldGaps.contains($0.key) }.map {
      .lost(records: nil, reason: $0.words)
    }
    // What a server sends again and then does not is news.
    toldGaps = Set(gaps.map(\.key))
    return changes.map { SourceEvent(source: source, change: $0) }
  }

  private struct Gap {
    var key: String
    var words: String
  }

  private func gaps(in book: FleetBook, rules: [AlertRule], listed: [Dimension]) -> [Gap] {
    guard book.hasGaps else { return [] }
    let servers = book.servers().filter { !$0.missing.isEmpty || !$0.missingDimensions.isEmpty }
    guard !servers.isEmpty else { return [] }
    let advice = "give its hightide fold the same settings"
    var gaps: [Gap] = []
    for rule in rules where rule.isEnabled {
      let lacking = servers.filter { rule.needs(anyOf: $0.missing) }
      guard !lacking.isEmpty else { continue }
      gaps.append(
        Gap(
          key: "rule \(rule.name)",
          words: "rule \(rule.name) is not judged: \(FleetNews.names(lacking)) not send what it "
            + "adds up; \(advice)"))
    }
    for dimension in listed {
      let lacking = servers.filter { $0.missingDimensions.contains(dimension) }
      guard !lacking.isEmpty else { continue }
      gaps.append(
        Gap(
          key: "by \(dimension.name)",
          words: "\(FleetNews.names(lacking)) not send hits by \(dimension.name), which are listed "
            + "as (other); \(advice)"))
    }
    return gaps
  }

  /// Such as `web1 does` or `web1, web2, web3 and 4 other servers do`.
  private static func names(_ servers: [FleetServer]) -> String {
    let names = servers.prefix(mostNamed).map { printableText($0.server) }
    let rest = servers.count - names.count
    guard rest > 0 else {
      return names.joined(separator: ", ") + (names.count == 1 ? " does" : " do")
    }
    return names.joined(separator: ", ") + " and \(rest) other server\(rest == 1 ? "" : "s") do"
  }
}

extension FleetRefusals {
  /// What was not taken in since then, in words.
  fileprivate func changes(since before: FleetRefusals) -> [SourceEvent.Change] {
    var changes: [SourceEvent.Change] = []
    let example = place.map { "; the last one is \($0)" } ?? ""
    func say(_ count: Int, _ reason: String) {
      if count > 0 { changes.append(.lost(records: count, reason: reason)) }
    }
    say(
      newer - before.newer,
      "are of a later version of hightide (sums of version \(newestVersion))\(example)")
    say(damaged - before.damaged, "are damaged: \(damage ?? "")\(example)")
    if let timing = lastTiming {
      say(
        otherTiming - before.otherTiming,
        "have intervals of \(timing.intervalSeconds) s and a lateness of "
          + "\(timing.latenessSeconds) s; -i \(timing.intervalSeconds)s --lateness "
          + "\(timing.latenessSeconds)s reads them")
    }
    say(tooMany - before.tooMany, "are of more servers, or of more intervals, than are kept")
    return changes
  }
}
