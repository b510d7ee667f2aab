/// When a line is looked at to see whether the format of its log is still the right one.
///
/// A function of the lengths of the lines and of what came of those that were looked at, so that it
/// is the same whatever chunks they come in. While all is well one line in ``longestStretch`` bytes
/// is looked at; once that line is no hit, each line is, until one is a hit or ``patience`` is over.
struct FormatWatch: Sendable, Hashable {
  /// How many bytes are passed at most before a line is looked at again.
  ///
  /// Small enough for the lines that a changed format costs to be read again, large enough for looking to
  /// cost about a hundredth of reading.
  static let longestStretch: Int32 = 8_192
  /// The first stretch; each is twice as long as the one before.
  static let shortestStretch: Int32 = 512
  /// How many lines of a log whose format is not known are looked at one after the other.
  static let longPatience: Int32 = 300
  /// The same where the format was known.
  static let patience: Int32 = 64
  /// The format, once known, is not asked again: for lines that are read a second time.
  static let frozen = FormatWatch(left: .max, stretch: 0, seen: 0)

  /// How many bytes are passed before a line is looked at; if none, the next line is.
  private(set) var left: Int32 = 0
  /// How long the stretch is that ``left`` is the rest of.
  private(set) var stretch = FormatWatch.shortestStretch / 2
  /// How many lines were looked at since the last hit.
  private(set) var seen: Int32 = 0

  init() {}

  private init(left: Int32, stretch: Int32, seen: Int32) {
    self.left = left
    self.stretch = stretch
    self.seen = seen
  }

  /// Reads what is left, the stretch and what was seen; `nil` if that is not possible.
  init?(words: ArraySlice<String>) {
    let numbers = words.compactMap { Int32($0) }
    guard numbers.count == 3, numbers.count == words.count,
      (0...FormatWatch.longestStretch).contains(numbers[1]),
      (0..<FormatWatch.longPatience).contains(numbers[2])
    else { return nil }
    self.init(left: numbers[0], stretch: numbers[1], seen: numbers[2])
  }

  var isFrozen: Bool { left == .max }
  /// Whether the next line is looked at.
  var isLooking: Bool { left <= 0 }

  /// Passes lines that are not looked at.
  mutating func pass(_ bytes: Int) {
    guard !isFrozen else { return }
    // A single line may be longer than any number here.
    left = Int32(clamping: Int(left) - bytes)
  }

  /// Records that the line that was looked at is a hit.
  mutating func noteHit() {
    stretch = min(FormatWatch.longestStretch, stretch * 2)
    left = stretch
    seen = 0
  }

  /// Records that it is none; gives up for a while after as many as that.
  mutating func noteMiss(patience: Int32) {
    seen += 1
    guard seen >= patience else { return }
    stretch = FormatWatch.longestStretch
    left = stretch
    seen = 0
  }

  /// Begins with short stretches: the format has just been found.
  mutating func begin() {
    self = FormatWatch()
    noteHit()
  }
}
