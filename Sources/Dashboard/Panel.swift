/// A part of the screen that keys can go to, by its name in the panel table.
package struct Panel: Hashable, Sendable {
  package let name: String

  init(_ name: String) { self.name = name }

  /// All panels, in the order of their keys.
  package static let all: [Panel] = PanelTable.rows.map(\.panel)

  /// The key that focuses it: its place in the table, from 1.
  package var key: String { String(place + 1) }

  /// The one after it, in the order of the keys; after the last the first.
  var next: Panel { Panel.all[(place + 1) % Panel.all.count] }

  /// The one before it; before the first the last.
  var previous: Panel { Panel.all[(place + Panel.all.count - 1) % Panel.all.count] }

  private var place: Int { Panel.all.firstIndex(of: self) ?? 0 }
}
