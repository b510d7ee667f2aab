/// A command as `--help`, the manual and the shells show it: a row of ``all``.
struct CommandPage: Sendable {
  /// The word behind `hightide`; `nil` for watching.
  var name: String?
  var operands = "[FILE]..."
  /// One line of the manual's list.
  var summary: String
  /// What it does, in lines of at most 80 columns.
  var words: String
  var groups: [ListedGroup]
  /// What stands behind the options.
  var remarks = ""

  /// `hightide top`.
  var title: String { name.map { "hightide \($0)" } ?? "hightide" }

  /// All commands, in the order in which they are listed.
  static let all = [watch, generate, top, check, explain, fold, ship, alert, topics, demo]

  static let watch = CommandPage(
    name: nil, summary: "watch logs, on the screen or as reports",
    words: """
      Follows HTTP access logs while they are written, and says when traffic rises
      above a threshold and when it falls back. FILE defaults to \(Options.defaultFile),
      or else to the logs that the configuration of a server names; - is standard
      input, syslog://:PORT listens for syslog, ssh://HOST/PATH is on another machine,
      kafka://BROKER,.../TOPIC is a topic of Kafka.
      """,
    groups: Options.table.map(\.listed),
    remarks: """
      \(units)
      On the dashboard, ? lists the keys. Exit status: 0 if all went well, 1 after a
      failure, 2 for wrong usage.
      """)

  static let top = CommandPage(
    name: "top", summary: "answer one question about the last minutes, and exit",
    words: """
      Lists the groups with the most hits of the last minutes of FILE, and exits. What
      FILE was rotated to is read as far back as the time goes. FILE defaults to
      \(Options.defaultFile); - is standard input.
      """,
    groups: TopOptions.table.map(\.listed),
    remarks: """
      \(units)
      A TIME is ISO 8601, or HH:MM[:SS] of the log's last day; without an offset it is of
      the zone that times are shown in.
      """)

  static let check = CommandPage(
    name: "check", summary: "say what the rules mean, try them on a log, and test them",
    words: """
      Says what the rules of the settings mean, and warns of those that cannot trigger
      or recover. With --replay it says what they would have done over FILE, which
      defaults to \(Options.defaultFile), with --suggest it proposes values for them,
      and with --test it runs tests of them.
      """,
    groups: CheckOptions.table.map(\.listed),
    remarks: """
      Exit status: 0 if all went well, 1 after a failure or a failed test, 2 for wrong
      usage or settings.
      """)

  static let explain = CommandPage(
    name: "explain", summary: "say how each log reads, and why",
    words: """
      Says which format each FILE has and why, how its first lines read field by
      field, and which lines do not parse, for which reason. FILE defaults to
      \(Options.defaultFile); - is standard input.
      """,
    groups: ExplainOptions.table.map(\.listed))

  static let fold = CommandPage(
    name: "fold", summary: "add up a log where it is, for a dashboard elsewhere",
    words: """
      Follows FILE and writes to standard output what its lines add up to, as the
      bytes that a dashboard on another machine reads: ssh:// runs it on servers that
      have it. Once a second and whatever the traffic, it says what has changed. FILE
      defaults to \(Options.defaultFile); - is standard input. With --to the sums go
      to a topic of Kafka; then FILE may be kafka://BROKER,.../TOPIC too, whose lines
      a group of workers adds up, any number of them.
      """,
    groups: FoldOptions.table.map(\.listed),
    remarks: """
      \(units)
      Exit status: 0 if all went well, 1 after a failure or if some sums have not
      arrived, 2 for wrong usage or settings.
      """)

  static let generate = CommandPage(
    name: "generate", operands: "[FILE]", summary: "write realistic traffic",
    words: """
      Writes realistic traffic to FILE, or to standard output, until it is stopped or
      has written what was asked for.
      """,
    groups: GenerateOptions.table.map(\.listed), remarks: units)

  static let ship = CommandPage(
    name: "ship", operands: "FILE...", summary: "send the lines of logs to a topic of Kafka",
    words: """
      Follows each FILE and sends its lines to a topic, one a record, until it is
      stopped. It begins at the end of FILE, or where --state says that the run before
      was. While no broker can be reached, lines wait in their logs.
      """,
    groups: ShipOptions.table.map(\.listed),
    remarks: """
      Exit status: 0 if all has arrived, 1 after a failure or if some has not, 2 for
      wrong usage or settings.
      """)

  static let alert = CommandPage(
    name: "alert", operands: "kafka://BROKER,.../TOPIC",
    summary: "judge the rules over what a whole fleet sends",
    words: """
      Judges the rules over the sums that hightide fold sends to a topic, and writes
      what happens to the topic alerts, to standard output and to the channels. Any
      number may run: one is active, and the others stand by to go on where it ends.
      """,
    groups: AlertOptions.table.map(\.listed),
    remarks: """
      \(units)
      Exit status: 0 if all went well, 1 after a failure or where another instance has
      taken over, 2 for wrong usage or settings.
      """)

  static let topics = CommandPage(
    name: "topics", operands: "create|erase|show kafka://BROKER,...",
    summary: "make, erase or show the topics of a fleet",
    words: """
      create makes the topics logs, metrics and alerts; those that are there stay as
      they are. erase asks, and erases only what hightide wrote. show says how they
      are set up, and how many records they have. erase and show take a single topic
      too: kafka://BROKER,.../TOPIC.
      """,
    groups: TopicsOptions.table.map(\.listed),
    remarks: """
      \(units)
      Exit status: 0 if all went well, 1 after a failure, or where a topic is not there
      or is not erased, 2 for wrong usage or settings.
      """)

  static let demo = CommandPage(
    name: "demo", operands: DemoOptions.fleet, summary: "show a made-up fleet, on Kafka in memory",
    words: """
      Runs all roles of a fleet in one terminal: made-up traffic of three servers, ship,
      fold, alert, and the dashboard of the fleet. Kafka is librdkafka's mock cluster,
      in memory; when the dashboard is left nothing stays behind. Demo traffic without
      Kafka is hightide --demo.
      """,
    groups: DemoOptions.table.map(\.listed))

  /// How numbers with a unit are written, wherever an option takes one.
  private static let units =
    "A DURATION is 500ms, 10s, 2m, 1h30m, 1d, or plain seconds; a RATE is 10 or 10/s."
}
