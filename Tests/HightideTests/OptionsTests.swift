import AccessLog
import Canvas
import Testing

@testable import hightide

/// The options of a command line that is written with blanks between its arguments.
private func options(_ line: String) throws -> Options {
  let command = try Command.parse(line.split(separator: " ").map(String.init))
  guard case .watch(let options) = command else {
    Issue.record("\(line) does not watch")
    return Options()
  }
  return options
}

/// The default options with one thing changed.
private func defaults(_ change: (inout Options) -> Void) -> Options {
  var options = Options()
  options.files = ["/var/log/access.log"]
  change(&options)
  options.namesNoFile = options.files == ["/var/log/access.log"]
  return options
}

@Test func withoutArgumentsTheSystemsLogIsFollowed() throws {
  let options = try options("")
  #expect(options == defaults { _ in })
  #expect(options.threshold == 10)
  #expect(options.windowSeconds == 120)
  #expect(options.intervalSeconds == 10)
  #expect(options.latenessSeconds == 2)
  #expect(options.format == .auto)
  #expect(options.top == nil && options.listed == 10)
  #expect(options.reading == .follow(backfillSeconds: 600))
  #expect(options.output == nil)
  #expect(options.zone == .local)
  #expect(options.usesMouse)
}

private let settings: [(line: String, change: @Sendable (inout Options) -> Void)] = [
  ("--threshold 12.5", { $0.threshold = 12.5 }),
  ("-t 0", { $0.threshold = 0 }),
  ("--window 1h30m", { $0.windowSeconds = 5_400 }),
  ("-w 24h", { $0.windowSeconds = 86_400 }),
  ("-w 1d", { $0.windowSeconds = 86_400 }),
  ("-t 12/s", { $0.threshold = 12 }),
  ("--interval 60", { $0.intervalSeconds = 60 }),
  ("-i 1000ms", { $0.intervalSeconds = 1 }),
  ("--lateness 0", { $0.latenessSeconds = 0 }),
  ("--lateness 2.001", { $0.latenessSeconds = 3 }),
  (
    "--lateness 1h -i 2m",
    {
      $0.latenessSeconds = 3_600
      $0.intervalSeconds = 120
    }
  ),
  ("--lateness 5m", { $0.latenessSeconds = 300 }),
  ("--format common", { $0.format = .named(.common) }),
  ("--format w3c", { $0.format = .named(.w3c) }),
  ("-f combined", { $0.format = .named(.combined) }),
  ("--top 0", { $0.top = 0 }),
  ("-n 1000", { $0.top = 1_000 }),
  ("--replay", { $0.reading = .replay }),
  ("--from-start", { $0.reading = .fromStart }),
  ("--backfill 0", { $0.reading = .follow(backfillSeconds: 0) }),
  ("--backfill 1m500ms", { $0.reading = .follow(backfillSeconds: 61) }),
  ("-F", { _ in }), ("--follow --json", { $0.output = .json }),
  ("--theme auto", { _ in }), ("--theme light", { $0.theme = .light }),
  ("--demo", { ($0.reading, $0.files) = (.demo, []) }),
  ("--plain", { $0.output = .plain }),
  ("--json", { $0.output = .json }),
  ("--dashboard", { $0.output = .dashboard }),
  ("--utc", { $0.zone = .utc }),
  ("--color never", { $0.color = .never }),
  ("--theme high-contrast", { $0.theme = .highContrast }),
  ("--ascii", { $0.isASCII = true }),
  ("--no-mouse", { $0.usesMouse = false }),
  ("a.log - b.log", { $0.files = ["a.log", "-", "b.log"] }),
]

@Test(arguments: settings)
func anOptionSetsItsOwnSettingAndNoOther(
  line: String, change: @Sendable (inout Options) -> Void
) throws {
  #expect(try options(line) == defaults(change))
}

@Test(arguments: [
  "--threshold=5 --utc a.log", "--threshold 5 --utc a.log", "-t5 --utc a.log", "-t 5 --utc a.log",
  "a.log -t5 --utc", "--utc a.log -t 7 -t 5", "--thr 5 --ut a.log", "--utc -t5 -- a.log",
])
func thereAreManyWaysToWriteTheSame(line: String) throws {
  let expected = defaults {
    $0.threshold = 5
    $0.zone = .utc
    $0.files = ["a.log"]
  }
  #expect(try options(line) == expected)
}

@Test func twoDashesEndTheOptions() throws {
  #expect(try options("-- --utc generate -t").files == ["--utc", "generate", "-t"])
  #expect(throws: UsageError.misplacedCommand("generate")) { try options("--utc generate") }
}

@Test(arguments: [
  ("-h", HelpText.watch), ("--help --bogus", HelpText.watch), ("a.log -t5 --he", HelpText.watch),
  ("-V", Command.version), ("--version", Command.version), ("-Vh", Command.version),
  ("generate --help", HelpText.generate), ("generate -V", Command.version),
])
func whatIsAskedAboutTheProgramIsShown(line: String, text: String) throws {
  let arguments = line.split(separator: " ").map(String.init)
  #expect(try Command.parse(arguments) == .show(text))
}

@Test(
  arguments: [
    (Options.ColorChoice.auto, nil, true), (.auto, "", true), (.auto, "1", false),
    (.always, "1", true), (.never, nil, false),
  ] as [(Options.ColorChoice, String?, Bool)])
func anOptionForColorIsStrongerThanTheEnvironment(
  choice: Options.ColorChoice, noColor: String?, showsColor: Bool
) {
  #expect(defaults { $0.color = choice }.showsColor(noColor: noColor) == showsColor)
}

@Test func whatTheHelpCallsTheDefaultIsTheDefault() {
  var defaults: [String] = []
  for case let entry in Options.table.flatMap(\.entries) {
    var options = Options()
    guard case .value(_, let set) = entry.action, let text = entry.defaultText else { continue }
    defaults.append(entry.name)
    #expect(set(&options, text) && options == Options(), "\(entry.name)")
  }
  for case let entry in GenerateOptions.table.flatMap(\.entries) {
    var options = GenerateOptions()
    guard case .value(_, let set) = entry.action, let text = entry.defaultText else { continue }
    defaults.append(entry.name)
    #expect(set(&options, text) && options == GenerateOptions(), "\(entry.name)")
  }
  #expect(defaults.contains("threshold") && defaults.contains("backfill"))
  #expect(defaults.contains("start") && defaults.contains("seed"))
}
