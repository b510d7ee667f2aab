import Alerting
import Query
import Testing

@testable import Settings

/// Rules as they are entered.
@Suite struct RuleSectionTests {
  private static func section(_ text: String) throws -> SettingsDocument.Section {
    try #require(try SettingsDocument(Array(text.utf8)).sections.first)
  }

  private static func rule(_ keys: String) throws -> AlertRule {
    try RuleSection(section("[rule errors]\n\(keys)")).rule
  }

  @Test func everyKeyTakesEffect() throws {
    let read = try RuleSection(
      RuleSectionTests.section(
        """
        [rule server errors]
        measure  = share
        where    = path^=/api
        of       = status >= 500
        above    = 5 %
        recover  = 2.5 %
        window   = 5m
        for      = 30s
        keep     = 1m
        min-hits = 120
        severity = critical
        enabled  = no
        message  = Errors at {value} of {hits} hits, {state} at {time}
        """))
    var expected = AlertRule(
      name: RuleName("server errors"),
      measure: .share(of: .matching(try Filter("status >= 500"))), windowSeconds: 300,
      threshold: 0.05, recovery: 0.025, minimumHits: 120)
    expected.filter = try Filter("path^=/api")
    expected.forSeconds = 30
    expected.keepSeconds = 60
    expected.severity = .critical
    expected.message = "Errors at {value} of {hits} hits, {state} at {time}"
    expected.isEnabled = false
    #expect(read.rule == expected)
  }

  @Test func aFactorIsOfTheHourBeforeUnlessAnotherSpanIsNamed() throws {
    let hour = try RuleSectionTests.rule("measure = rate\nbelow = 0.5x\nrecover=0.8x")
    #expect(hour.side == .below && hour.threshold == 0.5 && hour.recovery == 0.8)
    #expect(hour.againstSeconds == 3_600 && hour.windowSeconds == 120)
    let day = try RuleSectionTests.rule("measure = bytes\nabove = 3 x\nagainst = 24h")
    #expect(day.againstSeconds == 86_400 && day.measure == .bytes)
  }

  @Test(arguments: [
    ("rate", "10", 10.0), ("rate", "0.5/s", 0.5), ("rate", "2 /s", 2), ("bytes", "100 B/s", 100),
    ("bytes", "1.5KiB/s", 1_536), ("bytes", "2 MiB/s", 2_097_152), ("clients", "500", 500),
    ("p90 bytes", "64 KiB", 65_536), ("p99 duration", "250 ms", 0.25),
    ("p50  duration", "1.5s", 1.5),
    ("malformed", "0.5 %", 0.005), ("silence", "2m", 120), ("silence", "90", 90),
  ])
  func aValueHasTheUnitOfItsMeasure(measure: String, text: String, expected: Double) throws {
    let rule = try RuleSectionTests.rule("measure = \(measure)\nabove = \(text)")
    #expect(rule.threshold == expected)
    #expect(rule.againstSeconds == nil)
  }

  private static let rates = "hits per second, such as 10 or 0.5/s"

  @Test(arguments: [
    ("", 1, "[rule errors] needs 'measure', which takes rate, bytes"),
    ("measure = speed", 2, "'measure' takes rate, bytes"),
    ("measure = rate", 1, "[rule errors] needs 'above' or 'below', which takes hits per second"),
    ("measure = rate\nabove = 1\nbelow = 2", 4, "a rule has 'above' or 'below'; leave one of them"),
    ("measure = rate\nabove = 5 %", 3, "'above' takes \(rates), or a factor of the time before"),
    ("measure = rate\nabove = -1", 3, "'above' takes \(rates)"),
    ("measure = rate\nabove = 1e3", 3, "'above' takes \(rates)"),
    ("measure = rate\nabove = ", 3, "'above' takes \(rates)"),
    ("measure = bytes\nabove = 100", 3, "'above' takes a number of B/s, KiB/s, MiB/s or GiB/s"),
    ("measure = share\nabove = 5 %", 2, "'measure = share' needs 'of', a filter such as"),
    ("measure = share\nof = status>=500\nabove = 0.05", 4, "'above' takes a percentage, such as"),
    ("measure = rate\nof = status>=500\nabove = 1", 3, "'of' belongs to measure = share; not to"),
    ("measure = rate\nabove = 1\nwhere = stats=1", 4, "'where': "),
    ("measure = rate\nabove = 1\nwhere =", 4, "'where': "),
    ("measure = rate\nabove = 2x\nrecover = 1", 4, "'recover' takes a factor as 'above' does"),
    ("measure = rate\nabove = 2\nrecover = 1x", 4, "'recover' takes a value as 'above' does"),
    ("measure = rate\nabove = 2\nagainst = 1h", 4, "'against' belongs to a factor, such as"),
    ("measure = rate\nabove = 2x\nagainst = 25h", 4, "'against' takes a duration from 1s to 24h"),
    ("measure = rate\nabove = 2\nwindow = 0s", 4, "'window' takes a duration from 1s to 24h"),
    ("measure = rate\nabove = 2\nwindow = 1.5s", 4, "'window' takes a duration from 1s to 24h"),
    ("measure = rate\nabove = 2\nfor = 2d", 4, "'for' takes a duration from 0s to 24h"),
    ("measure = rate\nabove = 2\nkeep = soon", 4, "'keep' takes a duration from 0s to 24h"),
    ("measure = rate\nabove = 2\nmin-hits = -1", 4, "'min-hits' takes a whole number from 0 to"),
    ("measure = rate\nabove = 2\nseverity = bad", 4, "'severity' takes info, warning or critical"),
    ("measure = rate\nabove = 2\nenabled = 1", 4, "'enabled' takes yes or no; not '1'"),
    ("measure = rate\nabove = 2\nmessage =", 4, "'message' takes a text, in which may stand"),
    ("measure = rate\nabove = 2\nmessage = {hit}", 4, "'message' takes a text, in which may stand"),
    ("measure = p90\nabove = 1 s", 2, "'measure' takes rate, bytes, share, clients, malformed"),
    ("measure = p95 bytes\nabove = 1 B", 2, "'measure' takes rate, bytes"),
    ("measure = clients\nabove = 5/s", 3, "'above' takes a number, such as 500"),
    ("measure = p90 bytes\nabove = 5", 3, "'above' takes a number of B, KiB, MiB or GiB"),
    ("measure = p90 duration\nabove = 5m", 3, "'above' takes a number of ms or s, such as"),
    ("measure = silence\nabove = 3x", 3, "'above' takes a duration in whole seconds"),
    ("measure = rate\nabove = 1\nby = colour", 4, "'by' takes one of section, path"),
    ("measure = malformed\nabove = 1 %\nby = section", 4, "'by' does not go with measure"),
    ("measure = rate\nabove = 1\nwindow = 61m\nby = client", 4, "'window' and 'against' are"),
    ("measure = clients\nabove = 3x", 3, "'window' and 'against' are together at most 1h"),
    ("measure = p50 bytes\nabove = 3x\nagainst = 59m", 4, "'window' and 'against' are"),
    ("measure = rate\nabov = 2", 3, "unknown key 'abov' in [rule errors]; did you mean 'above'?"),
    ("measure = rate\ncolour = 2", 3, "unknown key 'colour' in [rule errors]; there are measure, "),
  ])
  func aMistakeSaysWhatIsAccepted(keys: String, line: Int, expected: String) throws {
    let section = try RuleSectionTests.section("[rule errors]\n\(keys)")
    do throws(SettingsMistake) {
      _ = try RuleSection(section)
      Issue.record("accepted")
    } catch {
      #expect(error.line == line)
      #expect(error.message.hasPrefix(expected), "\(error.message)")
    }
  }

  @Test(arguments: [
    "of = status=500", "below = 3", "message = x", "against = 1h",
  ])
  func whatTheDefaultRuleMeasuresAndSaysIsFixed(key: String) throws {
    let section = try RuleSectionTests.section("[rule high-traffic]\n\(key)")
    do throws(SettingsMistake) {
      _ = try RuleSection(section)
      Issue.record("accepted")
    } catch {
      #expect(error.message.contains("in [rule high-traffic]; there are measure, where, above"))
    }
  }

  @Test func aRuleHasAName() throws {
    for name in ["rule", "rule  "] {
      let section = SettingsDocument.Section(name: name, line: 7)
      #expect(throws: SettingsMistake.self) { try RuleSection(section) }
    }
  }
}
