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

    /// In place of an entry that is yet to come.
    fileprivate static let blank = Entry(hash: 0, sums: HitSums(), nameStart: 0, nameLength: 0)
  }

  /// How many slots the sections of an ordinary site need for the first look to find a name.
  package static let ampleSlots = 512

  /// How many names there are.
  package internal(set) var count = 0
  /// The entries, and blanks for more of them, so that a loop can add new names without a call.
  var storage: [Entry] = []
  /// The bytes of all names, end to end, and zeros.
  package internal(set) var names: [UInt8] = []
  /// The length of all names, in bytes.
  package internal(set) var nameBytes = 0
  /// The least zeros behind the last name, so that 16 bytes of any name can be read at once.
  static let slack = 16
  /// How many zeros are added at a time where there are few names, and where there are many.
  private static let nameSteps = 512...65_536
  /// How many blanks are added at a time where there are few entries, and where there are many.
  private static let entrySteps = 32...1_024
  /// The highest bits of a hash, and the index of its entry plus 1; 0 is an empty slot.
  ///
  /// A power of two of them, at most half of them used, and at most a quarter of few: the first look
  /// then finds most names, and which of them it does not cannot be foreseen.
  var slots: [UInt32] = []
  /// How many bits of a slot are the index; there are at most 65,536 names.
  static let indexBits: UInt32 = 17
  /// Beyond this size as many as half of the slots are used.
  private static let fewSlots = 1 << 14

  /// For how many names at most there is space at first because another table had so many.
  private static let mostExpected = 1_024

  /// What there is once there is a name.
  private let leastSize: Size

  /// For how much a table reserves memory that no name was added to.
  struct Size: Sendable {
    /// A power of two.
    var slots: UInt32
    var entries: UInt32
    var nameBytes: UInt32

    /// What holds as much as either of two.
    static func greatest(_ one: Size, _ other: Size) -> Size {
      Size(
        slots: max(one.slots, other.slots), entries: max(one.entries, other.entries),
        nameBytes: max(one.nameBytes, other.nameBytes))
    }
  }

  /// What another table should begin with that is to hold about as many names as this one, but not
  /// many more than an ordinary site has.
  var sizeOfAnother: Size {
    guard nameBytes > 0 else { return leastSize }
    let count = min(count, NameTable.mostExpected)
    return Size(
      slots: min(UInt32(slots.count), UInt32(4 * NameTable.mostExpected)),
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

  /// The names and their sums.
  package var entries: ArraySlice<Entry> { storage[..<count] }

  /// What a slot has of a hash.
  @inline(__always)
  static func tag(_ hash: UInt64) -> UInt32 {
    UInt32(truncatingIfNeeded: hash &>> 32) & (~0 &<< indexBits)
  }

  /// The index of the entry of a slot that is not empty.
  @inline(__always)
  static func entry(_ slot: UInt32) -> Int {
    Int(truncatingIfNeeded: slot & (1 &<< indexBits &- 1)) &- 1
  }

  /// How many entries the slots are for.
  @inline(__always)
  var mostEntries: Int {
    slots.count <= NameTable.fewSlots ? slots.count / 4 : slots.count / 2
  }

  /// The index of a name, or `nil` if it is not in the table.
  package func find(_ key: NameKey, _ bytes: RawSpan) -> Int? {
    let arena = unsafe names.span.bytes
    return find(key.hash) { key.isName(bytes, arena, $0.name) }
  }

  /// The index of a name with that hash, or `nil` if none is in the table.
  func find(hash: UInt64) -> Int? { find(hash) { _ in true } }

  /// The index of the first entry of a hash that `isFound` holds for.
  @inline(__always)
  private func find(_ hash: UInt64, _ isFound: (Entry) -> Bool) -> Int? {
    guard !slots.isEmpty else { return nil }
    let tag = NameTable.tag(hash)
    let mask = slots.count - 1
    var slot = Int(truncatingIfNeeded: hash) & mask
    while slots[slot] != 0 {
      if (slots[slot] ^ tag) &>> NameTable.indexBits == 0 {
        let entry = NameTable.entry(slots[slot])
        if storage[entry].hash == hash, isFound(storage[entry]) { return entry }
      }
      slot = (slot + 1) & mask
    }
    return nil
  }

  /// Adds sums to the name at an index.
  mutating func add(_ sums: HitSums, at index: Int) {
    storage[index].sums.merge(sums)
  }

  /// Adds a name that is not in the table, unless it goes beyond `capacity`; returns whether it was
  /// added.
  @inline(__always)
  mutating func insert(
    _ key: NameKey, _ bytes: RawSpan, _ sums: HitSums, upTo capacity: NameCapacity
  ) -> Bool {
    guard count < capacity.count, key.nameCount <= capacity.nameBytes - nameBytes else {
      return false
    }
    insert(key, bytes, sums)
    return true
  }

  /// Adds a name that is not in the table.
  @inline(never)
  package mutating func insert(_ key: NameKey, _ bytes: RawSpan, _ sums: HitSums) {
    if count == mostEntries { grow() }
    if count == storage.count { addBlanks() }
    let start = nameBytes
    appendName(key, bytes)
    storage[count] = Entry(
      hash: key.hash, sums: sums, nameStart: UInt32(start),
      nameLength: UInt32(nameBytes - start))
    place(key.hash, index: count)
    count += 1
  }

  @inline(__always)
  private mutating func appendName(_ key: NameKey, _ bytes: RawSpan) {
    if names.count < nameBytes + key.nameCount + NameTable.slack { reserve(forName: key.nameCount) }
    guard key.isUsual else { return appendUnusualName(key, bytes) }
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
    if names.isEmpty { names.reserveCapacity(Int(leastSize.nameBytes) + NameTable.slack) }
    if names.capacity < wanted {
      names.reserveCapacity(wanted < most / 16 ? 2 * wanted : max(wanted, most))
    }
    // Within the capacity: an array that has to grow takes twice as much.
    let step = NameTable.step(names.count, of: NameTable.nameSteps)
    let size = max(wanted, min(names.count + step, names.capacity))
    names.append(contentsOf: repeatElement(0, count: size - names.count))
  }

  /// Adds blanks: as many as there are entries, but not many at a time, within memory that is
  /// reserved for twice as many.
  private mutating func addBlanks() {
    if storage.capacity == storage.count {
      storage.reserveCapacity(max(1, Int(leastSize.entries), 2 * storage.count))
    }
    let step = NameTable.step(storage.count, of: NameTable.entrySteps)
    storage.append(
      contentsOf: repeatElement(.blank, count: min(step, storage.capacity - storage.count)))
  }

  /// As many as there are, within a range.
  private static func step(_ count: Int, of steps: ClosedRange<Int>) -> Int {
    min(max(count, steps.lowerBound), steps.upperBound)
  }

  private mutating func grow() {
    slots = Array(repeating: 0, count: max(Int(leastSize.slots), 2 * slots.count))
    for index in 0..<count { place(storage[index].hash, index: index) }
  }

  private mutating func place(_ hash: UInt64, index: Int) {
    let mask = slots.count - 1
    var slot = Int(truncatingIfNeeded: hash) & mask
    while slots[slot] != 0 { slot = (slot + 1) & mask }
    slots[slot] = NameTable.tag(hash) | UInt32(index + 1)
  }
}
