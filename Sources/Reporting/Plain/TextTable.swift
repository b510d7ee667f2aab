/// Rows of text in columns that are as wide as their widest cell.
///
/// The first column is aligned to the left and takes the width that the others leave; the others
/// are aligned to the right. All text is printable ASCII: one byte is one column.
struct TextTable {
  private var rows: [[String]]

  init(head: [String]) {
    rows = [head]
  }

  /// Adds a row with as many cells as the head.
  mutating func add(_ row: [String]) {
    rows.append(row)
  }

  /// Appends all rows, two spaces before every cell, in `width` columns.
  ///
  /// A first cell that is too long is cut to no less than 16 characters: a table of very large
  /// numbers becomes too wide, but keeps its names.
  func append(to bytes: inout [UInt8], width: Int) {
    let widths = rows[0].indices.map { column in
      rows.map { $0[column].utf8.count }.max() ?? 0
    }
    let rest = widths.dropFirst().reduce(0) { $0 + 2 + $1 }
    let first = max(16, width - 2 - rest)
    for row in rows {
      bytes.append(contentsOf: "  ".utf8)
      bytes.append(row[0].cut(to: first), leftAlignedIn: first)
      for (cell, cellWidth) in zip(row, widths).dropFirst() {
        bytes.append(contentsOf: "  ".utf8)
        bytes.appendSpaces(cellWidth - cell.utf8.count)
        bytes.append(contentsOf: cell.utf8)
      }
      while bytes.last == UInt8(ascii: " ") { bytes.removeLast() }
      bytes.append(UInt8(ascii: "\n"))
    }
  }
}

extension [UInt8] {
  mutating func append(_ text: String, leftAlignedIn width: Int) {
    append(contentsOf: text.utf8)
    appendSpaces(width - text.utf8.count)
  }

  /// Appends `count` spaces, or nothing if `count` is negative.
  mutating func appendSpaces(_ count: Int) {
    append(contentsOf: repeatElement(UInt8(ascii: " "), count: Swift.max(0, count)))
  }
}

extension String {
  /// The text, cut to `width` characters with `...` at its end if it is longer.
  fileprivate func cut(to width: Int) -> String {
    utf8.count <= width ? self : prefix(width - 3) + "..."
  }
}
