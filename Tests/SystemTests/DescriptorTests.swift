import Glibc
import System
import TestSupport
import Testing

struct DescriptorTests {
  private static let block = 65_536
  private static let gibibyte = 1_073_741_824
  private static let tebibyte = 1_099_511_627_776

  /// Where single bytes stand in a file with holes, what is asked, and what may be answered.
  struct Case: Sendable {
    var data: [Int]
    var size: Int
    var end: Int
    var expected: ClosedRange<Int>
  }

  private static let cases: [Case] = [
    // A hole behind the data; the answer is at most two blocks behind them.
    Case(data: [0], size: tebibyte, end: tebibyte, expected: 1...2 * block),
    Case(
      data: [gibibyte], size: tebibyte, end: tebibyte,
      expected: gibibyte + 1...gibibyte + 2 * block),
    // Data behind the place that is asked for.
    Case(data: [0, gibibyte], size: gibibyte + 1, end: gibibyte, expected: 1...2 * block),
    // Data up to the end.
    Case(
      data: [0, gibibyte], size: gibibyte + 1, end: gibibyte + 1,
      expected: gibibyte + 1...gibibyte + 1),
    Case(data: [0], size: 1, end: 1, expected: 1...1),
    // Nothing but a hole, and nothing at all.
    Case(data: [], size: tebibyte, end: tebibyte, expected: 0...2 * block),
    Case(data: [], size: 0, end: 0, expected: 0...0),
  ]

  @Test(arguments: cases)
  func theEndOfDataIsFoundInFrontOfAHole(_ example: Case) throws {
    let folder = ScratchFolder()
    try folder.write("", to: "log")
    for place in example.data {
      folder.extend("log", to: place)
      try folder.append("x", to: "log")
    }
    folder.extend("log", to: example.size)
    let descriptor = try Descriptor.open(folder("log"))
    let found = descriptor.endOfData(before: example.end, step: DescriptorTests.block)
    #expect(example.expected.contains(found), "\(found)")
  }

  /// A pipe has no places, and its bytes come in pieces.
  @Test(arguments: [(200_000, 200_000), (400_000, 200_000), (5, 5), (0, 0)])
  func whatComesNextIsReadToItsEnd(maximum: Int, expected: Int) throws {
    let folder = ScratchFolder()
    #expect(unsafe mkfifo(folder("pipe"), 0o600) == 0)
    let bytes = (0..<200_000).map { UInt8(truncatingIfNeeded: $0) }
    try folder.write(bytes, to: "file")
    let file = try Descriptor.open(folder("file"))
    #expect(try file.bytesToEnd(atMost: maximum) == Array(bytes.prefix(expected)))
    let pipe = try Descriptor.open(folder("pipe"))
    let writer = try PipedProcess(
      ["-c", "cat '\(folder("file"))' > '\(folder("pipe"))'"], program: "/bin/sh")
    #expect(try pipe.bytesToEnd(atMost: maximum) == Array(bytes.prefix(expected)))
    withExtendedLifetime(writer) {}
  }
}
