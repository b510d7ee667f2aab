import Canvas

/// All keys of the key table by topic, and how to read the numbers.
struct HelpOverlay {
  /// The most columns that it takes.
  private static let mostColumns = 80
  /// The cells of the keys, which stand at the right of them.
  private static let keyWidth = 9
  private static let roomyKeyWidth = 11

  var offset: Int

  /// One row of it.
  struct Line {
    var key = ""
    var text: String
    var isHeading = false
  }

  /// The rows for a size; a long text continues in the next row.
  static func lines(in size: Size) -> [Line] {
    let width = area(in: size).columns - PanelBorder.box.columns - textColumn(in: size)
    return entries.flatMap { entry in
      wrapped(entry.text, width: max(1, width)).enumerated().map { index, text in
        Line(key: index == 0 ? entry.key : "", text: text, isHeading: entry.isHeading)
      }
    }
  }

  /// The column of the texts, after the keys.
  private static func textColumn(in size: Size) -> Int {
    (size.breadth < .wordy ? keyWidth : roomyKeyWidth) + CellWidth.gap
  }

  static let entries: [Line] = {
    var lines: [Line] = []
    for topic in KeyBinding.Topic.allCases {
      if !lines.isEmpty { lines.append(Line(text: "")) }
      lines.append(Line(text: topic.rawValue, isHeading: true))
      for binding in KeyTable.bindings where binding.topic == topic && !binding.help.isEmpty {
        lines.append(Line(key: binding.name, text: binding.help))
      }
    }
    lines += [
      Line(text: ""), Line(text: "Reading the screen", isHeading: true),
      Line(key: "now", text: "hits per second of the last 5 seconds"),
      Line(key: "avg", text: "of the alert's window, against the threshold"),
      Line(key: "+hits", text: "so far: the interval has ended, late lines still count"),
      Line(key: "errs", text: "hits with a status from 400 to 599"),
      Line(key: "change", text: "hits more than in the interval before"),
      Line(key: "┊", text: "a bar's greatest second, above the mean that the bar is"),
      Line(key: "═", text: "the average over time, in the graph"),
      Line(key: "▲ ▼", text: "an alert triggered, recovered"),
      Line(key: "~ x ?", text: "a rule flaps and is told less often, is silenced, is not exact"),
      Line(key: "mouse", text: "click focuses, double click opens or zooms, wheel scrolls"),
    ]
    return lines
  }()

  /// The area between the header, which stays visible, and the footer.
  private static func area(in size: Size) -> Area {
    let columns = min(size.columns, mostColumns)
    let top = HeaderRows.count(for: size)
    let rows = size.rows - top - 1
    return Area(column: (size.columns - columns) / 2, row: top, columns: columns, rows: rows)
  }

  /// The number of visible rows.
  static func visibleRows(in size: Size) -> Int {
    max(0, area(in: size).rows - PanelBorder.box.rows)
  }

  func draw(_ scene: Scene, on grid: inout Grid) {
    let area = HelpOverlay.area(in: scene.view.size)
    grid.fill(scene.layout.body)
    let inside = grid.drawPanel(
      area, title: PanelTitle(name: "Help", note: "Esc closes"), border: .box, isFocused: true)
    let lines = HelpOverlay.lines(in: scene.view.size)
    let textColumn = HelpOverlay.textColumn(in: scene.view.size)
    let window = ScrollWindow(count: lines.count, height: inside.rows, offset: offset)
    for (place, index) in window.range.enumerated() {
      let line = lines[index]
      let row = inside.row + place
      if line.isHeading {
        grid.write(line.text, column: inside.column, row: row, role: .title, limit: inside.columns)
        continue
      }
      grid.write(
        line.key, endingAt: inside.column + textColumn - CellWidth.gap, row: row, role: .keyName)
      grid.write(
        line.text, column: inside.column + textColumn, row: row, role: .text,
        limit: inside.columns - textColumn)
    }
    OverlayFrame.drawPlace(window, of: lines.count, under: inside, on: &grid)
  }
}
