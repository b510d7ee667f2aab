import AccessLog

/// Hits by request method, in the order in which the methods first came.
///
/// There are few in honest traffic, so a search from the front is fast. Once there are 256, or
/// 16 KiB of names, methods that are new are counted under `(other)`.
package struct MethodTable: Sendable, Equatable {
  package static let maximumCount = 256
  package static let maximumNameBytes = 16_384

  /// How many entries are searched from the front.
  private static let searched = 8

  package struct Entry: Sendable, Equatable {
    /// See ``LineRecord/methodKey``.
    var key: UInt64
    /// The name, if the key does not hold it: a chunk has many tables, and these hold few such names.
    var longName: [UInt8]?
    package var hits: Int

    package var name: [UInt8] { longName ?? (0..<shortCount).map { UInt8(key >> (8 * $0) & 0xFF) } }

    /// The length of the name, in bytes.
    fileprivate var nameCount: Int { longName?.count ?? shortCount }

    private var shortCount: Int { (64 - key.leadingZeroBitCount + 7) / 8 }
  }

  package private(set) var entries: [Entry] = []
  /// The indices of the entries behind the first ``searched``.
  private var indices: [UInt64: Int] = [:]
  private var nameBytes = 0
  package var other = 0

  /// Creates an empty table, without allocating.
  package init() {}

  /// Whether nothing had to be counted under `(other)` so far.
  var isExact: Bool { other == 0 }

  /// Adds hits whose names stand in `bytes`.
  mutating func add(_ records: Span<LineRecord>, _ bytes: RawSpan) {
    // Where requests of several methods alternate, the processor cannot predict how long a search is,
    // and a misprediction costs more than the rest of the work. So each of the usual few methods has a
    // place here, where the first look finds it.
    var keys = InlineArray<64, UInt64>(repeating: 0)
    var hits = InlineArray<64, UInt32>(repeating: 0)
    var found = InlineArray<64, UInt8>(repeating: 0)
    var taken: UInt64 = 0
    for index in records.indices {
      let key = records[index].methodKey
      let place = Int(truncatingIfNeeded: (key &* 0x9E37_79B9_7F4A_7C15) &>> 58)
      if keys[place] == key {
        hits[place] &+= 1
        continue
      }
      var known = find(key)
      if known == nil { known = insert(key, MethodTable.longName(records[index], bytes)) }
      guard let entry = known else {
        other += 1
        continue
      }
      entries[entry].hits += 1
      guard taken >> UInt64(place) & 1 == 0 else { continue }
      taken |= 1 << UInt64(place)
      keys[place] = key
      found[place] = UInt8(truncatingIfNeeded: entry)
    }
    while taken != 0 {
      let place = taken.trailingZeroBitCount
      entries[Int(found[place])].hits += Int(hits[place])
      taken &= taken &- 1
    }
  }

  /// Whether merging `table` gives the same as adding its hits one by one.
  func hasCapacity(for table: MethodTable) -> Bool {
    table.isExact
      && (hasCapacity(count: table.entries.count, nameBytes: table.nameBytes)
        || table.entries.allSatisfy { find($0.key) != nil })
  }

  /// Adds all that another table holds.
  mutating func merge(_ table: MethodTable) {
    for entry in table.entries {
      if let index = find(entry.key) {
        entries[index].hits += entry.hits
      } else {
        insert(entry.key, entry.longName, hits: entry.hits)
      }
    }
    other += table.other
  }

  /// In byte order of the names.
  func counts() -> [MethodCount] {
    var counts = entries.map { MethodCount(name: $0.name, hits: $0.hits) }
    if other > 0 { counts.append(MethodCount(name: NameCounter.otherName, hits: other)) }
    return counts.sorted { $0.name.lexicographicallyPrecedes($1.name) }
  }

  package func find(_ key: UInt64) -> Int? {
    for index in entries.indices.prefix(MethodTable.searched) where entries[index].key == key {
      return index
    }
    return entries.count > MethodTable.searched ? indices[key] : nil
  }

  /// Adds hits of a method that is not in the table; its name is only asked for where the key does not
  /// hold it.
  package mutating func insert(_ key: UInt64, _ name: [UInt8]?, hits: Int) {
    if let entry = insert(key, name) { entries[entry].hits = hits } else { other += hits }
  }

  /// Returns the place of the new entry, or `nil` if it goes beyond what is kept.
  private mutating func insert(_ key: UInt64, _ name: [UInt8]?) -> Int? {
    let entry = Entry(key: key, longName: MethodTable.holdsName(key) ? nil : name, hits: 0)
    guard isExact, hasCapacity(count: 1, nameBytes: entry.nameCount) else { return nil }
    if entries.count >= MethodTable.searched { indices[key] = entries.count }
    if entries.isEmpty { entries.reserveCapacity(MethodTable.searched) }
    entries.append(entry)
    nameBytes += entry.nameCount
    return entries.count - 1
  }

  private func hasCapacity(count: Int, nameBytes more: Int) -> Bool {
    entries.count + count <= MethodTable.maximumCount
      && nameBytes + more <= MethodTable.maximumNameBytes
  }

  /// Whether the bytes of a key are the name.
  private static func holdsName(_ key: UInt64) -> Bool { key >> 56 == 0 && key != 0 }

  private static func longName(_ record: LineRecord, _ bytes: RawSpan) -> [UInt8]? {
    guard !holdsName(record.methodKey) else { return nil }
    var name: [UInt8] = []
    let start = Int(record.methodStart)
    bytes.append(start..<start + Int(record.methodLength), to: &name)
    return name
  }
}
