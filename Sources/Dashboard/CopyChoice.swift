import AccessLog
import Canvas
import Query
import Traffic

/// Something that can be copied.
package struct CopyChoice: Sendable, Equatable {
  /// What it is, in words.
  package var name: String
  package var text: String

  init(_ name: String, _ text: String) {
    self.name = name
    self.text = text
  }

  /// What can be copied of what is shown, the likeliest first.
  static func all(_ scene: Scene) -> [CopyChoice] {
    var choices: [CopyChoice] = []
    if let lines = scene.view.lines, let shown = lines.shown(in: scene.live), !shown.entries.isEmpty
    {
      let entry = shown.entries[lines.index(in: shown)]
      choices.append(CopyChoice("the line", printableText(entry.line)))
      let client = LogLineText(entry).text(.client)
      choices += rules(GroupChoice(.client, Array(client.utf8)))
    } else if let group = group(scene) {
      choices.append(
        CopyChoice("the \(group.dimension.name)", printableText(group.name)))
      choices += rules(group)
      if group.name != NameCounter.otherName, Filter.canName(group.name) {
        let part = Filter(group.dimension, is: group.name)
        choices.append(CopyChoice("a filter for it", part.text))
      }
    }
    if let filter = scene.view.screenFilter.all {
      choices.append(CopyChoice("the filter", filter.text))
    }
    choices.append(CopyChoice("the command line", commandLine(scene)))
    return choices
  }

  private static func group(_ scene: Scene) -> GroupChoice? {
    if let open = scene.view.openGroup { return open.counted }
    return GroupList(scene).selected.map { GroupChoice(scene.view.dimension, $0.name).counted }
  }

  /// Rules that deny a client or a network; none for what is no address.
  private static func rules(_ group: GroupChoice) -> [CopyChoice] {
    guard group.dimension == .client || group.dimension.foldsClients,
      let networks = [Network](entered: String(decoding: group.name, as: UTF8.self)),
      networks.count == 1
    else { return [] }
    var text = networks.entered
    if networks[0].bits == networks[0].start.bitCount {
      text = String(text.prefix { $0 != "/" })
    }
    let family = networks[0].start.isIPv4 ? "ip" : "ip6"
    return [
      CopyChoice("a deny rule for nginx", "deny \(text);"),
      CopyChoice(
        "a deny rule for nftables", "nft add rule inet filter input \(family) saddr \(text) drop"),
    ]
  }

  /// The command line that shows the same.
  private static func commandLine(_ scene: Scene) -> String {
    var words = ["hightide"]
    let filters = [scene.live.filter, scene.view.screenFilter.all?.text].compactMap(\.self)
    if !filters.isEmpty {
      let text =
        filters.count == 1 ? filters[0] : filters.map { "(\($0))" }.joined(separator: " and ")
      words += ["--where", quoted(text)]
    }
    words += scene.live.source.paths.map { quoted($0) }
    return words.joined(separator: " ")
  }

  /// A word as a shell takes it.
  static func quoted(_ word: String) -> String {
    let isPlain =
      !word.isEmpty
      && word.utf8.allSatisfy { byte in
        (byte | 0x20) &- UInt8(ascii: "a") < 26 || byte &- UInt8(ascii: "0") < 10
          || "-_./:,=@%+".utf8.contains(byte)
      }
    guard !isPlain else { return word }
    return "'"
      + word.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''")
      + "'"
  }
}

/// The choice of what is copied.
struct CopyOverlay {
  private static let mostColumns = 90
  private static let nameWidth = 25

  let choices: [CopyChoice]
  let selected: Int
  private let scene: Scene

  init(_ scene: Scene, _ choices: [CopyChoice], selected: Int) {
    self.scene = scene
    self.choices = choices
    self.selected = selected
  }

  func draw(on grid: inout Grid) {
    let size = scene.view.size
    let columns = OverlayFrame.columns(CopyOverlay.mostColumns, in: size)
    let rows = min(scene.layout.body.rows, choices.count + PanelBorder.box.rows)
    let inside = OverlayFrame.draw(
      PanelTitle(name: "Copy", note: "Enter copies  Esc closes"),
      columns: columns, rows: rows, over: scene.layout.body, on: &grid)
    let window = ScrollWindow(count: choices.count, height: inside.rows, selected: selected)
    OverlayFrame.drawPlace(window, of: choices.count, under: inside, on: &grid)
    for (place, index) in window.range.enumerated() {
      let row = inside.row + place
      let end = grid.write(
        choices[index].name, column: inside.column, row: row, role: .strong,
        limit: CopyOverlay.nameWidth)
      let column = max(
        end + 1, min(inside.column + CopyOverlay.nameWidth, inside.column + inside.columns / 2))
      grid.write(
        printableText(choices[index].text.utf8), column: column, row: row, role: .muted,
        limit: inside.endColumn - column)
      guard index == selected else { continue }
      grid.paint(
        Area(column: inside.column, row: row, columns: inside.columns, rows: 1), role: .selection)
    }
  }
}

extension ViewState {
  /// Copies what was chosen, and says so.
  mutating func copy(_ choice: CopyChoice, in model: DashboardModel) -> [DashboardCommand] {
    let text = printableText(choice.text.utf8)
    let shown = text.count > 120 ? text.prefix(117) + "..." : text[...]
    show("Sent \(choice.name) to the terminal's clipboard: \(shown)", at: model.wallClock)
    return [.copy(choice.text)]
  }
}
