/// A text of at most 24 bytes, which is compared in words rather than byte by byte.
struct UsualText: Sendable {
  static let maximumCount = 24
  /// The most bytes that ``beginsShort(in:at:)`` compares.
  static let shortCount = 8

  let count: Int
  /// The first byte, sixteen times.
  let first: SIMD16<UInt8>
  /// The first eight bytes, the first in the lowest bits, zeros behind the last.
  private let head: UInt64
  private let headMask: UInt64
  /// Of a longer text the next eight, or the last eight.
  private let middle: UInt64
  private let middleOffset: Int
  /// The last eight of one of more than 16.
  private let tail: UInt64
  private let tailOffset: Int

  /// `nil` if the text is too long.
  init?(_ text: ArraySlice<UInt8>) {
    guard text.count <= UsualText.maximumCount else { return nil }
    count = text.count
    first = .all(text.first ?? 0)
    head = UsualText.word(text.prefix(8))
    headMask = UsualText.word(text.prefix(8).map { _ in 0xFF }[...])
    middleOffset = max(0, min(8, text.count - 8))
    middle = UsualText.word(text.dropFirst(middleOffset).prefix(8))
    tailOffset = max(0, text.count - 8)
    tail = UsualText.word(text.suffix(8))
  }

  private static func word(_ bytes: ArraySlice<UInt8>) -> UInt64 {
    bytes.reversed().reduce(0) { $0 << 8 | UInt64($1) }
  }

  /// Whether another text begins with the byte that this one is.
  func isBeginning(of other: UsualText) -> Bool {
    count == 1 && other.count > 0 && UInt8(truncatingIfNeeded: head ^ other.head) == 0
  }

  /// Whether it is a quote and a space.
  var isQuoteAndSpace: Bool { count == 2 && head == 0x20_22 }

  /// Whether the text stands at a place, if it has at most ``shortCount`` bytes.
  ///
  /// - Precondition: as many bytes stand there.
  @unsafe @inline(__always)
  func beginsShort(in bytes: RawSpan, at place: Int) -> Bool {
    unsafe (bytes.uncheckedWord(at: place) ^ head) & headMask == 0
  }

  /// Whether the text stands at a place.
  ///
  /// - Precondition: ``maximumCount`` bytes stand there.
  @unsafe @inline(__always)
  func stands(in bytes: RawSpan, at place: Int) -> Bool {
    guard unsafe beginsShort(in: bytes, at: place) else { return false }
    guard count > 8 else { return true }
    return unsafe bytes.uncheckedWord(at: place &+ middleOffset) == middle
      && bytes.uncheckedWord(at: place &+ tailOffset) == tail
  }
}
