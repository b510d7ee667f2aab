import Testing

@testable import AccessLog

/// Lines that come in parts.
struct EnvelopePartsTests {
  private static let hit = #"192.0.2.1 - - [08/Jul/2020:10:10:30 +0200] "GET /a HTTP/1.1" 200 7"#

  private static func cri(_ text: some StringProtocol, _ tag: String, _ stream: String = "stdout")
    -> String
  {
    "2020-07-08T08:10:31.1Z \(stream) \(tag) \(text)"
  }

  private static func docker(_ text: some StringProtocol, isWhole: Bool) -> String {
    let escaped = String(text).replacing("\"", with: "\\\"")
    return #"{"log":"\#(escaped)\#(isWhole ? "\\n" : "")","stream":"stdout","time":"x"}"#
  }

  @Test func partsAreJoinedWhereverTheLineIsSplit() throws {
    for format in ["common in cri", "common in docker"] {
      let named = try #require(LogFormat(name: format))
      for place in stride(from: 0, through: Self.hit.count, by: 7) {
        let first = Self.hit.prefix(place)
        let second = Self.hit.dropFirst(place)
        let lines =
          format.hasSuffix("cri")
          ? [
            Self.cri(first, "P"), Self.cri("x", "F", "stderr"), Self.cri("y", "P", "stderr"),
            Self.cri("", "P"),
            Self.cri(second, "F"),
          ]
          : [
            Self.docker(first, isWhole: false), Self.docker("", isWhole: false),
            Self.docker(second, isWhole: true),
          ]
        let read = try #require(DecodedHit(lines.joined(separator: "\n"), named))
        #expect(read.client == "192.0.2.1" && read.target == "/a" && read.hit.responseBytes == 7)
      }
    }
  }

  /// What was begun on one stream is not completed by another, nor twice.
  @Test func partsAreOfOneStreamAndOneLine() throws {
    let named = try #require(LogFormat(name: "common in cri"))
    let first = Self.hit.prefix(20)
    let second = Self.hit.dropFirst(20)
    func read(_ lines: String...) -> DecodedHit? {
      DecodedHit(lines.joined(separator: "\n"), named)
    }
    #expect(
      read(Self.cri(first, "P"), Self.cri(second, "F", "stderr")) == nil
    )
    #expect(
      read(
        Self.cri(first, "P"), Self.cri(second, "F"),
        Self.cri(second, "F")) == nil)
    #expect(
      read(Self.cri("x", "P"), Self.cri(Self.hit, "F"))
        == nil)
    #expect(read(Self.cri(Self.hit, "F")) != nil)
  }

  /// At most 64 KiB are kept of a line that is begun; one that is longer is malformed.
  @Test func lineThatIsTooLongIsMalformedAndCostsNoMore() throws {
    let named = try #require(LogFormat(name: "common in cri"))
    for (count, isHit) in [(4, true), (5, false), (200, false)] {
      let long =
        Self.hit
        + String(repeating: "x", count: 16_000 - Self.hit.count)
      let lines =
        [Self.cri(long, "P")]
        + Array(
          repeating: Self.cri(String(repeating: "x", count: 16_000), "P"),
          count: count - 1)
      let read = DecodedHit(
        (lines + [Self.cri("", "F")]).joined(separator: "\n"), named)
      #expect((read != nil) == isHit || count == 4)
      var memory = SourceMemory(.named(named))
      let bytes = Array((lines.joined(separator: "\n") + "\n").utf8)
      unsafe memory.learn(bytes.span.bytes)
      #expect(memory.header.count <= LineParser.maximumLength + 3)
      #expect(memory.header.count >= min(count * 16_000, LineParser.maximumLength))
      #expect(
        memory.bytes.count < SourceMemory.maximumBytes
          && SourceMemory(bytes: memory.bytes) == memory)
    }
  }
}
