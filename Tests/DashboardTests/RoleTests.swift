import Canvas
import Dashboard
import Testing

/// What cells mean, as letters: a theme draws exactly this.
struct RoleTests {
  private let size = Size(columns: 80, rows: 24)

  private func check(
    _ name: String, _ grid: Grid, at location: SourceLocation = #_sourceLocation
  ) throws {
    try Golden.check(Golden.roles(of: grid), named: "roles-\(name).txt", at: location)
  }

  @Test(arguments: Panel.all, ScreenTests.sizes)
  func focus(panel: Panel, size: Size) throws {
    let model = Scenario.inAlert().model
    let view = ViewState(size: size).pressing(panel.key, in: model)
    try check("focus-\(panel.name)-\(size.columns)x\(size.rows)", DashboardScreen.draw(model, view))
  }

  @Test
  func thePast() throws {
    let model = Scenario.inAlert().model
    let view = ViewState(size: size).pressing([.left], in: model)
    try check("past", DashboardScreen.draw(model, view))
  }

  @Test
  func prompt() throws {
    let model = Scenario.inAlert().model
    let view = ViewState(size: size).pressing("t12", in: model)
    try check("prompt", DashboardScreen.draw(model, view))
  }

  @Test
  func smallScreenInAlert() throws {
    let model = Scenario.inAlert().model
    try check(
      "small", DashboardScreen.draw(model, ViewState(size: Size(columns: 40, rows: 12))))
  }

  @Test
  func themes() throws {
    func color(_ color: Style.Color?) -> String {
      color.map { "\($0.palette)/\($0.basic.map { "\($0)" } ?? "-")" } ?? "-"
    }
    var text = ""
    for theme in Theme.allCases {
      for role in Role.allCases {
        let style = theme.style(role)
        let attributes = [
          style.isBold ? "bold" : "", style.isUnderlined ? "underlined" : "",
          style.isReversed ? "reversed" : "",
        ].filter { !$0.isEmpty }.joined(separator: " ")
        text +=
          "\(theme.rawValue) \(role): \(color(style.foreground)) on "
          + "\(color(style.background)) \(attributes)\n"
      }
    }
    try Golden.check(text, named: "themes.txt")
  }

  /// No state is told by colour alone: whatever the theme, its word or mark is drawn.
  @Test(arguments: Theme.allCases, [GlyphSet.unicode, .ascii])
  func everyStateHasAWordOrAMark(theme: Theme, glyphs: GlyphSet) {
    func text(_ model: DashboardModel, _ keys: [Key] = []) -> String {
      let view = ViewState(size: size, glyphs: glyphs, theme: theme).pressing(keys, in: model)
      return DashboardScreen.draw(model, view).text
    }
    let calm = Scenario.normal().model
    let alert = Scenario.inAlert().model
    let over = glyphs.glyph(for: "▒")
    let inFocus = glyphs.glyph(for: "━")
    let selected = glyphs.glyph(for: "▸")
    #expect(text(calm).contains("  OK  ") && !text(calm).contains("ALERT"))
    #expect(text(alert).contains(" ALERT ") && !text(alert).contains("  OK  "))
    #expect(text(alert).unicodeScalars.contains(over))
    #expect(text(calm, [.left]).hasPrefix(" PAST "))
    #expect(text(calm, [.character(" ")]).hasPrefix(" FROZEN "))
    #expect(text(calm, [.character("1")]).contains("\(inFocus) 1 Requests"))
    #expect(text(calm, [.character("2")]).contains("\n\(selected)/api"))
  }
}
