import TestSupport
import Testing

@testable import Remote

struct FarReaderTests {
  private static let name = FarName.file(inode: 7, size: 9)

  private static func answers(_ text: String, cutAt cuts: [Int] = [], limit: Int = 100) throws
    -> [FarAnswer]
  {
    var reader = FarReader(token: "TOKEN", path: "/l/a.log")
    reader.expect(atMost: limit)
    let bytes = Array(text.utf8)
    var answers: [FarAnswer] = []
    var start = 0
    for end in cuts + [bytes.count] {
      answers += try reader.take(Array(bytes[start..<end]))
      start = end
    }
    return answers
  }

  private static let greeting = "Welcome!\nTOKEN hello 1\n"

  @Test func answersAreTheSameHoweverTheyAreCut() throws {
    let text =
      Self.greeting + "TOKEN D 5 1000 7 9\nab\ncdTOKEN E 7 9\nTOKEN D 0 1000 none\nTOKEN E none\n"
      + "TOKEN L\n7 -rw-r--r-- 1 0 0 9 Nov 29 04:00 /l/a.log\n"
      + "8 -rw-r----- 1 0 4 30 Nov 28  2025 /l/a.log.1\n9 drwxr-xr-x 1 0 0 1 Nov 1 04:00 /l/a.log.d\n"
      + "rubbish\nTOKEN E 7 9\n"
    let expected: [FarAnswer] = [
      .hello,
      .bytes(Array("ab\ncd".utf8), before: Self.name, after: Self.name, time: 1_000),
      .bytes([], before: .none, after: .none, time: 1_000),
      .list([
        FarEntry(inode: 7, size: 9, suffix: ""), FarEntry(inode: 8, size: 30, suffix: ".1"),
      ]),
    ]
    #expect(try Self.answers(text) == expected)
    var random = SeededRandom(seed: 5)
    for _ in 0..<200 {
      let cuts = (0..<random.number(0...9)).map { _ in random.number(0...text.utf8.count) }.sorted()
      #expect(try Self.answers(text, cutAt: cuts) == expected)
    }
  }

  @Test(arguments: ["TOKEN D 5 1000 7 9\nabTOKEN E 7 2\n", "TOKEN D 5 1000 7 9\nabcdTOKEN E 7 2\n"])
  func aFileThatIsCutMeanwhileGivesNothing(text: String) throws {
    #expect(try Self.answers(Self.greeting + text) == [.hello, .cut])
  }

  @Test(arguments: [
    ("TOKEN hello 2\n", "it answers in another version: TOKEN hello 2"),
    (greeting + "TOKEN D 101 1000 7 9\n", "it says what was not asked: TOKEN D 101 1000 7 9"),
    (greeting + "TOKEN D -1 1000 7 9\n", "it says what was not asked: TOKEN D -1 1000 7 9"),
    (greeting + "TOKEN D 1 x 7 9\n", "it says what was not asked: TOKEN D 1 x 7 9"),
    (greeting + "\u{1B}[2Jboo\n", "it says what was not asked: ?[2Jboo"),
    (greeting + "TOKEN D 1 1000 7 9\nxOKEN E 7 9\n", "it says what was not asked: OKEN E 7 9"),
    (
      String(repeating: "x", count: 70_000),
      "it does not answer as expected: "
        + String(repeating: "x", count: 80)
    ),
    (
      String(repeating: "x\n", count: 70_000),
      "it does not answer as expected: "
        + String(repeating: "x?", count: 40)
    ),
    (
      greeting + String(repeating: "x", count: 5_000),
      "it does not answer as expected: "
        + String(repeating: "x", count: 80)
    ),
  ])
  func whatIsNoAnswerEndsTheConnection(text: String, reason: String) {
    #expect(throws: FarFault(reason, [])) { try Self.answers(text) }
  }
}
