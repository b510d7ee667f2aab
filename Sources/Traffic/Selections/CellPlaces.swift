/// Where the cells of a list stand, by their selections, groups and keys.
///
/// A table of its own: the hash of a dictionary takes longer than all else that is done with a hit.
///
/// - Complexity: O(1) on average. 16 to 32 bytes a cell.
struct CellPlaces: Sendable {
  private static let leastSlots = 64
  /// Secret, so that no client can choose values that collide.
  private static let seed = UInt64.random(in: .min ... .max)

  private let seed = CellPlaces.seed
  /// The upper half of a hash, and the place of its cell plus 1; 0 is an empty slot.
  ///
  /// A power of two of them, at most half of them used.
  private var slots: [UInt64] = []
  private var count = 0

  /// The place of the cell that has a selection and the group and key of another cell; `nil` if there is
  /// none, and then the next one that is appended to `cells` is taken for it.
  ///
  /// - Precondition: All of `cells` were looked for here before they were appended.
  @inline(__always)
  mutating func find<Element>(
    _ selection: Int, _ cell: SelectionCell, in cells: [Element],
    _ parts: (Element) -> (selection: Int, cell: SelectionCell)
  ) -> Int? {
    if 2 * count >= slots.count { grow() }
    let mixed = cell.group ^ (cell.key &* 0x9E37_79B9_7F4A_7C15) ^ UInt64(selection)
    let product = (mixed ^ seed).multipliedFullWidth(by: 0xBF58_476D_1CE4_E5B9)
    let hash = product.high ^ product.low
    var slot = first(hash)
    while slots[slot] != 0 {
      let place = Int(truncatingIfNeeded: slots[slot] & 0xFFFF_FFFF) &- 1
      if (slots[slot] ^ hash) >> 32 == 0 {
        let other = parts(cells[place])
        if other.selection == selection, other.cell.group == cell.group,
          other.cell.key == cell.key
        {
          return place
        }
      }
      slot = (slot &+ 1) & (slots.count &- 1)
    }
    slots[slot] = hash & ~0xFFFF_FFFF | UInt64(cells.count + 1)
    count += 1
    return nil
  }

  /// Forgets all cells; keeps the memory if about as much was needed.
  mutating func removeAll() {
    guard count > 0 else { return }
    if 8 * count < slots.count { slots = [] }
    for slot in slots.indices { slots[slot] = 0 }
    count = 0
  }

  /// Where a hash is looked for first: by its upper half, which is kept.
  @inline(__always)
  private func first(_ hash: UInt64) -> Int {
    Int(truncatingIfNeeded: hash >> 32) & (slots.count &- 1)
  }

  @inline(never)
  private mutating func grow() {
    let old = slots
    slots = Array(repeating: 0, count: max(CellPlaces.leastSlots, 2 * old.count))
    for word in old where word != 0 {
      var slot = first(word)
      while slots[slot] != 0 { slot = (slot + 1) & (slots.count - 1) }
      slots[slot] = word
    }
  }
}
