import Testing

@testable import AccessLog

/// Anyone who can send a request chooses the names that are hashed, but does not know the key.
@Suite struct ByteHashTests {
  private static func hash(_ name: String, _ hash: ByteHash) -> UInt64 {
    let bytes = Array(name.utf8)
    return hash(unsafe bytes.span.bytes, 0..<bytes.count)
  }

  /// Names that share a slot of a table under one key are all over it under another.
  @Test(arguments: ["/", "/a-section-with-a-name-of-more-than-two-words-"])
  func namesThatCollideUnderOneKeyDoNotUnderAnother(prefix: String) {
    let known = ByteHash(key: 1)
    let names = (0..<20_000).map { prefix + String($0) }
      .filter { ByteHashTests.hash($0, known) % 64 == 0 }
    #expect(names.count > 200)
    for key in [UInt64(0), 2, .max] {
      let other = ByteHash(key: key)
      var slots = Array(repeating: 0, count: 64)
      for name in names { slots[Int(ByteHashTests.hash(name, other) % 64)] += 1 }
      #expect(slots.max() ?? 0 < names.count / 10)
    }
  }

  /// Texts that differ in any byte or in their length have other marks, wherever they stand.
  @Test(arguments: [1, 15, 16, 17, 31, 32, 33, 110])
  func aMarkDependsOnEveryByteAndOnNothingElse(length: Int) {
    let hash = ByteHash(key: 7)
    func mark(_ text: [UInt8], behind front: Int = 0, before rest: Int = 40) -> UInt64 {
      let bytes =
        Array(repeating: 1, count: front) + text + Array(repeating: UInt8(2), count: rest)
      return hash.mark(unsafe bytes.span.bytes, front..<front + text.count)
    }
    let text = (0..<length).map { UInt8(truncatingIfNeeded: $0 * 7) }
    var marks = Set([mark(text)])
    for rest in [0, 1, 15] { marks.insert(mark(text, behind: 3, before: rest)) }
    #expect(marks.count == 1)
    for index in text.indices {
      var other = text
      other[index] ^= 0x80
      marks.insert(mark(other))
    }
    for zeros in 1...17 { marks.insert(mark(text + Array(repeating: 0, count: zeros))) }
    #expect(marks.count == 1 + length + 17)
    #expect(ByteHash(key: 8).mark(unsafe text.span.bytes, text.indices) != mark(text))
  }
}
