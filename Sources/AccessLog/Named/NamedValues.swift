/// The values of a line that are known by name, as places in the line.
struct NamedValues: Sendable {
  /// How many different values a format may have.
  static let capacity = 64

  /// Which values the line has, a bit for each.
  private(set) var seen: UInt64 = 0
  /// Which of them have escapes that have to be decoded.
  private(set) var escaped: UInt64 = 0
  private var places = InlineArray<64, (start: UInt32, end: UInt32)>(repeating: (0, 0))

  /// Forgets the values of the line before.
  @inline(__always)
  mutating func clear() {
    seen = 0
    escaped = 0
  }

  /// Sets a value; of several with one name the last one counts.
  @inline(__always)
  mutating func set(_ entry: UInt8, _ start: Int, _ end: Int, isEscaped: Bool) {
    let bit: UInt64 = 1 &<< UInt64(entry & 63)
    // The mask changes nothing: with it the compiler need not check the bounds.
    places[Int(entry & 63)] = (
      UInt32(truncatingIfNeeded: start), UInt32(truncatingIfNeeded: end)
    )
    seen |= bit
    escaped = isEscaped ? escaped | bit : escaped & ~bit
  }

  /// Forgets some values.
  @inline(__always)
  mutating func remove(_ entries: UInt64) {
    seen &= ~entries
  }

  /// Where a value stands.
  @inline(__always)
  func place(_ entry: Int) -> Range<Int> {
    let place = places[entry & 63]
    return Int(place.start)..<Int(place.end)
  }
}
