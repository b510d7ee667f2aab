import AccessLog
import Query
import Reporting
import Settings
import Traffic

/// What `hightide top` is asked.
struct TopOptions: Equatable {
  /// A time, of which the day may be left out.
  enum Time: Equatable {
    /// In ISO 8601, as it was entered.
    case at(String)
    /// Of the log's last day, in seconds since its midnight.
    case ofDay(Int)
  }

  /// As named, where `-` is standard input.
  var files: [String] = []
  /// Whether these are only the default.
  var namesNoFile = false
  /// Which hits, and by what.
  var counting = Counting(dimensions: [.section])
  /// The most groups that are listed.
  var top = 10
  var order = TopReport.Order.hits
  /// How far back from the last line, in seconds, unless a time is given.
  var lastSeconds = 600
  var from: Time?
  /// Where hits no longer count.
  var to: Time?
  var format = FormatChoice.auto
  var isJSON = false
  var zone = Zone.local
  /// Of times in the log that state none.
  var logZone = Zone.local
}

extension TopOptions {
  /// Every option of `top`, in the order of the help text.
  static let table = [
    OptionGroup(title: "What to count", entries: counting),
    OptionGroup(title: "Which time", entries: times),
    OptionGroup(title: "What to show", entries: showing),
    OptionGroup(title: "About", entries: [.help, .version]),
  ]

  private static let counting: [OptionEntry<TopOptions>] = [
    .value(
      "by", .dimensions,
      default: "section", "group by this; several are crossed"
    ) { options, text in
      set(&options.counting.dimensions, to: Dimension.list(text))
    },
    .filter("where", "count only hits that match, such as 'status>=500 and path^=/api'") {
      options, filter in options.counting.filter = filter
    },
    .value(
      "section", OptionValue(placeholder: "N", accepted: SectionRule.accepted), default: "1",
      "path components of a section; vhost,N puts the virtual host in front"
    ) { options, text in
      set(&options.counting.sections, to: SectionRule(entered: text))
    },
    .format { $0.format = $1 },
    .zone { $0.logZone = $1 },
    .value(
      "client", .word("RULE", of: ["peer", "xff"]), default: "peer",
      "who the client is: the peer, or the right-most address of X-Forwarded-For that is not "
        + "trusted"
    ) { options, text in
      options.counting.clients.isForwarded = text == "xff"
      return ["peer", "xff"].contains(text)
    },
    .value(
      "trusted",
      OptionValue(
        placeholder: "CIDR,...", accepted: "addresses or networks such as 10.0.0.0/8 with commas"),
      "proxies that xff trusts (default loopback and private networks)"
    ) { options, text in
      set(&options.counting.clients.trusted, to: [Network](entered: text))
    },
  ]

  private static let time = OptionValue(
    placeholder: "TIME",
    accepted:
      "a time, such as 2020-07-08T10:10:30+02:00, or 10:10 or 10:10:30 of the log's last day")

  private static let times: [OptionEntry<TopOptions>] = [
    .value(
      "last", .duration(from: "1s", to: "366d in whole seconds", example: "10m"), default: "10m",
      "this long up to the last line, or up to --to"
    ) { options, text in
      set(&options.lastSeconds, to: Duration.wholeSeconds(entered: text, in: 1...31_622_400))
    },
    .value("from", time, "from this time on") { options, text in
      set(&options.from, to: Time(entered: text))
    },
    .value("to", time, "up to this time, which no longer counts") { options, text in
      set(&options.to, to: Time(entered: text))
    },
  ]

  private static let showing: [OptionEntry<TopOptions>] = [
    .value("top", short: "n", .number(0...1_000, example: 10), default: "10", "groups listed") {
      options, text in set(&options.top, to: Int(entered: text, in: 0...1_000))
    },
    .value(
      "sort", .word("COLUMN", of: TopReport.Order.allCases.map(\.rawValue)), default: "hits",
      "list those with most of this first: hits, bytes, errors or p90"
    ) { options, text in
      set(&options.order, to: TopReport.Order(rawValue: text))
    },
    .flag("json", "one JSON object; its times are always UTC") { $0.isJSON = true },
    .flag("utc", "show times in UTC, not local time") { $0.zone = .utc },
  ]
}

extension TopOptions.Time {
  /// A time of ISO 8601, or `HH:MM[:SS]`; `nil` for anything else.
  init?(entered text: String) {
    // Where it is meant is known once all options are.
    if Instant(iso8601: text) != nil {
      self = .at(text)
      return
    }
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    let numbers = parts.compactMap {
      $0.utf8.count == 2 ? Int(entered: String($0), in: 0...59) : nil
    }
    guard 2...3 ~= parts.count, numbers.count == parts.count, numbers[0] < 24 else { return nil }
    self = .ofDay(numbers[0] * 3_600 + numbers[1] * 60 + (numbers.count == 3 ? numbers[2] : 0))
  }

  /// The second that is meant, where the log's last line has that time.
  func second(last: Int, in zone: Zone) -> Int {
    switch self {
    case .at(let text): return Instant(iso8601: text, in: zone)?.seconds ?? last
    case .ofDay(let seconds):
      let civil = zone.civilTime(Instant(last))
      let midnight =
        CivilTime.dayNumber(year: civil.year, month: civil.month, day: civil.day) * 86_400
      // The clock may have been changed since midnight.
      return midnight + seconds - zone.secondsEastOfUTC(atLocal: midnight + seconds)
    }
  }
}
