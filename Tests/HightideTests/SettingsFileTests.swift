import AccessLog
import Canvas
import Glibc
import Kafka
import Notifying
import Settings
import System
import TestSupport
import Testing

@testable import hightide

/// Settings files, and what they leave to the options.
@Suite(.waiting) struct SettingsFileTests {
  let scratch = ScratchFolder()

  private func options(_ settings: String, _ arguments: [String] = []) throws -> Options {
    try scratch.append(settings, to: "config.ini")
    let command = try Command.parse(arguments, settingsFiles: [scratch("config.ini")])
    guard case .watch(let options) = command else {
      Issue.record("\(arguments) does not watch")
      return Options()
    }
    return options
  }

  private func complaint(_ settings: String) -> String? {
    do {
      _ = try options(settings)
      return nil
    } catch let error as UsageError {
      return error.description.replacing(scratch("config.ini"), with: "FILE")
    } catch {
      return "\(error)"
    }
  }

  @Test func everySettingTakesEffect() throws {
    let found = try options(
      """
      [watch]
      threshold = 12.5/s ; a rate
      window = 5m
      interval = 30s
      lateness = 5s
      top = 3
      format = combined
      from-start = yes
      [display]
      json = yes
      utc = yes
      color = never
      theme = light
      ascii = no
      """)
    var expected = Options()
    expected.files = [Options.defaultFile]
    expected.namesNoFile = true
    expected.threshold = 12.5
    expected.windowSeconds = 300
    expected.intervalSeconds = 30
    expected.latenessSeconds = 5
    expected.top = 3
    expected.format = .named(.combined)
    expected.reading = .fromStart
    expected.output = .json
    expected.zone = .utc
    expected.color = .never
    expected.theme = .light
    #expect(found == expected)
  }

  @Test func theDefaultRuleHasASectionOfItsOwn() throws {
    let found = try options("[rule high-traffic]\nabove = 25/s\nwindow = 1m\n")
    #expect(found.threshold == 25 && found.windowSeconds == 60)
  }

  /// A replay that the command line asks for has no state, whatever the settings say.
  @Test(arguments: [["--replay", "x.log"], ["--demo"]])
  func aStateOfTheSettingsIsForFollowing(arguments: [String]) throws {
    let settings = "[watch]\nstate = /tmp/a.state\n"
    #expect(try options(settings, arguments).stateFile == nil)
  }

  @Test func aFoldThatReadsLogsOnceHasNoStateOfTheSettings() throws {
    let file = try scratch.write("[watch]\nstate = /tmp/a.state\n", to: "fold.ini")
    guard case .fold(let found) = try Command.parse(["fold", "-c", file, "--replay", "x.log"])
    else {
      Issue.record("it is no fold")
      return
    }
    #expect(found.watch.stateFile == nil && found.watch.reading == .replay)
  }

  /// What a dashboard refuses, `check` refuses too.
  @Test(arguments: [
    ("[watch]\ninterval = 5s\nlateness = 1h\n", 3, "option --lateness takes at most"),
    ("[watch]\nreplay = yes\nstate = x\n", 3, "'state' and 'replay' exclude each other"),
  ])
  func whatDoesNotGoTogetherSaysWhere(settings: String, line: Int, text: String) throws {
    let file = try scratch.write(settings, to: "together.ini")
    for arguments in [["-c", file, "x.log"], ["check", "-c", file]] {
      do throws(UsageError) {
        _ = try Command.parse(arguments)
        Issue.record("it is accepted")
      } catch {
        #expect("\(error)".hasPrefix("\(file):\(line): \(text)"), "\(error)")
      }
    }
  }

  @Test func optionsWin() throws {
    let settings = "[watch]\ntop = 3\nthreshold = 5\nfrom-start = yes\n"
    let found = try options(settings, ["-t", "7", "--backfill", "1m", "x.log"])
    #expect(found.threshold == 7 && found.top == 3)
    #expect(found.reading == .follow(backfillSeconds: 60))
    #expect(found.files == ["x.log"])
    #expect(try options("", ["--no-config"]).listed == 10)
  }

  @Test(arguments: [
    ("[wach]", "FILE:1: unknown section [wach]; did you mean [watch]?"),
    (
      "[kafkaesque]",
      "FILE:1: unknown section [kafkaesque]; there are [watch], [display], [kafka], [rule NAME]"
    ),
    (
      "[watch]\ntreshold = 1",
      "FILE:2: unknown key 'treshold' in [watch]; did you mean 'threshold'?"
    ),
    (
      "[rule high-traffic]\nbelow = 1",
      "FILE:2: unknown key 'below' in [rule high-traffic]; there are measure, where, above"
    ),
    (
      "[watch]\n\ntop = many",
      "FILE:3: 'top' takes a whole number from 0 to 1000, such as 10; not 'many'"
    ),
    ("[display]\nutc = true", "FILE:2: 'utc' takes yes or no; not 'true'"),
    (
      "[watch]\nthreshold = 1\n[rule high-traffic]\nabove = 2",
      "FILE:4: 'above' sets what line 2 sets; leave one of them out"
    ),
    (
      "[watch]\nreplay = yes\nfrom-start = yes",
      "FILE:3: 'from-start' sets what line 2 sets; leave one of them out"
    ),
    (
      "[watch]\ntop = \u{1B}[2J",
      "FILE:2: the line has a control character, U+001B"
    ),
    ("[watch]\ndemo = yes", "FILE:2: unknown key 'demo' in [watch]; there are threshold, window, "),
  ])
  func aMistakeSaysWhereItIsAndWhatIsAccepted(settings: String, expected: String) {
    let said = complaint(settings)
    #expect(said?.hasPrefix(expected) == true, "\(said ?? "accepted")")
  }

  @Test func aFileThatIsAskedForMustBeReadable() {
    #expect(throws: UsageError.unreadableSettings(file: scratch("missing"), reason: .missing)) {
      try Command.parse(["-c", scratch("missing")])
    }
    #expect(throws: UsageError.exclusive("--config", "--no-config")) {
      try Command.parse(["-c", "x", "--no-config"])
    }
  }

  @Test func theFirstFileThatIsThereCounts() throws {
    try scratch.append("[watch]\ntop = 1\n", to: "b.ini")
    try scratch.append("[watch]\ntop = 2\n", to: "c.ini")
    let files = ["a.ini", "b.ini", "c.ini"].map { scratch($0) }
    guard case .watch(let options) = try Command.parse([], settingsFiles: files) else { return }
    #expect(options.top == 1)
  }

  /// What `--print-config` prints is a settings file that gives the same options.
  @Test(arguments: [
    "", "[watch]\nfrom-start = yes\ntop = 0\nstate = /tmp/a state\n",
    "[rule high-traffic]\nabove = 0.5\n[display]\nplain = yes\nutc = no\n",
    "[watch]\nbackfill = 30m\n",
    """
    [rule bytes]
    measure = bytes
    above = 1 MiB/s
    [rule high-traffic]
    above = 7
    keep = 30s
    severity = info
    [rule off]
    measure = rate
    below = 0.5x
    enabled = no
    """,
  ])
  func whatIsPrintedSetsTheSame(settings: String) throws {
    let arguments = ["--lateness", "3s", "--theme", "light"]
    let expected = try options(settings, arguments)
    let printed = try Command.parse(
      arguments + ["--print-config"], settingsFiles: [scratch("config.ini")])
    guard case .show(let text) = printed else {
      Issue.record("nothing is printed")
      return
    }
    try scratch.append(text, to: "printed.ini")
    guard case .watch(var found) = try Command.parse(["-c", scratch("printed.ini")]) else { return }
    found.settings = expected.settings
    #expect(found == expected)
    #expect(text.contains("lateness = 3s ; --lateness\n"))
    #expect(text.contains("interval = 10s ; default\n"))
  }

  /// Whatever an option was given, what is printed can be read.
  @Test(arguments: [
    "two\nlines", "a ; b", "a\t# b", " a", "b ", "\r", "a\u{B}b", "[x]", "k = v", ";", "\u{2028}",
  ])
  func whatAFileCannotHoldIsSaid(command: String) throws {
    guard
      case .show(let text) = try Command.parse(
        ["--no-config", "--on-alert", command, "--print-config"])
    else {
      Issue.record("nothing is printed")
      return
    }
    try scratch.write(text, to: "printed.ini")
    guard case .watch(let found) = try Command.parse(["-c", scratch("printed.ini")]) else { return }
    #expect(
      found.channels.first?.values["command"] == command
        || text.contains(
          "; on-alert from --on-alert cannot stand in a file: \(command.debugDescription)\n")
    )
  }

  /// A file may be called as what says that there is none.
  @Test(arguments: [("--sound=no", "./no"), ("--sound=yes", "./yes"), ("--sound", "yes")])
  func aFileThatIsCalledYesOrNoIsPrintedAsAFile(argument: String, printed: String) throws {
    let found = try Command.parse(["--no-config", argument, "--print-config"])
    guard case .show(let text) = found else {
      Issue.record("nothing is printed")
      return
    }
    #expect(text.contains("\nsound = \(printed) ; --sound\n"))
  }

  @Test func whereAValueComesFromIsPrinted() throws {
    try scratch.append("[watch]\n\ntop = 7\n", to: "config.ini")
    let file = scratch("config.ini")
    guard case .show(let text) = try Command.parse(["--print-config"], settingsFiles: [file]) else {
      Issue.record("nothing is printed")
      return
    }
    #expect(text.contains("top = 7 ; \(file):3\n"))
  }

  /// Such as `--config <(...)` of a shell; what writes into the pipe may take its time.
  @Test func settingsComeThroughAPipe() throws {
    let program = try PipedProcess(["--config", "/dev/stdin", "--print-config"], input: .pipe)
    program.send("[watch]\n")
    program.send("\ntop = 7\n")
    program.closeInput()
    #expect(program.waitForExit() == 0)
    #expect(program.lines.contains("top = 7 ; /dev/stdin:3"))
  }

  /// The arguments are understood twice, and the pipe is read once.
  @Test func propertiesOfKafkaComeThroughAPipe() throws {
    let pipe = try Spawn.pipe()
    defer { close(pipe.reading) }
    let text = Array("client.id = me\n".utf8)
    #expect(unsafe write(pipe.writing, text, text.count) == text.count)
    close(pipe.writing)
    // The path is that of no other test.
    #expect(unsafe symlink("/dev/fd/\(pipe.reading)", scratch("properties")) == 0)
    let arguments = ["--no-config", "--kafka-config", scratch("properties"), "kafka://b:9092/t"]
    guard case .watch(let options) = try Command.parse(arguments) else {
      Issue.record("nothing is watched")
      return
    }
    #expect(options.kafka.properties.map(\.name) == ["client.id"])
  }

  @Test func theUsersFileIsFoundAndItsMistakesEndTheProgram() throws {
    scratch.makeDirectory("hightide")
    try scratch.append("[watch]\ntop = x\n", to: "hightide/config.ini")
    let program = try PipedProcess(
      ["--plain", "--replay", "/dev/null"], environment: ["XDG_CONFIG_HOME": scratch.path])
    #expect(program.waitForExit() == 2)
    #expect(program.complaints.count == 1)
    #expect(program.complaints[0].contains("config.ini:2: 'top' takes a whole number"))
  }
}
