import AccessLog
import Testing

/// NULs and byte-order marks at the beginning of a line are no part of it.
struct LineStartTests {
  private static let null: [UInt8] = [0]
  private static let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
  private static func paddings() -> [[UInt8]] {
    [
      null, mark, null + mark, mark + null, mark + mark + null + null + mark,
      Array(repeating: 0, count: 65_536), Array(repeating: 0, count: 100_003),
      Array(repeatElement(mark, count: 30_000).joined()),
    ]
  }

  @Test(arguments: paddings())
  func aPaddedLineIsTheLine(padding: [UInt8]) {
    var scanner = LineScanner(nameKey: 7)
    let line = Array(line(request: "GET /a HTTP/1.1").utf8)
    let log = line + [10] + padding + line + [10] + padding + Array("#x\n".utf8)
    var records = Array(repeating: LineRecord(), count: 8)
    var start = 0
    let count = unsafe scanner.scan(log.span.bytes, from: &start, to: log.count, into: &records)
    #expect(count == 3)
    #expect(records[1].isHit && records[2].status == LineRecord.comment)
    #expect(records[1].clientHash == records[0].clientHash)
    #expect(records[1].sectionHash == records[0].sectionHash)
    guard case .hit(let hit) = parse(padding + line) else {
      Issue.record("no hit")
      return
    }
    #expect(hit.client == padding.count..<padding.count + "192.0.2.1".utf8.count)
  }

  @Test(arguments: paddings())
  func aLineThatIsTooLongIsSoWithoutItsPadding(padding: [UInt8]) {
    let start = Array(line(ending: " 200 1 ").utf8)
    for count in [LineParser.maximumLength, LineParser.maximumLength + 1] {
      let filling = [UInt8](repeating: 0, count: count - start.count)
      let isMalformed = parse(padding + start + filling) == .malformed
      #expect(isMalformed == (count > LineParser.maximumLength))
    }
  }

  @Test
  func aLineOfNothingButNullsIsMalformed() {
    for count in [1, 2, 8, 17, 65_536, 200_000] {
      #expect(parse([UInt8](repeating: 0, count: count)) == .malformed)
    }
    #expect(parse(LineStartTests.mark + LineStartTests.null) == .malformed)
    #expect(parse(LineStartTests.mark) == .empty)
  }

  @Test(arguments: [[0xEF], [0xEF, 0xBB], [0xEF, 0xBB, 0x31], [0xFE, 0xFF], [0xC3, 0xA9]])
  func otherBytesAreNoPadding(bytes: [UInt8]) {
    #expect(parse(bytes + Array(line(ending: " 200 1").utf8)) == .malformed)
  }
}
