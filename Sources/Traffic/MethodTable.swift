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
    package var name: [UInt8]
    package var hits: Int
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
    var hits = InlineArray<64, Int>(repeating: 0)
    for index in records.indices {
      let key = records[index].methodKey
      let place = Int(truncatingIfNeeded: (key &* 0x9E37_79B9_7F4A_7C15) &>> 58)
      if keys[place] == key {
        hits[place] &+= 1
      } else if let entry = find(key) {
        entries[entry].hits += 1
        // No key is 0: a method has a first byte.
        if keys[place] == 0 { keys[place] = key }
      } else {
        insert(key, MethodTable.name(records[index], bytes), hits: 1)
      }
    }
    for place in hits.indices where hits[place] > 0 {
      if let entry = find(keys[place]) { entries[entry].hits += hits[place] }
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
        insert(entry.key, entry.name, hits: entry.hits)
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

  package mutating func insert(_ key: UInt64, _ name: [UInt8], hits: Int) {
    guard isExact, hasCapacity(count: 1, nameBytes: name.count) else {
      other += hits
      return
    }
    if entries.count >= MethodTable.searched { indices[key] = entries.count }
    if entries.isEmpty { entries.reserveCapacity(MethodTable.searched) }
    entries.append(Entry(key: key, name: name, hits: hits))
    nameBytes += name.count
  }

  private func hasCapacity(count: Int, nameBytes more: Int) -> Bool {
    entries.count + count <= MethodTable.maximumCount
      && nameBytes + more <= MethodTable.maximumNameBytes
  }

  private static func name(_ record: LineRecord, _ bytes: RawSpan) -> [UInt8] {
    guard record.methodLength > 0 else { return Section.unknown }
    var name: [UInt8] = []
    name.reserveCapacity(Int(record.methodLength))
    let start = Int(record.methodStart)
    bytes.append(start..<start + Int(record.methodLength), to: &name)
    return name
  }
}
