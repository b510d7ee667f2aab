import Canvas
import Testing

struct GridTests {
  private func grid(_ columns: Int, _ rows: Int) -> Grid {
    Grid(Size(columns: columns, rows: rows))
  }

  @Test
  func textThatDoesNotFitEndsWithAnEllipsis() {
    var grid = grid(10, 1)
    let end = grid.write("abcdefgh", column: 0, row: 0, role: .text, limit: 5)
    #expect(grid.text == "abcd…\n")
    #expect(end == 5)
  }

  @Test
  func whatDoesNotTakeOneCellIsReplaced() {
    var grid = grid(12, 1)
    grid.write("a\u{1B}[3\u{4E2D}\u{301}\u{202E}\u{7}é█", column: 0, row: 0, role: .text)
    #expect(grid.text == "a?[3?????█\n")
  }

  @Test
  func drawingOutsideIsIgnored() {
    var grid = grid(3, 2)
    grid.write("abcdef", column: -2, row: 0, role: .text)
    grid.write("x", column: 0, row: 5, role: .text)
    grid.fill(Area(column: 2, row: 1, columns: 9, rows: 9), with: Cell("#"))
    grid.drawBar(share: 1, column: -5, row: 0, width: 3, role: .bar)
    grid.drawColumn(eighths: 99, column: 1, bottom: 1) { _ in .graph }
    #expect(grid.text == "c█e\n █#\n")
  }

  @Test(arguments: [
    (0.0, ""), (0.001, "▏"), (0.25, "█"), (0.5, "██"), (0.47, "█▉"), (1, "████"), (7, "████"),
    (-1, ""), (.nan, ""),
  ])
  func barsGrowByEighths(share: Double, drawn: String) {
    var grid = grid(4, 1)
    grid.drawBar(share: share, column: 0, row: 0, width: 4, role: .bar)
    #expect(grid.text == drawn + "\n")
  }

  @Test
  func columnsGrowUpwardsWithTheirRoles() {
    var grid = grid(1, 3)
    grid.drawColumn(eighths: 13, column: 0, bottom: 2) { $0 >= 1 ? .graphOver : .graph }
    #expect(grid.text == "\n▅\n█\n")
    #expect(grid[column: 0, row: 1].role == .graphOver)
    #expect(grid[column: 0, row: 2].role == .graph)
  }

  @Test
  func panelsKeepTheirTitleAndDropTheRestFirst() {
    var wide = grid(34, 3)
    let title = PanelTitle(key: "2", name: "Sections", detail: "last 10 s", note: "7 listed")
    let inside = wide.drawPanel(
      Area(column: 0, row: 0, columns: 34, rows: 3), title: title, border: .box, isFocused: false)
    #expect(
      wide.text == """
        ╭ 2 Sections  last 10 s ─────────╮
        │                                │
        ╰────────────────────────────────╯

        """)
    #expect(inside == Area(column: 2, row: 1, columns: 30, rows: 1))
    var narrow = grid(14, 1)
    _ = narrow.drawPanel(
      Area(column: 0, row: 0, columns: 14, rows: 1), title: title, border: .rule, isFocused: true)
    #expect(narrow.text == "━ 2 Sections ━\n")
  }

  @Test
  func tablesAlignAndCut() {
    var grid = grid(20, 2)
    let columns = [
      TableColumn("name", width: 6, alignment: .left), TableColumn("hits", width: 5),
    ]
    grid.drawRow([TableCell("a"), TableCell("7")], columns: columns, column: 0, row: 0)
    grid.drawRow(
      [TableCell("abcdefghi"), TableCell("1234567")], columns: columns, column: 0, row: 1)
    #expect(grid.text == "a          7\nabcde… 1234…\n")
  }

  @Test(arguments: [
    (10, 4, 0, 0..<4), (10, 4, 5, 3..<7), (10, 4, 9, 6..<10), (2, 4, 1, 0..<2), (0, 4, 0, 0..<0),
    (5, 0, 2, 2..<2),
  ])
  func theSelectedLineIsAlwaysSeen(count: Int, height: Int, selected: Int, seen: Range<Int>) {
    #expect(ScrollWindow(count: count, height: height, selected: selected).range == seen)
  }

  @Test(arguments: [
    ("one two three", 7, ["one two", "three"]), ("abcdefghij", 4, ["abcd", "efgh", "ij"]),
    ("", 5, [""]), ("a bcdefg", 3, ["a", "bcd", "efg"]),
  ])
  func textBreaksAtBlanks(text: String, width: Int, lines: [String]) {
    #expect(wrapped(text, width: width) == lines)
  }

  @Test
  func everyOwnGlyphHasAStandInThatIsASCII() {
    let own: [ClosedRange<UInt32>] = [
      0x2190...0x2193, 0x2500...0x259F, 0x25A0...0x25C0, 0xB7...0xB7,
    ]
    for value in own.joined() {
      guard let glyph = Unicode.Scalar(value) else { continue }
      #expect(GlyphSet.ascii.glyph(for: glyph).isASCII)
      #expect(GlyphSet.unicode.glyph(for: glyph) == glyph)
    }
  }
}
