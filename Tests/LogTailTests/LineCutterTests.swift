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
    let text = Array("a\n\nbc\r\nd\u{0}\nlast".utf8)
    #expect(try cut(text, inPiecesOf: size).lines == text + [newline])
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
    #expect(peak == 65_538)
  }

  @Test(arguments: [65_535, 65_536, 65_537])
  func leavesTheLengthOfALineAroundTheLimit(length: Int) throws {
    let text = [UInt8](repeating: UInt8(ascii: "x"), count: length) + [newline]
    #expect(try cut(text, inPiecesOf: 4096).lines == text)
  }

  /// The last byte that is kept of a long line may be a `\r`, which is no part of a line at its end.
  @Test func aLineThatIsCutOffIsTooLongWhateverByteIsTheLast() throws {
    let line = [UInt8](repeating: UInt8(ascii: "\r"), count: 100_000)
    let (lines, _) = try cut(line + [newline], inPiecesOf: 1000)
    #expect(lines.dropLast(2).count > 65_536)
  }

  /// What a line is worth without the padding at its beginning, and whether that had NULs.
  private struct Line: Equatable {
    var bytes: [UInt8]
    var isOnlyNulls: Bool

    init(_ line: ArraySlice<UInt8>) {
      var rest = line
      while true {
        let next =
          rest.starts(with: LineCutterTests.mark) ? rest.dropFirst(3) : rest.drop { $0 == 0 }
        if next.count == rest.count { break }
        rest = next
      }
      bytes = Array(rest)
      isOnlyNulls = rest.isEmpty && line.contains(0)
    }
  }

  private static let mark: [UInt8] = [0xEF, 0xBB, 0xBF]

  @Test(arguments: [1, 2, 3, 5, 64, 4_096, 1 << 20])
  func paddingOfAnyLengthTakesNothingFromItsLine(size: Int) throws {
    let count = size < 1_000 ? 100 : 70_000
    let nulls = [UInt8](repeating: 0, count: count)
    let marks = Array(repeatElement(LineCutterTests.mark, count: count / 3 + 1).joined())
    let b = Array("b\n".utf8)
    for padding in [nulls, marks, [0] + marks + [0]] {
      for text in [b + padding + b + padding + [newline] + b, padding] {
        let (lines, peak) = try cut(text, inPiecesOf: size)
        // A last line of marks alone has no bytes.
        let ended = text.last == newline || !text.contains(0) ? text : text + [newline]
        #expect(LineCutterTests.lines(lines) == LineCutterTests.lines(ended))
        #expect(peak <= 4)
      }
    }
  }

  private static func lines(_ text: [UInt8]) -> [Line] {
    text.split(separator: newline, omittingEmptySubsequences: false).map(Line.init)
  }

  @Test func aLineBehindMoreNulsThanALineMayHaveIsNotLost() throws {
    let text = Array("a\n".utf8) + [UInt8](repeating: 0, count: 3_000_000) + Array("b\n".utf8)
    for size in [1_000, 1 << 20] {
      #expect(try cut(text, inPiecesOf: size).lines.filter { $0 != 0 } == Array("a\nb\n".utf8))
    }
  }
}
