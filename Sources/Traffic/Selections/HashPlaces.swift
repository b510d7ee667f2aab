/// A map from the hashes of names to indices.
///
/// The hashes are keyed and evenly distributed, and serve as slots as they are. `Dictionary` hashes each one
/// again, which took a fifth of the time with rules by group.
///
/// - Complexity: O(1) on average to find, insert and remove. 18 to 36 bytes for each.
package struct HashPlaces: Sendable {
  private static let leastSlots = 16

  /// The slots, a power of two, of which two thirds are used at most; 0 marks an empty one.
  private var hashes: [UInt64] = []
  private var places: [UInt32] = []
  private var used = 0
  /// The index of the hash 0, which has no slot.
  private var placeOfZero: Int?

  package init() {}

  package var count: Int { used + (placeOfZero == nil ? 0 : 1) }

  /// All hashes, in no order.
  var all: [UInt64] { hashes.filter { $0 != 0 } + (placeOfZero == nil ? [] : [0]) }

  /// The place of a hash, below 2^32; `nil` if it has none.
  @inline(__always)
  package subscript(hash: UInt64) -> Int? {
    get { place(of: hash) }
    set {
      if let newValue { set(hash, newValue) } else { remove(hash) }
    }
  }

  package func contains(_ hash: UInt64) -> Bool { place(of: hash) != nil }

  private func place(of hash: UInt64) -> Int? {
    guard hash != 0 else { return placeOfZero }
    guard used > 0 else { return nil }
    let slot = slot(of: hash)
    return hashes[slot] == hash ? Int(places[slot]) : nil
  }

  /// The slot that has a hash, or the empty one where it would stand.
  @inline(__always)
  private func slot(of hash: UInt64) -> Int {
    let mask = hashes.count &- 1
    var slot = Int(truncatingIfNeeded: hash) & mask
    while hashes[slot] != hash, hashes[slot] != 0 { slot = (slot &+ 1) & mask }
    return slot
  }

  private mutating func set(_ hash: UInt64, _ place: Int) {
    guard hash != 0 else {
      placeOfZero = place
      return
    }
    if 3 * used >= 2 * hashes.count { grow() }
    let slot = slot(of: hash)
    if hashes[slot] == 0 { used += 1 }
    hashes[slot] = hash
    places[slot] = UInt32(place)
  }

  private mutating func grow() {
    let (oldHashes, oldPlaces) = (hashes, places)
    let count = max(HashPlaces.leastSlots, 2 * oldHashes.count)
    hashes = Array(repeating: 0, count: count)
    places = Array(repeating: 0, count: count)
    for old in oldHashes.indices where oldHashes[old] != 0 {
      let slot = slot(of: oldHashes[old])
      hashes[slot] = oldHashes[old]
      places[slot] = oldPlaces[old]
    }
  }

  private mutating func remove(_ hash: UInt64) {
    guard hash != 0 else {
      placeOfZero = nil
      return
    }
    guard used > 0 else { return }
    var hole = slot(of: hash)
    guard hashes[hole] == hash else { return }
    used -= 1
    // Move later entries back into the hole, so that each is still found from its first slot.
    let mask = hashes.count - 1
    var next = (hole + 1) & mask
    while hashes[next] != 0 {
      let first = Int(truncatingIfNeeded: hashes[next]) & mask
      if (next &- first) & mask >= (next &- hole) & mask {
        hashes[hole] = hashes[next]
        places[hole] = places[next]
        hole = next
      }
      next = (next + 1) & mask
    }
    hashes[hole] = 0
  }
}
