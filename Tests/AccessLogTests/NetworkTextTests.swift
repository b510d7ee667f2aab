import Testing

@testable import AccessLog

/// Networks of IPv4 addresses, written from the text of an address and from its number.
@Suite struct NetworkTextTests {
  private static let numbers = [
    "0", "1", "9", "10", "25", "99", "100", "199", "200", "249", "250", "255", "256", "260", "300",
    "999", "00", "01", "012", "1000",
  ]

  @Test func theTextOfAnAddressGivesTheSameNetworkAsItsNumber() {
    for front in NetworkTextTests.numbers {
      for number in NetworkTextTests.numbers {
        for place in 0..<4 {
          var words = ["7", front, "1", "8"]
          words[place] = number
          check(words.joined(separator: "."))
        }
      }
    }
  }

  private func check(_ address: String) {
    let bytes = Array((address + " - - [").utf8)
    let span = unsafe bytes.span.bytes
    let range = 0..<address.utf8.count
    guard span.isUsualIPv4(range), let number = Address(usualIPv4: range, in: span) else {
      // What has a number that is too large has no network of its own.
      let count = span.vector(at: 0).countOfIPv4
      #expect(count != range.count || NetworkText(span.vector(at: 0), count: count) == nil)
      return
    }
    let expected = NetworkText(
      UInt32(truncatingIfNeeded: number.low) & 0xFFFF_FF00, bits: 24, NetworkText.numbers)
    guard let written = NetworkText(span.vector(at: 0), count: range.count) else {
      // Zeros in front are no part of a network's name.
      let isPlain = address.split(separator: ".").allSatisfy { $0 == "0" || !$0.hasPrefix("0") }
      #expect(!isPlain, "\(address)")
      return
    }
    #expect(written.words == expected?.words && written.count == expected?.count, "\(address)")
  }
}
