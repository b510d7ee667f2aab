import AccessLog

/// Where names stand that were made from a field, by the field's number or hash.
///
/// Hashes have a secret key, and are taken for the field itself: two fields share one once in 10^16
/// such tables. Once it is full no more are remembered.
///
/// - Complexity: finding is O(1). Nothing when empty, then 40 KiB.
struct MadeNameMemo: Sendable {
  private struct Slot: Sendable {
    /// 0 in an empty slot.
    var key: UInt64 = 0
    var place = NamePlace()
  }

  private static let slotBits = 10
  private static let maximumCount = 512

  private var slots: [Slot] = []
  private var count = 0

  var isFull: Bool { count >= MadeNameMemo.maximumCount }

  /// The key of a field that stands at a place.
  @inline(__always)
  static func key(of field: NamePlace) -> UInt64 {
    // No key is 0.
    max(1, field.hash)
  }

  /// Replaces the fields of a block's hits by the names that were made from them, and returns the hits
  /// whose names are not known; the fields stand from `first` on.
  func replaceKnown(
    _ places: inout [NamePlace], from first: Int, _ records: Span<LineRecord>, _ count: Int
  ) -> BlockMarks {
    var unknown = BlockMarks()
    var fields = places.mutableSpan
    for index in 0..<count where records[index].isHit {
      let field = fields[first &+ index]
      guard field.count != NamePlace.unfilled else { continue }
      if let known = find(MadeNameMemo.key(of: field)) {
        fields[first &+ index] = known
      } else {
        unknown.insert(index)
      }
    }
    return unknown
  }

  @inline(__always)
  func find(_ key: UInt64) -> NamePlace? {
    guard !slots.isEmpty else { return nil }
    var index = MadeNameMemo.slot(of: key)
    while slots[index].key != key {
      guard slots[index].key != 0 else { return nil }
      index = (index &+ 1) & (slots.count &- 1)
    }
    return slots[index].place
  }

  /// Remembers a place by a key that is not known and not 0, unless there are too many.
  mutating func insert(_ key: UInt64, _ place: NamePlace) {
    guard !isFull else { return }
    if slots.isEmpty {
      slots = Array(repeating: Slot(), count: 1 << MadeNameMemo.slotBits)
    }
    var index = MadeNameMemo.slot(of: key)
    while slots[index].key != 0 { index = (index + 1) & (slots.count - 1) }
    slots[index] = Slot(key: key, place: place)
    count += 1
  }

  mutating func removeAll() {
    guard count > 0 else { return }
    for index in slots.indices { slots[index].key = 0 }
    count = 0
  }

  @inline(__always)
  private static func slot(of key: UInt64) -> Int {
    Int(truncatingIfNeeded: (key &* 0x9E37_79B9_7F4A_7C15) &>> UInt64(64 &- slotBits))
  }
}
