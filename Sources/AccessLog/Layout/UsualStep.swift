/// A text of at most 24 bytes, which is compared in words rather than byte by byte.
struct UsualText: Sendable {
  static let maximumCount = 24

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

  /// Whether the text stands at a place.
  ///
  /// - Precondition: ``maximumCount`` bytes stand there.
  @unsafe @inline(__always)
  func stands(in bytes: RawSpan, at place: Int) -> Bool {
    guard unsafe (bytes.uncheckedWord(at: place) ^ head) & headMask == 0 else { return false }
    guard count > 8 else { return true }
    return unsafe bytes.uncheckedWord(at: place &+ middleOffset) == middle
      && bytes.uncheckedWord(at: place &+ tailOffset) == tail
  }
}

/// A step of a layout as nearly all lines have it; see ``LayoutReader/findUsual(_:from:to:)``.
///
/// It holds nothing that is counted, so that a loop over steps copies none.
struct UsualStep: Sendable {
  /// How the end of the field is found.
  enum Kind: UInt8, Sendable {
    /// Before the text.
    case word
    /// Before the first quote that is not escaped, with which the text begins.
    case quoted
    /// At the end of the line.
    case line
    case time
    case status
    case bytes
    /// Of fields that are not counted: before the byte that the text is, so many times.
    case skipped
  }

  let kind: Kind
  /// The place of the step among those of the layout; of several fields in one, that of the first.
  let index: Int
  /// How many fields are skipped at once.
  private(set) var skippedCount = 1
  let field: LayoutField.Kind
  let timeForm: LayoutField.TimeForm
  /// Whether it may be a list; see ``LayoutReader/isInList(_:from:_:to:)``.
  let isList: Bool
  /// Whether a protocol has to follow, which `HTTP/` begins.
  let isBeforeVersion: Bool
  /// Whether a space at its end is the only one in it.
  let isWord: Bool
  /// Of a duration; 0 where the unit stands behind the number.
  let unitNanoseconds: Int
  let text: UsualText
  /// How far behind the end of the field the next one begins.
  let advance: Int

  /// Creates the step for the one at an index with that text; `nil` if lines are to be read step by step.
  init?(_ step: LineLayout.Step, at index: Int, _ text: ArraySlice<UInt8>) {
    let isNumber = step.field == .time || step.field == .status || step.field == .bytes
    switch (step.isQuoted, step.field) {
    case (true, _):
      guard !isNumber else { return nil }
      kind = .quoted
    case (_, .time): kind = .time
    case (_, .status): kind = .status
    case (_, .bytes): kind = .bytes
    case (_, .skip)
    where text.count == 1 && !step.isList && !step.keepsText && step.next != .version:
      kind = .skipped
    default: kind = text.isEmpty ? .line : .word
    }
    self.index = index
    // A word ends at the first space.
    let endsAtText = kind == .word || kind == .skipped
    guard !step.isWord || endsAtText && text.first == space, let words = UsualText(text) else {
      return nil
    }
    field = step.field
    timeForm = step.timeForm
    isList = step.isList
    isWord = step.isWord
    isBeforeVersion = !isNumber && step.next == .version
    unitNanoseconds =
      switch step.unit {
      case .seconds: 1_000_000_000
      case .milliseconds: 1_000_000
      case .microseconds: 1_000
      case .nanoseconds: 1
      case .written: 0
      }
    self.text = words
    advance = step.keepsText ? 0 : text.count
  }

  /// Skips the field of another step too, which follows; returns whether the same text is behind both.
  mutating func skip(_ next: UsualStep) -> Bool {
    guard kind == .skipped, next.kind == .skipped, text.first == next.text.first else {
      return false
    }
    skippedCount += 1
    return true
  }
}
