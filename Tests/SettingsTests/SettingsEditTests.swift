import Alerting
import Settings
import Testing

/// Values that are written into a settings file, and the rest of it that stays.
struct SettingsEditTests {
  private let file = """
    ; What the night shift agreed on.
    [watch]
    threshold=12 ; hits
    top = 20

    [rule errors]   ; watched closely
    measure = share
    of = status >= 500
      above   =  5 %   ; was 3 % before
    window = 5m
    # The end of it.

    [display]
    utc = yes
    """

  private func edited(
    _ key: String, _ value: String?, _ section: String, in text: String? = nil
  ) throws -> String {
    var edit = SettingsEdit(Array((text ?? file).utf8))
    try edit.set(key, to: value, in: section)
    return String(decoding: edit.bytes, as: UTF8.self)
  }

  @Test func aValueIsReplacedAndItsCommentStays() throws {
    #expect(
      try edited("above", "7.5 %", "rule errors")
        == file.replacing("above   =  5 %   ; was", with: "above   =  7.5 %   ; was"))
    #expect(
      try edited("threshold", "99/s", "watch")
        == file.replacing("threshold=12 ; hits", with: "threshold= 99/s ; hits"))
  }

  @Test func aKeyIsAddedBehindTheOthersOfItsSection() throws {
    #expect(
      try edited("enabled", "no", "rule errors")
        == file.replacing("window = 5m\n", with: "window = 5m\nenabled = no\n"))
    #expect(try edited("ascii", "yes", "display") == file + "\nascii = yes")
  }

  /// The default rule is judged first where it has no section, and so it stays.
  @Test func aRuleIsAddedBeforeTheOthersAndAnythingElseAtTheEnd() throws {
    #expect(
      try edited("above", "3/s", "rule high-traffic")
        == file.replacing(
          "[rule errors]", with: "[rule high-traffic]\nabove = 3/s\n\n[rule errors]"))
    #expect(try edited("kind", "bell", "notify b") == file + "\n\n[notify b]\nkind = bell\n")
    var edit = SettingsEdit(Array("; A.\n\n; B.\n# C.\n[rule x]\nmeasure = rate\n".utf8))
    try edit.set("above", to: "3", in: "rule y")
    #expect(
      String(decoding: edit.bytes, as: UTF8.self)
        == "; A.\n\n[rule y]\nabove = 3\n\n; B.\n# C.\n[rule x]\nmeasure = rate\n")
  }

  @Test func aKeyIsTakenOut() throws {
    #expect(try edited("window", nil, "rule errors") == file.replacing("window = 5m\n", with: ""))
    #expect(try edited("silenced", nil, "rule errors") == file)
    #expect(try edited("silenced", nil, "rule none") == file)
  }

  /// Why a rule is silenced is still worth knowing when it no longer is.
  @Test func theCommentOfAKeyThatIsTakenOutStays() throws {
    #expect(
      try edited("above", nil, "rule errors")
        == file.replacing("  above   =  5 %   ; was 3 % before", with: "  ; was 3 % before"))
    let silenced =
      "[rule a]\r\nsilenced = 2030-01-01T00:00:00Z ; INC-1234, ask Bob\r\nabove = 3\r\n"
    #expect(
      try edited("silenced", nil, "rule a", in: silenced)
        == "[rule a]\r\n; INC-1234, ask Bob\r\nabove = 3\r\n")
  }

  @Test func linesEndAsTheyDid() throws {
    var edit = SettingsEdit(Array("[rule a]\r\nabove = 3/s ; x\r\n".utf8))
    try edit.set("above", to: "4/s", in: "rule a")
    try edit.set("enabled", to: "no", in: "rule a")
    #expect(
      String(decoding: edit.bytes, as: UTF8.self)
        == "[rule a]\r\nabove = 4/s ; x\r\nenabled = no\r\n")
  }

  /// What is added to a file of another system looks as the rest of it does.
  @Test(arguments: [
    ("[watch]\r\ntop = 3\r\n", "[watch]\r\ntop = 3\r\n\r\n[rule a]\r\nabove = 3\r\n"),
    ("[watch]\r\ntop = 3\r\n\r\n", "[watch]\r\ntop = 3\r\n\r\n[rule a]\r\nabove = 3\r\n"),
    ("[watch]\r\ntop = 3", "[watch]\r\ntop = 3\r\n\r\n[rule a]\r\nabove = 3\r\n"),
    (
      "; A.\r\n[rule b]\r\nmeasure = rate\r\n",
      "[rule a]\r\nabove = 3\r\n\r\n; A.\r\n[rule b]\r\nmeasure = rate\r\n"
    ),
    ("[watch]\r\n[rule a]\r\nfor = 1m", "[watch]\r\n[rule a]\r\nfor = 1m\r\nabove = 3"),
    ("", "[rule a]\nabove = 3\n"), ("[watch]", "[watch]\n\n[rule a]\nabove = 3\n"),
  ])
  func linesThatAreAddedEndAsTheOthersDo(text: String, expected: String) throws {
    #expect(try edited("above", "3", "rule a", in: text) == expected)
  }

  /// Texts are compared byte by byte: to a `String` a byte order mark may be a part of what follows.
  @Test(arguments: [
    ("rule y", "[rule x]\nmeasure = rate\n", "[rule y]\nabove = 3\n\n[rule x]\nmeasure = rate\n"),
    (
      "rule y", "; A.\n[rule x]\nmeasure = rate\n",
      "[rule y]\nabove = 3\n\n; A.\n[rule x]\nmeasure = rate\n"
    ),
    ("rule y", "", "[rule y]\nabove = 3\n"), ("rule x", "[rule x]\n", "[rule x]\nabove = 3\n"),
  ])
  func nothingIsAddedBeforeAByteOrderMark(section: String, text: String, expected: String) throws {
    let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
    var edit = SettingsEdit(mark + Array(text.utf8))
    try edit.set("above", to: "3", in: section)
    #expect(edit.bytes == mark + Array(expected.utf8))
  }

  /// A comment stays with the section that it is about.
  @Test func aSectionIsAddedBeforeAnIndentedComment() throws {
    let rest = "\t; B.\n \t # C.\n[rule x]\nmeasure = rate\n"
    #expect(
      try edited("above", "3", "rule y", in: "; A.\n\n\(rest)")
        == "; A.\n\n[rule y]\nabove = 3\n\n\(rest)")
  }

  /// What is written is read as the same number.
  @Test(
    arguments: [
      ("rate", 9.9), ("rate", 1_234_567), ("rate", 0.001), ("share\nof = status=500", 0.05),
      ("share\nof = status=500", 0.073), ("share\nof = status=500", 0.123456),
      ("bytes", 5_242_880), ("bytes", 1_537), ("bytes", 0), ("p90 duration", 0.25),
      ("p90 duration", 1.0 / 7), ("p99 bytes", 65_536), ("clients", 501), ("silence", 121),
    ] as [(String, Double)])
  func thresholdsAreReadAsTheyWereWritten(measure: String, threshold: Double) throws {
    func rule(_ above: String) throws -> AlertRule {
      let text = "[rule r]\nmeasure = \(measure)\nabove = \(above)\n"
      let document = try SettingsDocument(Array(text.utf8))
      return try RuleSection(try #require(document.sections.first)).rule
    }
    let units = [
      "share\nof = status=500": "1 %", "bytes": "1 B/s", "p90 duration": "1 s", "p99 bytes": "1 B",
      "silence": "1s",
    ]
    var known = try rule(units[measure] ?? "1")
    known.threshold = threshold
    #expect(try rule(known.enteredThreshold) == known)
  }

  @Test func aFactorIsWrittenAsOne() throws {
    let document = try SettingsDocument(
      Array("[rule r]\nmeasure = rate\nbelow = 0.5x\n".utf8))
    var rule = try RuleSection(try #require(document.sections.first)).rule
    #expect(rule.enteredThreshold == "0.5x" && rule.thresholdKey == "below")
    rule.threshold = 3
    #expect(rule.enteredThreshold == "3x")
  }
}
