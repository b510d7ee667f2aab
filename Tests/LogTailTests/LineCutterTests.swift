import Testing

@testable import LogTail

@Suite struct LineCutterTests {
  /// Cuts `text` as it comes in pieces of `size` bytes.
  private func cut(_ text: [UInt8], inPiecesOf size: Int) throws -> (lines: [UInt8], peak: Int) {
    var cutter = LineCutter()
    var lines: [UInt8] = []
    var peak = 0
    var rest = text[...]
    while !rest.isEmpty {
      let piece = rest.prefix(size)
      rest = rest.dropFirst(size)
      lines += unsafe cutter.lines(reading: size) { buffer in
        unsafe buffer.copyBytes(from: piece)
        return piece.count
      }.lines
      peak = max(peak, cutter.carried.count)
    }
    return (lines + cutter.flush(), peak)
  }

  @Test(arguments: [1, 2, 3, 7, 64, 1000])
  func givesWholeLinesWhateverThePieces(size: Int) throws {
    let text = Array("a\n\nbc\r\n\u{0}d\nlast".utf8)
    // NULs before a line are dropped where that needs no search for them.
    let whole = "a\n\nbc\r\n\(size < 8 ? "" : "\u{0}")d\nlast\n"
    #expect(try cut(text, inPiecesOf: size).lines == Array(whole.utf8))
  }

  @Test(arguments: [1 << 10, 1 << 16, 1 << 20])
  func keepsAnEndlessLineShortAndStillTooLong(size: Int) throws {
    let long = [UInt8](repeating: UInt8(ascii: "x"), count: 5_000_000)
    let text = Array("a\n".utf8) + long + Array("\nb\n".utf8)
    let (cut, peak) = try cut(text, inPiecesOf: size)
    let parts = cut.split(separator: newline, omittingEmptySubsequences: false)
    #expect(parts.count == 4)
    #expect(parts[0] == Array("a".utf8)[...] && parts[2] == Array("b".utf8)[...])
    #expect(parts[1].count > 65_536 && parts[1].count <= 2 << 20)
    #expect(peak == 65_537)
  }

  @Test(arguments: [65_535, 65_536, 65_537])
  func leavesTheLengthOfALineAroundTheLimit(length: Int) throws {
    let text = [UInt8](repeating: UInt8(ascii: "x"), count: length) + [newline]
    #expect(try cut(text, inPiecesOf: 4096).lines == text)
  }

  @Test func aLineBehindMoreNulsThanALineMayHaveIsNotLost() throws {
    let text = Array("a\n".utf8) + [UInt8](repeating: 0, count: 3_000_000) + Array("b\n".utf8)
    #expect(try cut(text, inPiecesOf: 1 << 20).lines == Array("a\nb\n".utf8))
  }
}
