import AccessLog

/// Exact sums by section, in the order in which the sections first came.
///
/// Open addressing over hashes whose key is secret; a name is compared to the byte before two are
/// taken for one.
///
/// - Complexity: adding a hit is O(length of the name); merging is O(sections of the other).
struct SectionTable: Sendable {
  struct Entry: Sendable {
    var hash: UInt64
    var sums: SectionSums
    var nameStart: UInt32
    var nameLength: UInt32

    @inline(__always)
    var name: Range<Int> { Int(nameStart)..<Int(nameStart) &+ Int(nameLength) }
  }

  /// Few of them used by an ordinary site, so that a section is found at the first look.
  private static let leastSlots = 512

  private(set) var entries: [Entry] = []
  /// The bytes of all names, end to end, and zeros.
  private(set) var names: [UInt8] = []
  /// How long all names are together.
  private(set) var nameBytes = 0
  /// The least zeros behind the last name, so that 16 bytes of any name can be read at once.
  private static let slack = 16
  /// How many zeros are added at a time where there are already many names.
  private static let nameStep = 1 << 16
  /// The upper half of a hash, and the index of its entry plus 1; 0 is an empty slot.
  ///
  /// A power of two of them, at most half of them used.
  private var slots: [UInt64] = []

  var count: Int { entries.count }

  /// Adds hits whose names stand in `bytes` up to the first whose section is not in the table, and
  /// returns its index.
  mutating func addKnown(
    _ records: Span<LineRecord>, from start: Int, _ bytes: RawSpan
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
      let hash = records[index].sectionHash
      var slot = Int(truncatingIfNeeded: hash) & mask
      while true {
        let word = table[slot]
        guard word != 0 else { return index }
        let entry = Int(truncatingIfNeeded: word & 0xFFFF_FFFF) &- 1
        if (word ^ hash) >> 32 == 0,
          SectionKey(records[index]).isName(bytes, arena, sums[entry].name)
        {
          sums[entry].sums.add(records[index])
          break
        }
        slot = (slot &+ 1) & mask
      }
    }
    return records.count
  }

  /// The index of a section, or `nil` if it is not in the table.
  func find(_ key: SectionKey, _ bytes: RawSpan) -> Int? {
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

  /// The index of a section with that hash, or `nil` if none is in the table.
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

  /// Adds sums to the section at an index.
  mutating func add(_ sums: SectionSums, at index: Int) {
    entries[index].sums.merge(sums)
  }

  /// Adds a section that is not in the table.
  mutating func insert(_ key: SectionKey, _ bytes: RawSpan, _ sums: SectionSums) {
    if slots.count < 2 * (entries.count + 1) { grow() }
    let start = nameBytes
    appendName(key, bytes)
    entries.append(
      Entry(
        hash: key.hash, sums: sums, nameStart: UInt32(start),
        nameLength: UInt32(nameBytes - start)))
    place(key.hash, index: entries.count - 1)
  }

  private mutating func appendName(_ key: SectionKey, _ bytes: RawSpan) {
    makeRoom(forName: key.nameCount)
    let start = nameBytes
    if let words = key.words(bytes) {
      // Written over the zeros, also those behind the name. Bytes may hold any value.
      var letters = names.mutableSpan
      var arena = unsafe letters.mutableBytes
      arena.storeBytes(of: words[0].littleEndian, toByteOffset: start, as: UInt64.self)
      arena.storeBytes(of: words[1].littleEndian, toByteOffset: start + 8, as: UInt64.self)
      nameBytes += key.range.count
    } else {
      var name: [UInt8] = []
      key.appendName(bytes, to: &name)
      names.replaceSubrange(start..<start + name.count, with: name)
      nameBytes += name.count
    }
  }

  /// Makes room for one more name: twice as much while it is little, then for all that are kept.
  ///
  /// What is not written to takes no memory, while an array that grew on would be there twice as it
  /// is copied, and end with twice what is ever used.
  private mutating func makeRoom(forName count: Int) {
    let wanted = nameBytes + count + SectionTable.slack
    guard names.count < wanted else { return }
    let most = SectionCounter.maximumNameBytes + SectionTable.slack
    if names.capacity < wanted {
      names.reserveCapacity(wanted < most / 16 ? 2 * wanted : max(wanted, most))
    }
    let step = min(names.count, SectionTable.nameStep)
    let size = max(wanted, min(names.count + step, most))
    names += repeatElement(0, count: size - names.count)
  }

  private mutating func grow() {
    if slots.isEmpty {
      // Room for the sections of an ordinary site, which would else be made four times over.
      entries.reserveCapacity(64)
      names = Array(repeating: 0, count: 1_024)
    }
    slots = Array(repeating: 0, count: max(SectionTable.leastSlots, 2 * slots.count))
    for index in entries.indices { place(entries[index].hash, index: index) }
  }

  private mutating func place(_ hash: UInt64, index: Int) {
    let mask = slots.count - 1
    var slot = Int(truncatingIfNeeded: hash) & mask
    while slots[slot] != 0 { slot = (slot + 1) & mask }
    slots[slot] = hash & ~0xFFFF_FFFF | UInt64(index + 1)
  }
}

/// Where the name of a section stands, and its hash.
struct SectionKey {
  var hash: UInt64
  var range: Range<Int>
  /// Whether the name is the bytes at `range` and a `/`.
  var needsSlash: Bool

  @inline(__always)
  init(_ record: LineRecord) {
    hash = record.sectionHash
    let start = Int(record.sectionStart)
    range = start..<start &+ Int(record.sectionLength)
    needsSlash = record.sectionNeedsSlash
  }

  init(hash: UInt64, range: Range<Int>) {
    self.hash = hash
    self.range = range
    needsSlash = false
  }

  init(_ entry: SectionTable.Entry) {
    self.init(hash: entry.hash, range: entry.name)
  }

  var nameCount: Int { range.isEmpty ? Section.unknown.count : range.count + (needsSlash ? 1 : 0) }

  @inline(__always)
  func isName(_ bytes: RawSpan, _ arena: RawSpan, _ name: Range<Int>) -> Bool {
    guard !needsSlash, !range.isEmpty else { return isUnusualName(bytes, arena, name) }
    return name.count == range.count && bytes.equals(range, arena, at: name.lowerBound)
  }

  /// The bytes of a usual name of at most 16; `nil` of any other.
  @inline(__always)
  func words(_ bytes: RawSpan) -> SIMD2<UInt64>? {
    guard !needsSlash, 1...16 ~= range.count, range.lowerBound <= bytes.byteCount - 16 else {
      return nil
    }
    return bytes.words(at: range.lowerBound, count: range.count)
  }

  @inline(never)
  private func isUnusualName(_ bytes: RawSpan, _ arena: RawSpan, _ name: Range<Int>) -> Bool {
    var mine: [UInt8] = []
    appendName(bytes, to: &mine)
    return name.count == mine.count
      && arena.equals(name, unsafe mine.span.bytes, at: 0)
  }

  func appendName(_ bytes: RawSpan, to names: inout [UInt8]) {
    guard !range.isEmpty else {
      names += Section.unknown
      return
    }
    bytes.append(range, to: &names)
    if needsSlash { names.append(UInt8(ascii: "/")) }
  }
}

/// What the hits of a section add up to.
struct SectionSums: Sendable, Hashable {
  var hits = 0
  /// Stays at `Int.max` once it is reached.
  var bytes = 0
  var errors = 0

  init(hits: Int = 0, bytes: Int = 0, errors: Int = 0) {
    self.hits = hits
    self.bytes = bytes
    self.errors = errors
  }

  @inline(__always)
  init(_ record: LineRecord) {
    self.init(hits: 1, bytes: record.responseBytes, errors: record.isError ? 1 : 0)
  }

  @inline(__always)
  mutating func add(_ record: LineRecord) {
    hits &+= 1
    bytes = bytes.saturatingAdding(record.responseBytes)
    errors &+= record.isError ? 1 : 0
  }

  mutating func merge(_ other: SectionSums) {
    hits += other.hits
    bytes = bytes.saturatingAdding(other.bytes)
    errors += other.errors
  }
}

extension Int {
  /// The sum of two numbers that are not negative, or `Int.max` if it is more.
  @inline(__always)
  func saturatingAdding(_ other: Int) -> Int {
    let (sum, overflow) = addingReportingOverflow(other)
    return overflow ? .max : sum
  }
}
