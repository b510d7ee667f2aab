import AccessLog
import Settings
import TrafficGenerator

extension GenerateOptions {
  /// Every option of generating, in the order of the help text.
  static let table = [
    OptionGroup(title: "How much", entries: amount),
    OptionGroup(title: "What kind", entries: kind),
    OptionGroup(title: "To try the limits", entries: limits),
    OptionGroup(title: "About", entries: [.help, .version]),
  ]

  private static let amount: [OptionEntry<GenerateOptions>] = [
    .value(
      "rate", .rate(of: "lines", "more than 0"),
      "lines per second on average, each written when its time has come; without it, --lines "
        + "and --duration are written as fast as possible, at 100 lines per second of log time"
    ) { options, text in
      set(&options.rate, to: Double(enteredRate: text).flatMap { $0 > 0 ? $0 : nil })
    },
    .value(
      "lines",
      OptionValue(placeholder: "N", accepted: "a whole number of lines, such as 5000000"),
      "stop after this many lines, comments and malformed ones too"
    ) { options, text in
      set(&options.lines, to: Int(entered: text, in: 0...Int.max))
    },
    .value(
      "duration",
      OptionValue(placeholder: "DURATION", accepted: "a duration above 0s, such as 5m"),
      "stop after this much log time"
    ) { options, text in
      set(&options.duration, to: Duration(entered: text).flatMap { $0 > .zero ? $0 : nil })
    },
    .value(
      "start",
      OptionValue(
        placeholder: "TIME",
        accepted: "now, seconds since 1970, or a time such as 2020-07-08T10:12:29+02:00"),
      default: "now", "log time to begin with"
    ) { options, text in
      set(&options.start, to: Start(entered: text))
    },
    .value(
      "surge",
      OptionValue(
        placeholder: "SURGE",
        accepted: "START+LENGTHxFACTOR or START+LENGTHxFACTOR/PERIOD, such as 60s+90sx5"),
      "more traffic for a while, or less: 60s+90sx5 is 5 times the rate from second 60 to 150, "
        + "60s+90sx5/10m the same every 10 minutes; may be given several times"
    ) { options, text in
      guard let surge = Surge(entered: text) else { return false }
      options.surges.append(surge)
      return true
    },
    .value(
      "incident", OptionValue(placeholder: "INCIDENT", accepted: Incident.accepted),
      "a surge whose lines have something in common: network:203.0.113.0/24,x8,60s+120s is 8 times "
        + "the rate from second 60 to 180, most of it from that network; path:/login, agent:curl/8 "
        + "and status:503 likewise; may be given several times"
    ) { options, text in
      guard let incident = Incident(entered: text) else { return false }
      options.incidents.append(incident)
      return true
    },
  ]

  private static let formats = OptionValue.word("NAME", of: TrafficProfile.formats.map(\.name))

  private static let kind: [OptionEntry<GenerateOptions>] = [
    .value(
      "format", short: "f", formats, default: LogFormat.combined.name,
      "log format, such as common, combined, vhost, alb or haproxy"
    ) { options, text in
      set(&options.format, to: TrafficProfile.formats.first { $0.name == text })
    },
    .value("malformed", share, default: "0", "share of the lines that are malformed") {
      options, text in
      set(&options.malformedShare, to: Double(share: text))
    },
    .value(
      "oddities", share, default: "0.004",
      "share of the other lines that are rare but no fault: comments, absolute targets, status "
        + "600, TLS on a plain port"
    ) { options, text in
      set(&options.oddityShare, to: Double(share: text))
    },
    .value(
      "seed",
      OptionValue(
        placeholder: "N", accepted: "a whole number from 0 to 18446744073709551615, such as 1"),
      default: "1", "the same seed and --start write the same traffic"
    ) { options, text in
      set(&options.seed, to: text.hasPrefix("+") ? nil : UInt64(text))
    },
  ]

  private static let limits: [OptionEntry<GenerateOptions>] = [
    .value("sections", .number(1...mostNames, example: 1_000), default: "40", "distinct sections") {
      options, text in
      set(&options.sections, to: Int(entered: text, in: 1...mostNames))
    },
    .value("clients", .number(1...mostNames, example: 1_000), default: "5000", "distinct clients") {
      options, text in
      set(&options.clients, to: Int(entered: text, in: 1...mostNames))
    },
    .value(
      "section-length", .number(0...60_000, example: 2_000), default: "0",
      "least bytes of a section's name"
    ) { options, text in
      set(&options.sectionLength, to: Int(entered: text, in: 0...60_000))
    },
  ]

  private static let mostNames = 16_777_216
  private static let share = OptionValue(
    placeholder: "SHARE", accepted: "a share from 0 to 1, such as 0.01")
}

extension GenerateOptions.Surge {
  /// `60s+90sx5`: from a minute on, for 90 s, five times the rate; `/10m` behind it repeats that.
  init?(entered text: String) {
    let parts = text.split(omittingEmptySubsequences: false) { "+x/".contains($0) }.map(String.init)
    guard text.filter({ "+x/".contains($0) }) == "+x/".prefix(parts.count - 1),
      parts.count == 3 || parts.count == 4,
      let start = Duration(entered: parts[0]),
      let length = Duration(entered: parts[1]), length > .zero,
      let factor = Double(entered: parts[2])
    else { return nil }
    self.init(start: start, length: length, factor: factor)
    guard parts.count == 4 else { return }
    guard let period = Duration(entered: parts[3]), period > .zero else { return nil }
    self.period = period
  }
}

extension Double {
  /// A number from 0 to 1; `nil` for anything else.
  fileprivate init?(share text: String) {
    guard let share = Double(entered: text), share <= 1 else { return nil }
    self = share
  }
}
