import AccessLog
import TestSupport
import Testing

/// Where lines end is sought many bytes at a time: however long they are, and however many are asked
/// for at once, each has to be found.
@Suite struct LineEndsTests {
  /// Many empty ones, those of a block of 64 bytes and one more or less, and those that are longer
  /// than is sought at once.
  private static let lengths = [
    0, 0, 0, 1, 2, 7, 30, 61, 62, 63, 64, 65, 100, 127, 128, 178, 300, 959, 1_023, 1_024, 1_025,
    5_000,
  ]

  private var random = SeededRandom(seed: 12)

  @Test(arguments: [1, 2, 31, 32, 33, 64, 128, 500])
  mutating func everyLineIsFound(atOnce limit: Int) {
    for round in 0..<60 {
      let mostLengths = round % 3 == 0 ? 4 : LineEndsTests.lengths.count
      var bytes: [UInt8] = []
      var starts: [Int] = []
      for _ in 0..<random.below(200) {
        starts.append(bytes.count)
        let length = LineEndsTests.lengths[random.below(mostLengths)]
        bytes += Array(repeating: UInt8(ascii: "x"), count: length)
        bytes += [[], [UInt8(ascii: "\r")]][random.below(2)] + [UInt8(ascii: "\n")]
      }
      // The last line may lack its newline.
      if random.below(2) == 0 {
        starts.append(bytes.count)
        bytes += Array(repeating: UInt8(ascii: "x"), count: 1 + random.below(200))
      }
      // What stands behind the end is of no concern.
      let end = bytes.count
      bytes += Array(repeating: UInt8(ascii: "\n"), count: random.below(200))
      #expect(LineEndsTests.starts(of: bytes, to: end, atOnce: limit) == starts)
    }
  }

  @Test func aCarriageReturnAloneIsPartOfItsLine() {
    let bytes = Array("a\rb\r\r\n\r\n\n".utf8)
    #expect(LineEndsTests.starts(of: bytes, to: bytes.count, atOnce: 9) == [0, 6, 8])
  }

  /// Where the lines of `bytes` up to `end` begin, as records say.
  private static func starts(of bytes: [UInt8], to end: Int, atOnce limit: Int) -> [Int] {
    var scanner = LineScanner(nameKey: 7)
    var records = Array(repeating: LineRecord(), count: limit)
    var starts: [Int] = []
    var start = 0
    while start < end {
      let before = start
      let count = unsafe scanner.scan(bytes.span.bytes, from: &start, to: end, into: &records)
      guard count > 0, start > before else { return [] }
      starts += records[..<count].map { Int($0.start) }
    }
    return starts
  }
}
