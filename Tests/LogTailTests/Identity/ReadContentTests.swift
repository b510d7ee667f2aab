import TestSupport
import Testing

@testable import LogTail

/// How a file compares with what was read of another, or of itself.
@Suite struct ReadContentTests {
  static let long = lines(200)
  static let hole = String(repeating: "\0", count: 2_000)

  /// Lines of that many bytes.
  static func wide(_ count: Int, width: Int = 700) -> String {
    (0..<count).map { "\($0) \(String(repeating: "x", count: width))\n" }.joined()
  }

  struct Case: CustomStringConvertible {
    var read: String
    var now: String
    var likeness: Likeness

    var description: String {
      "\(read.utf8.count) bytes, now \(now.utf8.count): \(likeness)"
    }
  }

  static let comments = "#Version: 1.0\n#Fields: date time c-ip\n#Software: a server\n"
  static let cases = [
    Case(read: "", now: "", likeness: .continues),
    Case(read: "", now: "1 a\n", likeness: .continues),
    Case(read: "1 a\n", now: "1 a\n", likeness: .continues),
    Case(read: "1 a\n", now: "1 a\n2 b\n", likeness: .continues),
    Case(read: "1 a\n", now: "2 a\n2 b\n", likeness: .other),
    Case(read: long, now: long + "1 a\n", likeness: .continues),
    Case(read: long, now: "9" + long.dropFirst(), likeness: .edited),
    Case(read: long, now: "9" + long, likeness: .other),
    // A line in the middle is gone.
    Case(read: long, now: lines(150) + lines(60, from: 151), likeness: .rewritten),
    // Emptied twice by a writer that does not notice: it begins with a hole each time.
    Case(
      read: hole + long, now: hole + String(repeating: "\0", count: long.count) + lines(9),
      likeness: .other),
    Case(read: long, now: lines(199), likeness: .shortened),
    Case(read: long, now: lines(20) + lines(3, at: 300), likeness: .rewritten),
    Case(read: long, now: lines(4), likeness: .shortened),
    // Cut, and other lines behind: whether it has outgrown what was read or not.
    Case(read: lines(60), now: lines(20) + lines(80, at: 300), likeness: .rewritten),
    Case(read: long, now: lines(20) + lines(100, at: 300), likeness: .rewritten),
    Case(read: lines(60), now: lines(20) + lines(20, at: 300), likeness: .rewritten),
    // Lines of which the first two are not within the bytes that are compared.
    Case(read: wide(9), now: wide(2), likeness: .shortened),
    Case(read: wide(9, width: 1_500), now: wide(1, width: 1_500), likeness: .shortened),
    Case(read: "#" + wide(9), now: "#" + wide(1), likeness: .other),
    // One line is no proof: many logs may begin with it, or with these comments.
    Case(read: long, now: lines(2), likeness: .other),
    Case(read: comments + long, now: comments + lines(20, at: 300), likeness: .other),
    Case(read: long, now: lines(2, at: 300), likeness: .other),
    Case(read: long, now: lines(400, at: 300), likeness: .other),
    Case(read: long, now: "", likeness: .emptied),
  ]

  @Test(arguments: cases)
  func aFileIsComparedWithWhatWasRead(example: Case) throws {
    let content = try content(of: example.read)
    #expect(try likeness(of: example.now, to: content) == example.likeness)
  }

  /// What is noted while reading is what is found in the file later, wherever reads end.
  @Test(arguments: [1, 7, 64, 1_024, 5_000])
  func aContentDoesNotDependOnHowItWasRead(size: Int) throws {
    let scratch = ScratchFolder()
    try scratch.append(Self.long, to: "access.log")
    let generation = try Generation(
      path: "", LogFile.open(scratch("access.log")), offset: 0, now: .now)
    while try generation.read(before: .max, atMost: size) != nil {}
    #expect(try generation.content == content(of: Self.long))
  }

  @Test(arguments: [
    ("1 a\n", false), ("1 a\n1 a\n1 a\n", false), ("1 a\n1 b\n", true), ("1 a\n1 a\n1 b\n", true),
    (String(repeating: "1 probe\n", count: 500), false),
    (String(repeating: "1 probe\n", count: 500) + "1 other\n", true),
  ])
  func equalLinesAreNotDistinct(text: String, expected: Bool) throws {
    #expect(try content(of: text).hasDistinctLines == expected)
  }

  private func content(of text: String) throws -> ReadContent {
    let scratch = ScratchFolder()
    try scratch.write(text, to: "file")
    return try ReadContent(of: LogFile.open(scratch("file")).descriptor, before: text.utf8.count)
  }

  private func likeness(of text: String, to content: ReadContent) throws -> Likeness {
    let bytes = Array(text.utf8)
    return try content.likeness(ofFileWith: bytes.count) { (start, count) in
      Array(bytes[min(start, bytes.count)..<min(start + count, bytes.count)])
    }
  }
}
