import AccessLog
import Canvas
import Traffic

extension Panel {
  package static let statuses = Panel("statuses")
}

/// The classes of the status codes; the codes below their class, and the methods, where they fit.
struct StatusesPanel: PanelContent {
  /// The cells that a long name leaves for its hits and the bar.
  private static let leastBesideNames = 14

  private let scene: Scene

  init(_ scene: Scene) { self.scene = scene }

  func move(_ action: Action, page: Int, in view: inout ViewState) {
    let last = lastOffset
    view.statusOffset = action.moved(min(last, view.statusOffset), page: page, last: last)
  }

  /// The most rows that can be scrolled past.
  private var lastOffset: Int {
    guard let area = scene.layout.panels[.statuses] else { return 0 }
    let rows = scene.layout.border.inside(area).rows
    return max(0, lines(rows: rows).count - rows)
  }

  func draw(in area: Area, on grid: inout Grid) {
    let inside = grid.drawPanel(
      area, title: PanelTitle(key: Panel.statuses.key, name: "Status", detail: scene.shownWords),
      border: scene.layout.border, isFocused: scene.view.focus == .statuses)
    let lines = lines(rows: inside.rows)
    let widest = inside.columns - StatusesPanel.leastBesideNames
    let width = lines.reduce(CellWidth.shortName) { max($0, min(widest, $1.name.utf8.count)) }
    ShareList(lines: lines, total: scene.shown?.statistics.hits ?? 0, nameWidth: width)
      .draw(in: inside, offset: scene.view.statusOffset, on: &grid)
  }

  private func lines(rows: Int) -> [ShareList.Line] {
    guard let statistics = scene.shown?.statistics else {
      return ShareList.classes(of: Statistics(), codes: [])
    }
    let withCodes = ShareList.classes(of: statistics, codes: statistics.statuses)
    guard withCodes.count <= rows || scene.view.isZoomed else {
      // The codes with the most hits, as many as fit.
      let free = max(0, rows - StatusClass.allCases.count)
      let most = statistics.statuses.sorted { $0.hits > $1.hits }.prefix(free)
      let classes = ShareList.classes(of: statistics, codes: most.sorted { $0.status < $1.status })
      return classes.count <= rows ? classes : classes.filter { $0.hits != 0 }
    }
    let methods = ShareList.methods(of: statistics)
    guard withCodes.count + methods.count + 2 <= rows || scene.view.isZoomed else {
      return withCodes
    }
    return withCodes + [
      ShareList.Line(name: "", role: .text), ShareList.Line(name: "Methods", role: .columnHead),
    ] + methods
  }
}

extension ShareList {
  /// All classes, also those without hits, so that each keeps its row; `codes` below their class.
  static func classes(of statistics: Statistics, codes: [StatusCount]) -> [Line] {
    var lines: [Line] = []
    for statusClass in StatusClass.allCases {
      lines.append(
        Line(name: statusClass.name, hits: statistics.hits(in: statusClass), role: statusClass.role)
      )
      for status in codes where StatusClass(status: status.status) == statusClass {
        let code = String(
          repeating: "0", count: status.status < 10 ? 2 : status.status < 100 ? 1 : 0)
        lines.append(
          Line(
            name: code + String(status.status), hits: status.hits, role: statusClass.role,
            isDetail: true))
      }
    }
    return lines
  }

  /// The methods, most hits first.
  static func methods(of statistics: Statistics) -> [Line] {
    statistics.methods.enumerated()
      .sorted { ($1.element.hits, $0.offset) < ($0.element.hits, $1.offset) }
      .map {
        Line(
          name: printableText($0.element.name.prefix(64)), hits: $0.element.hits, role: .bar)
      }
  }
}

extension StatusClass {
  /// The role of its bar and its name.
  var role: Role {
    switch self {
    case .informational: .informational
    case .successful: .successful
    case .redirection: .redirection
    case .clientError: .clientError
    case .serverError: .serverError
    case .other: .muted
    }
  }
}
