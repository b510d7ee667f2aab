import System
import Testing

struct PathTests {
  @Test(arguments: [
    ("/var/log/access.log", "/var/log", "access.log"), ("access.log", ".", "access.log"),
    ("/access.log", "/", "access.log"), ("logs/", "logs", ""),
  ])
  func aPathIsADirectoryAndAName(path: String, directory: String, name: String) {
    #expect(Path.directory(of: path) == directory)
    #expect(Path.name(of: path) == name)
  }

  @Test(arguments: [
    Array("/var/log/access.log".utf8), Array("caf\u{E9}.log".utf8), [0x63, 0xE9, 0x2E],
    [0xFF, 0xFE, 0x80], [0x41, 0xF0, 0x9F, 0x92], [0xC3], [0xED, 0xA0, 0x80], [],
    // A name that holds a scalar that stands for bytes, whole and cut off.
    Array("a\u{10FFE9}b".utf8), [0xF4, 0x8F, 0xBF], Array("\u{10FF7F}\u{1F600}".utf8),
  ])
  func everyNameHasATextThatLeadsBackToIt(name: [UInt8]) {
    let text = Path.text(of: name)
    #expect(Path.bytes(of: text) == name)
    let given = unsafe Path.withName(text) { unsafe String(cString: $0) }
    #expect(given == String(decoding: name, as: UTF8.self))
  }

  @Test func namesThatDifferHaveTextsThatDiffer() {
    let names: [[UInt8]] = [[0xE9], [0xE8], Array("\u{10FFE9}".utf8), Array("\u{FFFD}".utf8)]
    #expect(Set(names.map { Path.text(of: $0) }).count == names.count)
    let isUTF8 = names.map { Path.utf8(of: Path.text(of: $0)) != nil }
    #expect(isUTF8 == [false, false, true, true])
    #expect(Path.text(of: Array("/a/caf\u{E9}".utf8)) == "/a/caf\u{E9}")
  }

  /// Texts are equal that Unicode takes for the same; names are not.
  @Test(arguments: [
    ("caf\u{E9}", "cafe\u{301}"), ("\u{C5}", "\u{212B}"), ("\u{AC01}", "\u{1100}\u{1161}\u{11A8}"),
    ("\u{FA1E}", "\u{7FBD}"), ("q\u{307}\u{323}", "q\u{323}\u{307}"), ("\u{9CB}", "\u{9C7}\u{9BE}"),
    ("\u{1F71}", "\u{3AC}"),
  ])
  func namesThatUnicodeTakesForTheSameAreNotTheSame(one: String, other: String) {
    #expect(one == other)
    let texts = [one, other].map { Path.text(of: Array($0.utf8)) }
    #expect(texts[0] != texts[1])
    #expect(texts.map { Path.bytes(of: $0) } == [Array(one.utf8), Array(other.utf8)])
    #expect(
      texts.map { Path.utf8(of: $0).map { Array($0.utf8) } } == [
        Array(one.utf8), Array(other.utf8),
      ])
  }
}
