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

  @Test(arguments: Panel.allCases, ScreenTests.sizes)
  func focus(panel: Panel, size: Size) throws {
    let model = Scenario.inAlert().model
    let view = ViewState(size: size).pressing("\(panel.rawValue)", in: model)
    try check("focus-\(panel)-\(size.columns)x\(size.rows)", DashboardScreen.draw(model, view))
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
    func color(_ color: Style.Color?) -> String { color.map { "\($0.palette)/\($0.basic)" } ?? "-" }
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

  /// Themes change how roles look, never what is drawn.
  @Test
  func everyThemeDrawsTheSameCells() {
    let model = Scenario.inAlert().model
    let standard = DashboardScreen.draw(model, ViewState(size: size))
    for theme in Theme.allCases {
      #expect(DashboardScreen.draw(model, ViewState(size: size, theme: theme)) == standard)
    }
  }
}
