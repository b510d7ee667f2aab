/// The names that stood before the values of the line before, in their order.
///
/// A program writes its names in the same order again and again, so that comparing comes before
/// searching.
struct NameGuesses: Sendable {
  /// For a line that no others like it follow: keeps nothing.
  static let none = NameGuesses(capacity: 0)

  /// The longest text that is kept, in bytes.
  private static let maximumCount = 32

  /// A name with what stands around it in the line, and what was found for it.
  private struct Guess: Sendable {
    /// The first 32 bytes, zeros behind the text.
    var front = SIMD16<UInt8>(repeating: 0)
    var back = SIMD16<UInt8>(repeating: 0)
    /// All bits of the bytes that are compared.
    var frontMask = SIMD16<UInt8>(repeating: 0)
    var backMask = SIMD16<UInt8>(repeating: 0)
    /// How many bytes are compared; 0 where nothing is known.
    var count: UInt8 = 0
    var node: UInt8 = 0
    /// What ``NameTree/find(_:_:in:)`` said.
    var place: Int32 = 0
  }

  private var guesses: [Guess]

  /// Creates guesses for up to `capacity` names of a line, all of them unknown.
  init(capacity: Int = 32) { guesses = Array(repeating: Guess(), count: capacity) }

  /// How many bytes of the text at `start` are the one that stood there in the line before, in the
  /// object of that node; 0 if it is another one.
  @inline(__always)
  func count(_ index: Int, _ bytes: RawSpan, at start: Int, in node: UInt8) -> Int {
    // A guess is never copied: that would cost more than all else.
    let guesses = guesses.span
    guard index < guesses.count else { return 0 }
    let difference =
      ((bytes.vector(at: start) & guesses[index].frontMask) ^ guesses[index].front)
      | ((bytes.vector(at: start &+ 16) & guesses[index].backMask) ^ guesses[index].back)
    let words = unsafe unsafeBitCast(difference, to: SIMD2<UInt64>.self)
    guard words[0] | words[1] == 0, guesses[index].node == node else { return 0 }
    return Int(guesses[index].count)
  }

  /// What was found for the name that stood there in the line before.
  ///
  /// - Precondition: ``count(_:_:at:in:)`` was not 0.
  @inline(__always)
  func place(_ index: Int) -> Int { Int(guesses.span[index].place) }

  /// Keeps what was found for a name, and the text that it stands in.
  @inline(never)
  mutating func keep(
    _ index: Int, _ bytes: RawSpan, _ text: Range<Int>, in node: UInt8, place: Int
  ) {
    guard index < guesses.count, text.count <= NameGuesses.maximumCount else { return }
    var guess = Guess()
    guess.frontMask = .ofFirst(text.count)
    guess.backMask = .ofFirst(text.count - 16)
    guess.front = bytes.vector(at: text.lowerBound) & guess.frontMask
    guess.back = bytes.vector(at: text.lowerBound + 16) & guess.backMask
    guess.count = UInt8(text.count)
    guess.node = node
    guess.place = Int32(truncatingIfNeeded: place)
    guesses[index] = guess
  }
}
