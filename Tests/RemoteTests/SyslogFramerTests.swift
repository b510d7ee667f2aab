import TestSupport
import Testing

@testable import Remote

struct SyslogFramerTests {
  private static func messages(of text: String, cutAt cuts: [Int] = []) -> [String] {
    var framer = SyslogFramer()
    var messages: [String] = []
    let bytes = Array(text.utf8)
    var start = 0
    for end in cuts + [bytes.count] {
      framer.take(Array(bytes[start..<end])) {
        messages.append(String(decoding: $0, as: UTF8.self))
      }
      start = end
    }
    framer.end { messages.append(String(decoding: $0, as: UTF8.self)) }
    return messages
  }

  @Test(arguments: [
    ("<190>a b\n<190>c\n", ["<190>a b", "<190>c"]),
    ("6 <1>a b4 <1>c", ["<1>a b", "<1>c"]),
    // With a newline behind what is counted, and one within it.
    ("6 <1>a b\n6 <1>c\nd\n\n", ["<1>a b", "<1>c\nd"]),
    ("<1>a\n5 <1>ab<1>c\n", ["<1>a", "<1>ab", "<1>c"]),
    // The last one has no end: what a newline ends is whole as far as can be told.
    ("<1>a\n<1>b", ["<1>a", "<1>b"]),
    // What is counted is known to be cut, and must not read as a message.
    ("12 <1>abc", ["12 <1>abc"]),
    // No lengths.
    ("12x<1>a\n", ["12x<1>a"]),
    ("99999999999 a\n", ["99999999999 a"]),
    ("hello\n", ["hello"]),
    ("\0\r\n\n", []),
  ])
  func messagesAreFramedByLengthOrNewline(text: String, expected: [String]) {
    #expect(SyslogFramerTests.messages(of: text) == expected)
  }

  @Test func cutsChangeNothing() {
    var random = SeededRandom(seed: 20)
    let pieces = [
      "<190>a b\n", "6 <1>a b", "7 <1>c\nd\n", "12x<1>a\n", "99999999999 a\n", "\0\n", "5 ",
    ]
    for _ in 0..<300 {
      let text = (0..<random.number(1...8)).map { _ in pieces[random.number(0...6)] }.joined()
      let whole = SyslogFramerTests.messages(of: text)
      let cuts = (0..<random.number(0...6)).map { _ in random.number(0...text.utf8.count) }.sorted()
      #expect(SyslogFramerTests.messages(of: text, cutAt: cuts) == whole, "\(text) \(cuts)")
    }
  }

  @Test func aMessageWithoutEndTakesBoundedMemory() {
    var framer = SyslogFramer()
    var sizes: [Int] = []
    let piece = [UInt8](repeating: 65, count: 1 << 20)
    framer.take(Array("<1>".utf8)) { sizes.append($0.count) }
    for _ in 0..<8 { framer.take(piece) { sizes.append($0.count) } }
    framer.take([newline]) { sizes.append($0.count) }
    framer.take(Array("9000000 ".utf8)) { sizes.append($0.count) }
    for _ in 0..<9 { framer.take(piece) { sizes.append($0.count) } }
    #expect(sizes.prefix(2).allSatisfy { $0 == SyslogFramer.longest } && sizes.count >= 2)
  }
}
