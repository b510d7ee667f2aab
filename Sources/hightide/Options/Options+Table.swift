import AccessLog
import Canvas
import Kafka
import Notifying
import Query
import Settings
private import System
import Traffic

extension Options {
  /// Every option of watching, in the order of the help text.
  ///
  /// The bounds keep memory bounded: seconds are kept for a window, tallies for an interval and
  /// for the lateness.
  static let table = [
    OptionGroup(title: "When to alert", section: "watch", entries: alerting),
    OptionGroup(title: "How to be told", section: "watch", entries: telling),
    OptionGroup(title: "What to count", section: "watch", entries: counting),
    OptionGroup(title: "What to read", section: "watch", entries: sources),
    OptionGroup(title: "What to show", section: "display", entries: showing),
    OptionGroup(title: "Settings", entries: settings),
    OptionGroup(title: "About", entries: [.help, .version]),
  ]

  static let alerting: [OptionEntry<Options>] = [
    .value(
      "threshold", short: "t", .rate(of: "hits", "0 or more"),
      default: "10", "alert above this many hits per second on average"
    ) { options, text in
      set(&options.threshold, to: Double(enteredRate: text))
    },
    .value(
      "window", short: "w", .duration(from: "1s", to: "24h in whole seconds", example: "2m"),
      default: "2m", "span of that average"
    ) { options, text in
      set(&options.windowSeconds, to: Duration.wholeSeconds(entered: text, in: 1...86_400))
    },
  ]

  static let telling: [OptionEntry<Options>] = [
    .optional(
      "sound",
      .file("the path of a sound file for triggers"),
      "play a tone that rises when an alert triggers, or FILE, and one that falls when it "
        + "recovers; b turns it off and on"
    ) { options, file in
      options.setChannel("sound", kind: "sound", file.map { ["file": $0] } ?? [:])
    },
    .value(
      "on-alert", OptionValue(placeholder: "COMMAND", accepted: "a command for /bin/sh"),
      "run COMMAND by /bin/sh when an alert triggers and when it recovers; it gets the alert as "
        + "JSON on its standard input, and as HIGHTIDE_RULE, _GROUP, _STATE, _SEVERITY, _TIME, "
        + "_VALUE, _THRESHOLD, _HITS and _MESSAGE"
    ) { options, text in
      options.setChannel("on-alert", kind: "command", ["command": text])
    },
    webhook,
  ]

  private static var webhook: OptionEntry<Options> {
    var entry = OptionEntry<Options>.value(
      "webhook",
      OptionValue(
        placeholder: "URL",
        accepted: "an address that begins with http:// or https://, env:NAME or file:PATH"),
      "send each alert to URL by POST, as JSON; env:NAME and file:PATH say where URL is, which keeps "
        + "it out of the list of processes"
    ) { options, text in
      options.setChannel("webhook", kind: "webhook", ["url": text])
    }
    entry.isSecret = true
    return entry
  }

  static let counting: [OptionEntry<Options>] = [
    .value(
      "interval", short: "i", .duration(from: "1s", to: "24h in whole seconds", example: "10s"),
      default: "10s", "span of the statistics"
    ) { options, text in
      set(&options.intervalSeconds, to: Duration.wholeSeconds(entered: text, in: 1...86_400))
    },
    .value(
      "lateness", .duration(from: "0s", to: "1h", example: "2s or 500ms"), default: "2s",
      "how far behind the newest line another one may be and still count in its own second; "
        + "rounded up to whole seconds, and at most \(Timing.mostIntervalsLate) intervals"
    ) { options, text in
      set(&options.latenessSeconds, to: Duration.secondsRoundedUp(entered: text, through: 3_600))
    },
    .value(
      "top", short: "n", .number(0...1_000, example: 10),
      "sections listed, and groups of each DIMENSION (default 10, on the dashboard 100)"
    ) { options, text in
      set(&options.top, to: Int(entered: text, in: 0...1_000))
    },
    .filter(
      "where",
      "count only hits that match, such as 'status>=500 and path^=/api'; the others are "
        + "excluded"
    ) { options, filter in
      options.counting.filter = filter
    },
    .value(
      "section", OptionValue(placeholder: "N", accepted: SectionRule.accepted),
      default: "1", "path components of a section; vhost,N puts the virtual host in front"
    ) { options, text in
      set(&options.counting.sections, to: SectionRule(entered: text))
    },
    .value(
      "by", .dimensions,
      "count by these too: \(Dimension.acceptedNames)"
    ) { options, text in
      set(&options.counting.dimensions, to: Dimension.list(text))
    },
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
    .flag(
      "causes", "name the causes of each alert in a replay too; while following they always are"
    ) {
      $0.findsCauses = true
    },
  ]

  static let sources: [OptionEntry<Options>] = [
    .format { $0.format = $1 },
    .zone { $0.logZone = $1 },
    .value(
      "backfill", choice: "reading", .duration(from: "0s", to: "24h", example: "10m"),
      default: "10m", "follow each FILE from its end, having read this much of its time before"
    ) { options, text in
      let seconds = Duration.secondsRoundedUp(entered: text, through: 86_400)
      return set(&options.reading, to: seconds.map { .follow(backfillSeconds: $0) })
    },
    .flag(
      "follow", short: "F", isSetting: false,
      "follow each FILE, which is what is done anyway, for hands that know tail -F"
    ) { _ in
    },
    .flag("from-start", choice: "reading", "follow each FILE from its start") {
      $0.reading = .fromStart
    },
    .flag(
      "replay", choice: "reading",
      "read each FILE, .gz and .zst too, to its end under the log's own clock, then exit"
    ) {
      $0.reading = .replay
    },
    .value(
      "server", OptionValue(placeholder: "NAME", accepted: "the name of a server"),
      "whose lines those of each FILE are, for the dimension server (beside other machines "
        + "this one's name)"
    ) { options, text in
      set(&options.server, to: text.isEmpty ? nil : text)
    },
    .flag(
      "lines",
      "have ssh:// servers send their lines, also where hightide is installed, which sends only what "
        + "they add up to: for l, and for the filter of the screen"
    ) {
      $0.wantsLines = true
    },
    .value(
      "idle", .duration(from: "10s", to: "24h in whole seconds", example: "60s"), default: "60s",
      "go on without a server that has sent no tallies for this long; what it sends then may be late"
    ) { options, text in
      set(&options.idleSeconds, to: Duration.wholeSeconds(entered: text, in: 10...86_400))
    },
    .value(
      "state", .file("the path of a file, in UTF-8"),
      "keep what is known in FILE, and go on from there at the next start: each line counts "
        + "once, whatever ends the program"
    ) { options, text in
      set(&options.stateFile, to: text.isEmpty ? nil : Path.utf8(of: text))
    },
    KafkaOption.entry { $0.kafka.properties += $1 },
    .flag(
      "demo", choice: "reading", isSetting: false,
      "watch generated traffic with a surge now and then"
    ) {
      $0.reading = .demo
    },
  ]

  static let showing: [OptionEntry<Options>] = [
    .flag("dashboard", choice: "output", "the dashboard; the default on a terminal") {
      $0.output = .dashboard
    },
    .flag("plain", choice: "output", "text; the default where there is no terminal") {
      $0.output = .plain
    },
    .flag("json", choice: "output", "one JSON object a line; its times are always UTC") {
      $0.output = .json
    },
    .flag("utc", "show times in UTC, not local time") { $0.zone = .utc },
    .value(
      "theme", .word("NAME", of: ["auto"] + Theme.allCases.map(\.rawValue)), default: "auto",
      "colours of the dashboard: auto asks the terminal for its background; or default, light, "
        + "high-contrast or monochrome"
    ) { options, text in
      options.theme = Theme(rawValue: text)
      return text == "auto" || options.theme != nil
    },
    .value(
      "color", .word("WHEN", of: ColorChoice.allCases.map(\.rawValue)),
      default: ColorChoice.auto.rawValue, "auto (unless NO_COLOR is set), always or never"
    ) { options, text in
      set(&options.color, to: ColorChoice(rawValue: text))
    },
    .flag("ascii", "draw with ASCII characters only") { $0.isASCII = true },
    .flag("no-mouse", "leave the mouse to the terminal, to select text") { $0.usesMouse = false },
  ]
  static let settings: [OptionEntry<Options>] = [
    .value(
      "config", short: "c", choice: "settings",
      .file(),
      "read the settings in FILE, not those of $XDG_CONFIG_HOME/hightide/config.ini or, where "
        + "that is missing, /etc/hightide.ini; options win over them"
    ) { options, text in
      set(&options.settings, to: text.isEmpty ? nil : .file(text))
    },
    .flag("no-config", choice: "settings", "read no settings") { $0.settings = .none },
    .flag("print-config", "print the settings that are in force, as a file, and exit") {
      $0.printsSettings = true
    },
  ]
}

extension Options {
  /// Sets the channel of an option; `false` if its values are not accepted.
  fileprivate mutating func setChannel(
    _ name: String, kind: String, _ values: [String: String]
  ) -> Bool {
    let settings = ChannelSettings(name: name, kind: kind, values: values)
    guard settings.isAccepted else { return false }
    channels.removeAll { $0.name == name }
    channels.append(settings)
    return true
  }
}
