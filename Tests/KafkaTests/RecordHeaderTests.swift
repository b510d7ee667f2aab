import Testing

@testable import Kafka

struct RecordHeaderTests {
  private func read(_ text: [UInt8]) -> RecordHeader {
    unsafe text.withUnsafeBytes { unsafe RecordHeader($0) }
  }

  @Test(arguments: [
    RecordHeader.line(origin: 0, number: 1), .line(origin: .max, number: 1 << 53),
    .line(origin: 0x0123_4567_89ab_cdef, number: 42),
    .clock(origin: 7, second: 1_795_881_604), .metrics,
  ])
  func isReadAsItWasWritten(header: RecordHeader) {
    #expect(read(header.bytes) == header)
  }

  @Test func isTextThatPeopleCanRead() {
    #expect(
      RecordHeader.line(origin: 255, number: 3).bytes == Array("1 line 00000000000000ff 3".utf8))
    #expect(RecordHeader.metrics.bytes == Array("1 metrics".utf8))
  }

  @Test(arguments: [
    "", "1", "1 line ", "1 line 00000000000000ff", "1 line 00000000000000ff ",
    "1 line 00000000000000fg 3", "1 line 00000000000000ff 3x", "2 line 00000000000000ff 3",
    "1 tally 00000000000000ff 3", "1 line 00000000000000ff 9999999999999999999",
    "2 metrics", "1 metric", "1 metrics ", "metrics",
  ])
  func whatIsNotKnownIsNotGuessed(text: String) {
    #expect(read(Array(text.utf8)) == .unknown)
  }
}
