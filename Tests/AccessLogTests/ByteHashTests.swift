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
}
