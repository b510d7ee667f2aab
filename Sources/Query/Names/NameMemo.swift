import AccessLog

/// Names by the hash of the field that they were made from, so that each is made once for many hits.
///
/// Hashes have a secret key, and are taken for the field itself: two fields share one once in 10^16
/// such tables. Once the memo is full it is emptied, so that fields without end cost what making
/// their names costs, and no memory.
///
/// - Complexity: finding is O(1). At most 24 KiB and 64 KiB of names.
struct NameMemo: Sendable {
  private struct Slot: Sendable {
    var hash: UInt64
    var start: UInt32
    var count: UInt32
  }

  private static let slotCount = 1_024
  private static let maximumCount = 512
  private static let maximumNameBytes = 1 << 16

  /// Empty where the hash is 0.
  private var slots: [Slot] = []
  private var count = 0
  /// The names, end to end.
  private var names: [UInt8] = []

  /// Appends the name of a hash; `false` if it is not known.
  @inline(__always)
  func append(_ hash: UInt64, to name: inout [UInt8]) -> Bool {
    guard !slots.isEmpty else { return false }
    var index = Int(truncatingIfNeeded: hash) & (NameMemo.slotCount &- 1)
    while slots[index].hash != 0 {
      if slots[index].hash == hash {
        let start = Int(slots[index].start)
        name += names[start..<start &+ Int(slots[index].count)]
        return true
      }
      index = (index &+ 1) & (NameMemo.slotCount &- 1)
    }
    return false
  }

  /// Remembers the name of a hash that is not known and not 0.
  mutating func insert(_ hash: UInt64, _ name: ArraySlice<UInt8>) {
    guard name.count <= NameMemo.maximumNameBytes else { return }
    if count == NameMemo.maximumCount || names.count + name.count > NameMemo.maximumNameBytes {
      slots = []
      names.removeAll(keepingCapacity: true)
      count = 0
    }
    if slots.isEmpty {
      slots = Array(repeating: Slot(hash: 0, start: 0, count: 0), count: NameMemo.slotCount)
    }
    let start = names.count
    names += name
    var index = Int(truncatingIfNeeded: hash) & (NameMemo.slotCount - 1)
    while slots[index].hash != 0 { index = (index + 1) & (NameMemo.slotCount - 1) }
    slots[index] = Slot(hash: hash, start: UInt32(start), count: UInt32(name.count))
    count += 1
  }
}
