import AccessLog
import Alerting
import Pipeline
import Reporting
import Settings
import Traffic

/// A test of rules: made-up traffic, and the transitions that are expected of it.
struct RuleTest {
  /// A transition at so many seconds from the beginning.
  struct Expected: Equatable {
    var rule: String
    var state: String
    var seconds: Int

    var text: String { "\(rule) \(state) at \(DurationText.text(seconds))" }
  }

  struct Outcome {
    var name: String
    var expected: [Expected]
    var found: [Expected]

    var isPassed: Bool { expected == found }

    /// A line, and where it failed what was expected and what came instead.
    var text: String {
      guard !isPassed else { return "\(name): passed\n" }
      func lines(_ title: String, _ list: [Expected]) -> String {
        "  \(title): \(list.isEmpty ? "none" : list.map(\.text).joined(separator: ", "))\n"
      }
      return "\(name): FAILED\n" + lines("expected", expected) + lines("found", found)
    }

    var json: String {
      CheckReport.json(
        test: name, isPassed: isPassed, expected: expected.map(\.text), found: found.map(\.text))
    }
  }

  /// How many hits are made up at a time.
  private static let pieceHits = 20_000
  /// A Wednesday, at midnight.
  fileprivate static let start = 1_594_166_400

  var name: String
  var load: [LoadStep]
  var expected: [Expected]

  /// Reads the tests of a file: sections `[test NAME]` with `load` and `expect`.
  static func read(_ path: String) throws(UsageError) -> [RuleTest] {
    let file = try SettingsFile.read(path)
    do throws(SettingsMistake) {
      var tests: [RuleTest] = []
      for section in file.document.sections { tests.append(try RuleTest(section)) }
      guard !tests.isEmpty else {
        throw SettingsMistake(line: nil, "there is no test; one begins with [test NAME]")
      }
      return tests
    } catch {
      throw .settings(file: path, error)
    }
  }

  init(_ section: SettingsDocument.Section) throws(SettingsMistake) {
    let words = section.name.split(separator: " ", maxSplits: 1)
    guard words.count == 2, words[0] == "test" else {
      throw SettingsMistake(
        line: section.line, "tests have sections such as [test surge]; not [\(section.name)]")
    }
    name = String(words[1])
    var (load, expected): ([LoadStep]?, [Expected]?)
    for entry in section.entries {
      switch entry.key {
      case "load":
        load = LoadStep.list(entry.value)
        if load == nil {
          throw SettingsMistake(
            line: entry.line, "'load' takes \(LoadStep.accepted); not '\(entry.value)'")
        }
      case "expect":
        expected = Expected.list(entry.value)
        if expected == nil {
          throw SettingsMistake(
            line: entry.line, "'expect' takes \(Expected.accepted); not '\(entry.value)'")
        }
      default:
        throw SettingsMistake(
          line: entry.line,
          "unknown key '\(entry.key)' in [\(section.name)]; there are load, expect")
      }
    }
    guard let load, let expected else {
      throw SettingsMistake(line: section.line, "[\(section.name)] needs 'load' and 'expect'")
    }
    self.load = load
    self.expected = expected
  }

  /// Judges the traffic by the rules of the settings.
  func run(with options: Options) -> Outcome {
    var options = options
    options.reading = .replay
    options.format = .auto
    let settings = options.watchSettings(keepsLines: false, nameKey: 1)
    var watch = Watch(settings, startsWithContext: false)
    let moment = Moment(wallClock: Instant(RuleTest.start), uptime: .zero)
    var found: [Expected] = []
    var second = RuleTest.start
    for step in load {
      for piece in step.pieces(ofHits: RuleTest.pieceHits) {
        var lines: [UInt8] = []
        step.append(piece, startingAt: second, stamp: RuleTest.stamp, to: &lines)
        let chunk = ChunkTallier.tally(
          lines, timing: settings.timing, scanner: settings.scanner, counting: settings.counting)
        found += Expected.list(of: watch.add(chunk, as: .live, readAt: moment))
      }
      second += step.seconds
    }
    // The last step may have no hit.
    found += Expected.list(of: watch.finish(through: Instant(second - 1)))
    return Outcome(name: name, expected: expected, found: found)
  }

  /// A time as logs have it.
  private static func stamp(_ second: Int) -> String {
    let months = [
      "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]
    let time = Zone.utc.civilTime(Instant(second))
    func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
    let ofDay = second - second / 86_400 * 86_400
    return "\(two(time.day))/\(months[time.month - 1])/\(time.year):"
      + "\(two(ofDay / 3_600)):\(two(ofDay / 60 % 60)):\(two(ofDay % 60)) +0000"
  }
}

extension RuleTest.Expected {
  /// The transitions among events.
  fileprivate static func list(of events: [TrafficEvent]) -> [Self] {
    events.compactMap { event in
      guard case .alert(let transition) = event else { return nil }
      return Self(
        rule: transition.rule.name.description, state: transition.state.rawValue,
        seconds: transition.time - Instant(RuleTest.start))
    }
  }

  /// What can be entered, in words.
  static let accepted =
    "none, or transitions with commas between them, such as high-traffic triggered at 1m10s"

  /// Understands a list of transitions; `nil` for anything else.
  static func list(_ text: String) -> [Self]? {
    guard text != "none" else { return [] }
    var all: [Self] = []
    // The name of a rule may have commas.
    var open: Substring?
    for part in text.split(separator: ",", omittingEmptySubsequences: false) {
      let whole = text[(open ?? part).startIndex..<part.endIndex]
      open = whole
      guard let one = Self(whole) else { continue }
      all.append(one)
      open = nil
    }
    return open == nil ? all : nil
  }

  /// Understands one transition, whose rule is called what stands before the three last words.
  private init?(_ text: Substring) {
    var rest = text
    func trim() { while rest.last == " " { rest.removeLast() } }
    func takeWord() -> Substring {
      trim()
      let word = rest.suffix(
        from: rest.lastIndex(of: " ").map(rest.index(after:)) ?? rest.startIndex)
      rest = rest[..<word.startIndex]
      return word
    }
    guard let seconds = Duration.wholeSeconds(entered: String(takeWord()), in: 0...31_536_000),
      takeWord() == "at"
    else { return nil }
    let state = String(takeWord())
    trim()
    let name = rest.drop { $0 == " " }
    guard ["triggered", "recovered"].contains(state), !name.isEmpty else { return nil }
    self.init(rule: String(name), state: state, seconds: seconds)
  }
}
