/// The names that a format has for its values, found by their bytes.
///
/// A table of slots, of which at most a quarter is taken, so that finding a name compares about one.
struct NameTree: Sendable {
  /// What a name within an object means.
  struct Slot: Sendable {
    /// The first eight bytes of the name, zeros behind its last.
    var low: UInt64 = 0
    /// The next eight, or the last eight of a name of more than 16 bytes.
    var high: UInt64 = 0
    /// 0 in an empty slot.
    var count: UInt32 = 0
    /// The node of the object that has the name.
    var node: UInt8 = 0
    /// Which value it is, or ``none``.
    var entry: UInt8 = NameTree.none
    /// The node of the object that is its value, or ``none``.
    var child: UInt8 = NameTree.none
    /// Where a name of more than 16 bytes stands in ``NameTree/names``.
    var nameStart: UInt32 = 0
    /// The values that it has within it, and its own.
    var values: UInt64 = 0
  }

  static let none: UInt8 = .max
  /// The node of the outermost object.
  static let root: UInt8 = 0
  /// How many objects may stand within each other on the way to a value that is read.
  static let maximumDepth = 8

  private var slots: [Slot]
  private let shift: UInt64
  private var names: [UInt8] = []
  private var nodeCount: UInt8 = 1

  /// Creates a tree of paths, each with the value that it leads to; behind a `/` in a path stands the
  /// key of an object within it.
  init(_ paths: [(path: String, entry: Int)]) {
    let count = paths.reduce(1) { $0 + $1.path.utf8.count { $0 == UInt8(ascii: "/") } + 1 }
    var bits: UInt64 = 4
    while 1 << bits < 4 * count { bits += 1 }
    shift = 64 - bits
    slots = Array(repeating: Slot(), count: 1 << Int(bits))
    for (path, entry) in paths { insert(path, UInt8(entry)) }
  }

  private mutating func insert(_ path: String, _ entry: UInt8) {
    let keys = path.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
    precondition(keys.count <= NameTree.maximumDepth, "a path has that many keys at most")
    var node = NameTree.root
    for (index, key) in keys.enumerated() {
      let place = slot(of: Array(key), in: node)
      slots[place].values |= 1 << UInt64(entry)
      if index == keys.count - 1 {
        slots[place].entry = entry
      } else {
        if slots[place].child == NameTree.none {
          slots[place].child = nodeCount
          nodeCount += 1
        }
        node = slots[place].child
      }
    }
  }

  /// The place of a name's slot, which is made if there is none.
  private mutating func slot(of key: [UInt8], in node: UInt8) -> Int {
    let bytes = unsafe key.span.bytes
    let words = NameTree.words(bytes, 0..<key.count)
    let found = find(bytes, 0..<key.count, in: node)
    guard found < 0 else { return found }
    var place = NameTree.hash(words, key.count, node) &>> shift
    while slots[Int(place)].count != 0 { place = (place + 1) & UInt64(slots.count - 1) }
    slots[Int(place)] = Slot(
      low: words[0], high: words[1], count: UInt32(key.count), node: node,
      nameStart: UInt32(names.count))
    if key.count > 16 { names += key }
    return Int(place)
  }

  /// The place of what a name in the object of a node means; negative if it means nothing.
  ///
  /// - Complexity: O(1) for names of at most 16 bytes, else O(length).
  @inline(__always)
  func find(_ bytes: RawSpan, _ range: Range<Int>, in node: UInt8) -> Int {
    guard !range.isEmpty else { return -1 }
    let words = NameTree.words(bytes, range)
    // A slot is never copied: that would cost more than all else.
    let slots = slots.span
    var place = Int(truncatingIfNeeded: NameTree.hash(words, range.count, node) &>> shift)
    while slots[place].count != 0 {
      if slots[place].low == words[0], slots[place].high == words[1], slots[place].node == node,
        slots[place].count == UInt32(truncatingIfNeeded: range.count),
        range.count <= 16 || isName(place, bytes, range)
      {
        return place
      }
      place = (place &+ 1) & (slots.count &- 1)
    }
    return -1
  }

  /// Which value the name at a place is, or ``none``.
  @inline(__always)
  func entry(at place: Int) -> UInt8 { slots.span[place].entry }

  /// The node of the object that the name at a place has, or ``none``.
  @inline(__always)
  func child(at place: Int) -> UInt8 { slots.span[place].child }

  /// The values within the name at a place, and its own.
  @inline(__always)
  func values(at place: Int) -> UInt64 { slots.span[place].values }

  /// Whether a long name is all of the one at a place.
  @inline(never)
  private func isName(_ place: Int, _ bytes: RawSpan, _ range: Range<Int>) -> Bool {
    unsafe bytes.equals(range, names.span.bytes, at: Int(slots.span[place].nameStart))
  }

  @inline(__always)
  private static func words(_ bytes: RawSpan, _ range: Range<Int>) -> SIMD2<UInt64> {
    let start = range.lowerBound
    if range.count > 16 {
      return SIMD2(bytes.word(at: start), bytes.word(at: range.upperBound &- 8))
    }
    if start <= bytes.byteCount &- 16 { return bytes.words(at: start, count: range.count) }
    guard range.count >= 8 else { return SIMD2(bytes.word(at: start, count: range.count), 0) }
    let rest = range.count &- 8
    return SIMD2(
      bytes.word(at: start),
      rest == 8 ? bytes.word(at: start &+ 8) : bytes.word(at: start &+ 8, count: rest))
  }

  @inline(__always)
  private static func hash(_ words: SIMD2<UInt64>, _ count: Int, _ node: UInt8) -> UInt64 {
    let mixed = words[0] ^ words[1] &* 0x9E37_79B9_7F4A_7C15
    let size = UInt64(truncatingIfNeeded: count) &+ UInt64(node) &<< 8
    return (mixed ^ mixed &>> 29 &+ size) &* 0xBF58_476D_1CE4_E5B9
  }
}
