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

  /// For how many names at most there is space at first because another table had so many.
  private static let mostExpected = 1_024

  /// What there is once there is a name.
  private let leastSize: Size

  /// What a table has that no name was added to.
  struct Size: Sendable {
    /// A power of two.
    var slots: UInt32
    var entries: UInt32
    var nameBytes: UInt32
  }

  /// What another table should begin with that is to hold about as many names as this one, but not
  /// many more than an ordinary site has.
  var sizeOfAnother: Size {
    guard nameBytes > 0 else { return leastSize }
    let count = min(entries.count, NameTable.mostExpected)
    return Size(
      slots: min(UInt32(slots.count), UInt32(2 * NameTable.mostExpected)),
      entries: UInt32(count + count / 8),
      nameBytes: UInt32(min(nameBytes + nameBytes / 8, 32 * NameTable.mostExpected)))
  }

  /// Creates an empty table, without allocating; `slots` is a power of two.
  package init(slots: Int = 64) {
    // Enough for the names of an ordinary site, which would otherwise be copied four times.
    leastSize = Size(
      slots: UInt32(slots), entries: UInt32(slots / 8), nameBytes: UInt32(2 * slots))
  }

  /// Creates an empty table that begins with a size, without allocating.
  init(_ size: Size) { leastSize = size }

  var count: Int { entries.count }

  /// Adds hits whose names stand in `bytes` up to the first whose name is new and goes beyond
  /// `capacity`, and returns its index.
  mutating func add(
    _ records: Span<LineRecord>, from start: Int, _ bytes: RawSpan, upTo capacity: NameCapacity
  ) -> Int {
    var index = start
    while true {
      index = addKnown(records.count, from: index, bytes, bytes) {
        (NameKey(records[$0]), false)
      } add: {
        $0.add(records[$1])
      }
      guard index < records.count,
        insert(NameKey(records[index]), bytes, HitSums(records[index]), upTo: capacity)
      else { return index }
      index &+= 1
    }
  }

  /// The same for their names in a column.
  mutating func add(
    _ records: Span<LineRecord>, from start: Int, _ names: HitNames, column: Int, _ bytes: RawSpan,
    upTo capacity: NameCapacity
  ) -> Int {
    let first = HitNames.start(ofColumn: column)
    let places = names.places.span
    let made = unsafe names.made.span.bytes
    var index = start
    while true {
      index = addKnown(records.count, from: index, bytes, made) {
        let place = places[first &+ Int(records[$0].place)]
        return (place.name, place.isMade)
      } add: {
        $0.add(records[$1])
      }
      guard index < records.count else { return index }
      let place = places[first &+ Int(records[index].place)]
      guard
        insert(
          place.name, place.isMade ? made : bytes, HitSums(records[index]), upTo: capacity)
      else { return index }
      index &+= 1
    }
  }

  /// Adds the sums of another table, from an entry on, up to the first whose name is new and goes
  /// beyond `capacity`, and returns its index.
  mutating func add(_ other: NameTable, from start: Int, upTo capacity: NameCapacity) -> Int {
    let added = other.entries.span
    let bytes = unsafe other.names.span.bytes
    var index = start
    while true {
      index = addKnown(added.count, from: index, bytes, bytes) {
        (NameKey(added[$0]), false)
      } add: {
        $0.merge(added[$1].sums)
      }
      guard index < added.count,
        insert(NameKey(added[index]), bytes, added[index].sums, upTo: capacity)
      else { return index }
      index &+= 1
    }
  }

  /// Adds sums by names that stand in `bytes`, or in `made` where `key` says so, up to the first that
  /// is not in the table, and returns its index.
  @inline(__always)
  private mutating func addKnown(
    _ count: Int, from start: Int, _ bytes: RawSpan, _ made: RawSpan,
    _ key: (Int) -> (NameKey, isMade: Bool), add: (inout HitSums, Int) -> Void
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
    var index = start
    while index < count {
      let (key, isMade) = key(index)
      let hash = key.hash
      var slot = Int(truncatingIfNeeded: hash) & mask
      while true {
        let word = table[slot]
        guard word != 0 else { return index }
        let entry = Int(truncatingIfNeeded: word & 0xFFFF_FFFF) &- 1
        if (word ^ hash) >> 32 == 0,
          key.isName(isMade ? made : bytes, arena, sums[entry].name)
        {
          add(&sums[entry].sums, index)
          break
        }
        slot = (slot &+ 1) & mask
      }
      index &+= 1
    }
    return count
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

  /// Adds a name that is not in the table, unless it goes beyond `capacity`; returns whether it was
  /// added.
  @inline(__always)
  mutating func insert(
    _ key: NameKey, _ bytes: RawSpan, _ sums: HitSums, upTo capacity: NameCapacity
  ) -> Bool {
    guard entries.count < capacity.count, key.nameCount <= capacity.nameBytes - nameBytes else {
      return false
    }
    insert(key, bytes, sums)
    return true
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

  @inline(__always)
  private mutating func appendName(_ key: NameKey, _ bytes: RawSpan) {
    if names.count < nameBytes + key.nameCount + NameTable.slack { reserve(forName: key.nameCount) }
    guard !key.needsSlash, !key.range.isEmpty else { return appendUnusualName(key, bytes) }
    let start = nameBytes
    var letters = names.mutableSpan
    var arena = unsafe letters.mutableBytes
    // Zeros are written over the zeros behind the name, of which there are enough.
    bytes.copy(key.range, to: &arena, at: start)
    nameBytes += key.range.count
  }

  @inline(never)
  private mutating func appendUnusualName(_ key: NameKey, _ bytes: RawSpan) {
    var name: [UInt8] = []
    key.appendName(bytes, to: &name)
    names.replaceSubrange(nameBytes..<nameBytes + name.count, with: name)
    nameBytes += name.count
  }

  /// Reserves memory for one more name: twice as much while it is little, then for all that are kept.
  ///
  /// Memory that is never written to costs nothing, while an array that grows is in memory twice as it
  /// is copied, and ends with twice the size that it needs.
  @inline(never)
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
      entries.reserveCapacity(Int(leastSize.entries))
      names = Array(repeating: 0, count: Int(leastSize.nameBytes) + NameTable.slack)
    }
    slots = Array(repeating: 0, count: max(Int(leastSize.slots), 2 * slots.count))
    for index in entries.indices { place(entries[index].hash, index: index) }
  }

  private mutating func place(_ hash: UInt64, index: Int) {
    let mask = slots.count - 1
    var slot = Int(truncatingIfNeeded: hash) & mask
    while slots[slot] != 0 { slot = (slot + 1) & mask }
    slots[slot] = hash & ~0xFFFF_FFFF | UInt64(index + 1)
  }
}
