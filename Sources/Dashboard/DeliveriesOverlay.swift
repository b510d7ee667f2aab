import AccessLog
import Canvas
import Traffic

/// What the channels were told: where, when, after how many tries, and what became of it.
struct DeliveriesOverlay {
  /// The most columns that it takes, and those that stay free beside it on a narrow screen.
  private static let mostColumns = 140
  private static let margin = 2
  private static let indent = 2

  let offset: Int
  private let scene: Scene

  init(_ scene: Scene, offset: Int) {
    self.scene = scene
    self.offset = offset
  }

  private struct Line {
    var text: String
    var role: Role
  }

  /// The most rows that can be scrolled past.
  var lastOffset: Int { max(0, lines.count - inside.rows) }

  /// How far a page key goes.
  var page: Int { max(1, inside.rows - 1) }

  private var area: Area {
    let size = scene.view.size
    let columns = max(
      0, min(size.columns - DeliveriesOverlay.margin, DeliveriesOverlay.mostColumns))
    return Area(
      column: (size.columns - columns) / 2, row: scene.layout.body.row, columns: columns,
      rows: scene.layout.body.rows)
  }

  private var inside: Area { PanelBorder.box.inside(area) }

  /// The newest delivery first, two or more rows each.
  private var lines: [Line] {
    let entries = scene.live.deliveries
    guard !entries.isEmpty else {
      return [Line(text: "Nothing was told so far. [notify NAME] sets a channel.", role: .muted)]
    }
    let width = max(1, inside.columns)
    let indent = String(repeating: " ", count: DeliveriesOverlay.indent)
    return entries.reversed().flatMap { entry -> [Line] in
      let role: Role =
        switch entry.outcome {
        case .delivered: .ok
        case .failed: .alert
        case .waiting, .postponed: .warning
        }
      let tries = entry.tries == 0 ? "" : entry.tries == 1 ? ", 1 try" : ", \(entry.tries) tries"
      let head =
        "\(scene.zone.timeOfDay(entry.time))  \(printableText(entry.channel.utf8)): "
        + "\(printableText(entry.words.utf8))\(tries)"
      return wrapped(head, width: width).map { Line(text: $0, role: role) }
        + wrapped(
          printableText(entry.message.utf8), width: max(1, width - DeliveriesOverlay.indent)
        ).map { Line(text: indent + $0, role: .text) }
    }
  }

  func draw(on grid: inout Grid) {
    let area = area
    grid.fill(
      Area(
        column: area.column - 1, row: area.row, columns: area.columns + DeliveriesOverlay.margin,
        rows: area.rows))
    let count = scene.live.deliveries.count
    let inside = grid.drawPanel(
      area,
      title: PanelTitle(
        name: "Deliveries", detail: count > 0 ? "newest first" : "",
        note: count > 0 ? "\(count)  Esc closes" : "Esc closes"),
      border: .box, isFocused: true)
    let lines = lines
    let window = ScrollWindow(count: lines.count, height: inside.rows, offset: offset)
    OverlayFrame.drawPlace(window, of: lines.count, under: inside, on: &grid)
    for (place, index) in window.range.enumerated() {
      grid.write(
        lines[index].text, column: inside.column, row: inside.row + place, role: lines[index].role,
        limit: inside.columns)
    }
  }
}
