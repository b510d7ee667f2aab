import AccessLog
import Settings
import Testing

@testable import hightide

/// What is said of arguments that are wrong.
private func complaint(_ arguments: [String]) -> String? {
  do {
    let command = try Command.parse(arguments)
    Issue.record("accepted as \(command)")
    return nil
  } catch {
    return error.description
  }
}

private let formats = FormatOption.value.accepted
private let whole = "a duration from 1s to 24h in whole seconds"
private let rate = "hits per second, 0 or more, such as 10, 0.5 or 10/s"

@Test(arguments: [
  ("--treshold 5", "unknown option --treshold; did you mean --threshold?"),
  ("--jsno", "unknown option --jsno; did you mean --json?"),
  ("--from_start", "unknown option --from_start; did you mean --from-start?"),
  ("--colour never", "unknown option --colour; did you mean --color?"),
  ("--nonsense", "unknown option --nonsense; hightide --help lists the options"),
  ("--utcx=1", "unknown option --utcx; did you mean --utc?"),
  ("-x", "unknown option -x; hightide --help lists the options"),
  ("--f common", "option --f is ambiguous: --format, --follow, --from-start"),
  ("--threshold", "option --threshold needs a value: \(rate)"),
  ("-t", "option -t needs a value: \(rate)"),
  ("--utc=yes", "option --utc takes no value; not 'yes'"),
  ("--help=x", "option --help takes no value; not 'x'"),
  ("--thr ten", "option --threshold takes \(rate); not 'ten'"),
  ("-tx", "option -t takes \(rate); not 'x'"),
  ("-t 10/m", "option -t takes \(rate); not '10/m'"),
  ("-t /s", "option -t takes \(rate); not '/s'"),
  ("--window 1.5", "option --window takes \(whole), such as 2m; not '1.5'"),
  ("--window=0", "option --window takes \(whole), such as 2m; not '0'"),
  ("-w 86401", "option -w takes \(whole), such as 2m; not '86401'"),
  ("-w 1d1s", "option -w takes \(whole), such as 2m; not '1d1s'"),
  ("-i25h", "option -i takes \(whole), such as 10s; not '25h'"),
  ("-i -1", "option -i takes \(whole), such as 10s; not '-1'"),
  (
    "--lateness 1h",
    "option --lateness takes at most 60 times --interval; with 3600s give --interval 60s or more"
  ),
  (
    "-i 1s --lateness 60.5s",
    "option --lateness takes at most 60 times --interval; with 61s give --interval 2s or more"
  ),
  (
    "--lateness 3600001ms",
    "option --lateness takes a duration from 0s to 1h, such as 2s or 500ms; not '3600001ms'"
  ),
  ("--backfill 2d", "option --backfill takes a duration from 0s to 24h, such as 10m; not '2d'"),
  ("-n 1001", "option -n takes a whole number from 0 to 1000, such as 10; not '1001'"),
  ("-f xml", "option -f takes \(formats); not 'xml'"),
  ("-f %h", "option -f: it has no time and no status, so that no line would be a hit"),
  ("-f nginx:/nowhere:main", "option -f: cannot read /nowhere"),
  (
    "--theme dark",
    "option --theme takes auto, default, light, high-contrast or monochrome; not 'dark'"
  ),
  ("--color=yes", "option --color takes auto, always or never; not 'yes'"),
  (
    "--replay --from-start",
    "options --replay and --from-start exclude each other; give one of them"
  ),
  (
    "--backfill 5m --replay", "options --backfill and --replay exclude each other; give one of them"
  ),
  (
    "-f access.log",
    "option -f takes \(formats); not 'access.log'; here -f is the format, and a FILE "
      + "needs no option"
  ),
  (
    "hepl",
    "there is no file 'hepl'; did you mean hightide help? To wait for such a file give ./hepl"
  ),
  (
    "--utc check",
    "'check' is a command, which comes first; of a file that is called so write ./check"
  ),
  (
    "help chek",
    "'help' is a command, which comes first; of a file that is called so write ./help"
  ),
  (
    "/no/such/{a,b}.log",
    "braces in '/no/such/{a,b}.log' are not expanded; name each FILE, or give a pattern of * ? [ ]"
  ),
  ("--demo --replay", "options --demo and --replay exclude each other; give one of them"),
  ("--json --plain", "options --json and --plain exclude each other; give one of them"),
  ("--demo a.log", "option --demo watches traffic of its own; leave out either it or 'a.log'"),
])
func wrongUsageNamesTheOptionAndSaysWhatIsAccepted(line: String, expected: String) {
  #expect(complaint(line.split(separator: " ").map(String.init)) == expected)
}

@Test func helpIsThereForEachCommand() throws {
  for (name, text) in [
    ("check", HelpText.check), ("top", HelpText.top), ("explain", HelpText.explain),
    ("generate", HelpText.generate), ("help", HelpText.watch),
  ] {
    #expect(try Command.parse(["help", name]) == .show(text))
  }
  #expect(try Command.parse(["./check"]) != .show(HelpText.check))
}

@Test(arguments: [[""], ["--utc", ""], ["generate", ""]])
func anEmptyFileNameIsAMistake(arguments: [String]) {
  #expect(
    complaint(arguments)
      == "the name of a FILE is empty; give a path, or - for standard input or output")
}

@Test func aComplaintIsOneSafeLineWhateverWasTyped() {
  let hostile = "\u{1B}[2J\nx\u{202E}"
  let commandLines = [
    ["--" + hostile], ["-" + hostile], ["--utc=" + hostile], ["-t", hostile],
    ["--demo", hostile], ["generate", "a", hostile],
  ]
  for arguments in commandLines {
    let text = complaint(arguments) ?? ""
    #expect(!text.isEmpty && text.utf8.allSatisfy { (0x20..<0x7F).contains($0) })
  }
}

@Test(arguments: [
  "", ".", ".5", "5.", "1.2.3", "1e3", "0x10", "inf", "nan", "+1", "-1", " 1", "1 ", "١",
])
func aNumberIsPlainDigits(text: String) {
  #expect(Double(entered: text) == nil)
  #expect(Double(enteredRate: text) == nil)
  #expect(Double(enteredRate: text + "/s") == nil)
}

@Test(arguments: [("10", 10), ("10/s", 10), ("0.5/s", 0.5), ("0", 0), ("0/s", 0)])
func aRateMayNameItsUnit(text: String, expected: Double) {
  #expect(Double(enteredRate: text) == expected)
}

@Test(arguments: ["10/", "10/m", "10/h", "10/S", "10 /s", "10/s/s", "/s", "10s", "10/1s"])
func anotherUnitOfARateIsRefused(text: String) {
  #expect(Double(enteredRate: text) == nil)
}

@Test func aRateTooLargeForANumberIsRefused() {
  #expect(Double(entered: String(repeating: "9", count: 400)) == nil)
  #expect(Double(entered: "99999.5") == 99_999.5)
}

@Test(
  arguments: [
    ("500ms", .milliseconds(500)), ("10s", .seconds(10)), ("2m", .seconds(120)),
    ("1h30m", .seconds(5_400)), ("1h30m5s250ms", .milliseconds(5_405_250)), ("90", .seconds(90)),
    ("1.5", .milliseconds(1_500)), ("0.000001h", .microseconds(3_600)),
    ("1m0.5s", .milliseconds(60_500)), ("1d", .seconds(86_400)), ("1d2h", .seconds(93_600)),
    ("0.000001d", .microseconds(86_400)), ("106751d", .seconds(106_751 * 86_400)),
    ("0", .zero), ("999999h", .seconds(3_599_996_400)),
  ] as [(String, Duration)])
func aDurationIsNumbersWithUnits(text: String, expected: Duration) {
  #expect(Duration(entered: text) == expected)
}

@Test(arguments: [
  "", "s", "ms", ".", ".5", "5.", "5.s", "1x", "1D", "1h1d", "1w", "106752d", "999999.999999d",
  "106751d23h59m",
  "1S", "30m1h", "1m1m", "1h30", "1.5h30m",
  "1..5", "1.2.3s",
  "-1s", "+1s", "1 s", "1s ", "1,5", "1e3", "0.0000001s", "1000000h", "9999999999999999999s", "١s",
])
func whatIsNoDurationIsRefused(text: String) {
  #expect(Duration(entered: text) == nil)
}
