import Canvas

/// All panels: the one table that drives layout, drawing, keys, clicks and the help.
///
/// To add a panel, write its file (its name, and a ``PanelContent``) and a row here.
enum PanelTable {
  /// Bands from top to bottom.
  ///
  /// The panels of a band stand side by side where their least columns fit; on narrower screens the
  /// first stands above the others.
  static let bands: [[PanelRow]] = [
    [
      PanelRow(
        .graph, "graph", rows: RowsWanted(weight: 39, least: 3),
        columns: ColumnsWanted(weight: 1, least: 20)
      ) { RateGraphPanel($0) }
    ],
    [
      PanelRow(
        .sections, "lists", rows: RowsWanted(weight: 39, least: 2, leaving: 4),
        columns: ColumnsWanted(weight: 30, least: 42)
      ) { GroupsPanel($0) },
      PanelRow(
        .statuses, "status", rows: RowsWanted(weight: 33, least: 6, leaving: 22),
        columns: ColumnsWanted(weight: 8, least: 14)
      ) { StatusesPanel($0) },
      PanelRow(
        .responseBytes, "response bytes", rows: RowsWanted(weight: 33, least: 6, leaving: 22),
        columns: ColumnsWanted(weight: 10, least: 15)
      ) { ResponseBytesPanel($0) },
    ],
    [
      PanelRow(
        .alerts, "alerts", rows: RowsWanted(weight: 22, least: 3, leastNarrow: 5, leaving: 12),
        columns: ColumnsWanted(weight: 4, least: 20)
      ) { AlertHistoryPanel($0) },
      PanelRow(
        .rules, "rules", rows: RowsWanted(weight: 22, least: 3, leaving: 22),
        columns: ColumnsWanted(weight: 6, least: 46)
      ) { RulesPanel($0) },
    ],
  ]

  /// The panel that gets the rows and columns that rounding leaves over.
  static let flexible = Panel.sections

  /// The panels in the order of their keys.
  static let rows: [PanelRow] = bands.flatMap { $0 }

  /// The fewest columns in which every band stands side by side, a blank between its panels.
  static let columnsSideBySide: Int =
    bands.lazy.map { band in
      band.reduce(band.count - 1) { $0 + $1.columns.least + PanelBorder.rule.columns }
    }.max() ?? 0

  private static let rowByPanel = Dictionary(
    uniqueKeysWithValues: rows.map { ($0.panel, $0) })

  /// What a panel shows and does in a scene.
  static func content(of panel: Panel, in scene: Scene) -> any PanelContent {
    (rowByPanel[panel] ?? rows[0]).content(scene)
  }
}

/// One row of the panel table.
struct PanelRow: Sendable {
  let panel: Panel
  /// What the help calls it.
  let word: String
  let rows: RowsWanted
  let columns: ColumnsWanted
  let content: @Sendable (Scene) -> any PanelContent

  init(
    _ panel: Panel, _ word: String, rows: RowsWanted, columns: ColumnsWanted,
    content: @escaping @Sendable (Scene) -> any PanelContent
  ) {
    self.panel = panel
    self.word = word
    self.rows = rows
    self.columns = columns
    self.content = content
  }
}

/// The rows that a panel wants.
struct RowsWanted: Sendable {
  /// Its share of the rows, against the weights of the other bands.
  var weight: Int
  /// The fewest rows inside the border.
  var least: Int
  /// The fewest on a screen too narrow for panels side by side, where texts take more rows.
  var leastNarrow: Int
  /// The panel is left out unless so many rows remain for the others.
  var leaving: Int

  init(weight: Int, least: Int, leastNarrow: Int? = nil, leaving: Int = 0) {
    self.weight = weight
    self.least = least
    self.leastNarrow = leastNarrow ?? least
    self.leaving = leaving
  }
}

/// The columns that a panel wants.
struct ColumnsWanted: Sendable {
  /// Its share of the columns, against the weights of the panels beside it.
  var weight: Int
  /// The fewest columns inside the border.
  var least: Int
}
