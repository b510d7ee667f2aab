import Testing

@testable import AccessLog

struct WideTextTests {
  private static let line = "192.0.2.1 - - [08/Jul/2020:10:10:30 +0200]"

  @Test func bothByteOrdersAreToldFromOtherText() {
    let units = Array(WideTextTests.line.utf16)
    let little = units.flatMap { [UInt8($0 & 255), UInt8($0 >> 8)] }
    let big = units.flatMap { [UInt8($0 >> 8), UInt8($0 & 255)] }
    #expect(WideText.isUTF16(little) && WideText.isUTF16(big))
    #expect(WideText.isUTF16([0xFF, 0xFE] + little) && WideText.isUTF16([0xFE, 0xFF] + big))
    // Lines behind the first begin with the other half of the newline.
    #expect(WideText.isUTF16([0] + little))
    for text in [
      Array(WideTextTests.line.utf8), Array(repeating: 0, count: 100), [], [0, 65, 0, 66],
    ] {
      #expect(!WideText.isUTF16(text))
    }
    #expect(!WideText.isUTF16(Array(repeating: 0, count: 50) + Array(WideTextTests.line.utf8)))
  }
}
