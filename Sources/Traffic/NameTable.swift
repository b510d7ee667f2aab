import AccessLog

/// Exact sums by name, in the order in which the names first came.
///
/// Open addressing over hashes whose key is secret; names of equal hashes are compared byte by byte.
///
/// - Complexity: adding a hit is O(length of the name); merging is O(names of the other).
package struct NameTable: Sendable {
  package struct Entry: Sendable {
    var hash: UInt64
    package var sums: HitSums
    var nameStart: UInt32
    var nameLength: UInt32

    @inline(__always)
    package var name: Range<Int> { Int(nameStart)..<Int(nameStart) &+ Int(nameLength) }
  }

  /// How many slots the sections of an ordinary site need for the first look to find a name.
  package static let ampleSlots = 512

  package private(set) var entries: [Entry] = []
  /// The bytes of all names, end to end, and zeros.
  package private(set) var names: [UInt8] = []
  /// The length of all names, in bytes.
  package private(set) var nameBytes = 0
  /// The least zeros behind the last name, so that 16 bytes of any name can be read at once.
  private static let slack = 16
  /// How many zeros are added at a time where there are already many names.
  private static let nameStep = 1 << 16
  /// The upper half of a hash, and the index of its entry plus 1; 0 is an empty slot.
  ///
  /// A power of two of them, at most half of them used.
  private var slots: [UInt64] = []

  /// How many slots there are once there is a name.
  private let leastSlots: Int32

  /// Creates an empty table, without allocating; `slots` is a power of two.
  package init(slots: Int = 64) {
    leastSlots = Int32(slots)
  }

  var count: Int { entries.count }

  /// Adds hits whose names stand in `bytes` up to the first whose name is not in the table, and
  /// returns its index.
  mutating func addKnown(
    _ records: Span<LineRecord>, from start: Int, _ bytes: RawSpan
  ) -> Int {
    addKnown(records, from: start, bytes, bytes) { (NameKey($0), false) }
  }

  /// The same for their names in a column.
  mutating func addKnown(
    _ records: Span<LineRecord>, from start: Int, _ names: HitNames, column: Int, _ bytes: RawSpan
  ) -> Int {
    let first = HitNames.start(ofColumn: column)
    let places = names.places.span
    return addKnown(records, from: start, bytes, unsafe names.made.span.bytes) {
      let place = places[first &+ Int($0.place)]
      return (place.name, place.isMade)
    }
  }

  /// Adds hits whose names stand in `bytes`, or in `made` where `key` says so.
  @inline(__always)
  private mutating func addKnown(
    _ records: Span<LineRecord>, from start: Int, _ bytes: RawSpan, _ made: RawSpan,
    _ key: (LineRecord) -> (NameKey, isMade: Bool)
  ) -> Int {
    guard !slots.isEmpty else { return start }
    // The entries stand apart while they change, since names and slots are read meanwhile.
    var changing: [Entry] = []
    swap(&changing, &entries)
    defer { swap(&changing, &entries) }
    let arena = unsafe names.span.bytes
    let table = slots.span
    var sums = changing.mutableSpan
    let mask = table.count - 1
    for index in start..<records.count {
      let (key, isMade) = key(records[index])
      let hash = key.hash
      var slot = Int(truncatingIfNeeded: hash) & mask
      while true {
        let word = table[slot]
        guard word != 0 else { return index }
        let entry = Int(truncatingIfNeeded: word & 0xFFFF_FFFF) &- 1
        if (word ^ hash) >> 32 == 0,
          key.isName(isMade ? made : bytes, arena, sums[entry].name)
        {
          sums[entry].sums.add(records[index])
          break
        }
        slot = (slot &+ 1) & mask
      }
    }
    return records.count
  }

  /// The index of a name, or `nil` if it is not in the table.
  package func find(_ key: NameKey, _ bytes: RawSpan) -> Int? {
    guard !slots.isEmpty else { return nil }
    let arena = unsafe names.span.bytes
    let mask = slots.count - 1
    var slot = Int(truncatingIfNeeded: key.hash) & mask
    while slots[slot] != 0 {
      let entry = Int(truncatingIfNeeded: slots[slot] & 0xFFFF_FFFF) - 1
      if entries[entry].hash == key.hash, key.isName(bytes, arena, entries[entry].name) {
        return entry
      }
      slot = (slot + 1) & mask
    }
    return nil
  }

  /// The index of a name with that hash, or `nil` if none is in the table.
  func find(hash: UInt64) -> Int? {
    guard !slots.isEmpty else { return nil }
    let mask = slots.count - 1
    var slot = Int(truncatingIfNeeded: hash) & mask
    while slots[slot] != 0 {
      let entry = Int(truncatingIfNeeded: slots[slot] & 0xFFFF_FFFF) - 1
      if entries[entry].hash == hash { return entry }
      slot = (slot + 1) & mask
    }
    return nil
  }

  /// Adds sums to the name at an index.
  mutating func add(_ sums: HitSums, at index: Int) {
    entries[index].sums.merge(sums)
  }

  /// Adds a name that is not in the table.
  package mutating func insert(_ key: NameKey, _ bytes: RawSpan, _ sums: HitSums) {
    if slots.count < 2 * (entries.count + 1) { grow() }
    let start = nameBytes
    appendName(key, bytes)
    entries.append(
      Entry(
        hash: key.hash, sums: sums, nameStart: UInt32(start),
        nameLength: UInt32(nameBytes - start)))
    place(key.hash, index: entries.count - 1)
  }

  private mutating func appendName(_ key: NameKey, _ bytes: RawSpan) {
    reserve(forName: key.nameCount)
    let start = nameBytes
    if let words = key.words(bytes) {
      // Written over the zeros, also those behind the name. Bytes may hold any value.
      var letters = names.mutableSpan
      var arena = unsafe letters.mutableBytes
      arena.storeBytes(of: words[0].littleEndian, toByteOffset: start, as: UInt64.self)
      arena.storeBytes(of: words[1].littleEndian, toByteOffset: start + 8, as: UInt64.self)
      nameBytes += key.range.count
    } else if !key.needsSlash, !key.range.isEmpty {
      var letters = names.mutableSpan
      var arena = unsafe letters.mutableBytes
      let count = key.range.count
      for offset in stride(from: 0, to: count, by: 8) {
        // Zeros are written over the zeros behind the name.
        let place = key.range.lowerBound &+ offset
        let left = count &- offset
        let word = left < 8 ? bytes.word(at: place, count: left) : bytes.word(at: place)
        arena.storeBytes(
          of: word.littleEndian, toByteOffset: start &+ offset, as: UInt64.self)
      }
      nameBytes += count
    } else {
      var name: [UInt8] = []
      key.appendName(bytes, to: &name)
      names.replaceSubrange(start..<start + name.count, with: name)
      nameBytes += name.count
    }
  }

  /// Reserves memory for one more name: twice as much while it is little, then for all that are kept.
  ///
  /// Memory that is never written to costs nothing, while an array that grows is in memory twice as it
  /// is copied, and ends with twice the size that it needs.
  private mutating func reserve(forName count: Int) {
    let wanted = nameBytes + count + NameTable.slack
    guard names.count < wanted else { return }
    let most = NameCounter.maximumNameBytes + NameTable.slack
    if names.capacity < wanted {
      names.reserveCapacity(wanted < most / 16 ? 2 * wanted : max(wanted, most))
    }
    let step = min(names.count, NameTable.nameStep)
    // Within the capacity: an array that has to grow takes twice as much.
    let size = max(wanted, min(names.count + step, names.capacity))
    names += Array(repeating: 0, count: size - names.count)
  }

  private mutating func grow() {
    if slots.isEmpty {
      // Enough for the names of an ordinary site, which would otherwise be copied four times.
      entries.reserveCapacity(Int(leastSlots) / 8)
      names = Array(repeating: 0, count: 2 * Int(leastSlots))
    }
    slots = Array(repeating: 0, count: max(Int(leastSlots), 2 * slots.count))
    for index in entries.indices { place(entries[index].hash, index: index) }
  }

  private mutating func place(_ hash: UInt64, index: Int) {
    let mask = slots.count - 1
    var slot = Int(truncatingIfNeeded: hash) & mask
    while slots[slot] != 0 { slot = (slot + 1) & mask }
    slots[slot] = hash & ~0xFFFF_FFFF | UInt64(index + 1)
  }
}
