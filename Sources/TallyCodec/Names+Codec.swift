import AccessLog
import Traffic

/// Some of the names that hits were counted by, with their sums, in their order.
///
/// A table of names is many such records, so that no list of it is long.
private struct NameBlock {
  /// How many names a record has at most.
  static let capacity = 1_024

  enum Field: Int {
    /// A name; one field for each. Of a heavy hitter that is not known by name it is empty.
    case name = 1
    case sums
    /// The hashes of those that are not known by name.
    case hashes
  }

  var names: [[UInt8]] = []
  var sums = SumLists()
  var hashes: [UInt64] = []

  init(from reader: inout RecordReader) throws(RecordError) {
    while let field = try reader.next(Field.self) {
      switch field {
      case .name:
        try require(names.count < NameCounter.maximumCount, or: "there are too many names")
        names.append(try reader.blob(upTo: NameCounter.maximumNameBytes))
      case .sums: sums = try SumLists(from: &reader)
      case .hashes: hashes = try reader.words(atMost: HeavyHitters.capacity)
      }
    }
    try require(
      names.count == sums.count && hashes.count == names.count(where: \.isEmpty),
      or: "the sums of names do not belong to them")
  }
}

extension NameTable {
  /// Writes the names as fields of a record.
  fileprivate func write(to writer: inout RecordWriter, as tag: some RawRepresentable<Int>) {
    for start in stride(from: 0, to: entries.count, by: NameBlock.capacity) {
      writer.field(tag) { writer in
        var sums = SumLists()
        for entry in entries[start..<min(entries.count, start + NameBlock.capacity)] {
          writer.field(NameBlock.Field.name, bytes: names[entry.name])
          sums.append(entry.sums)
        }
        writer.field(NameBlock.Field.sums) { sums.write(to: &$0) }
      }
    }
  }

  /// Adds the next names, and hashes them.
  fileprivate mutating func read(
    from reader: inout RecordReader, scanner: LineScanner
  ) throws(RecordError) {
    let block = try NameBlock(from: &reader)
    for (index, name) in block.names.enumerated() {
      try require(
        !name.isEmpty && entries.count < NameCounter.maximumCount
          && nameBytes + name.count <= NameCounter.maximumNameBytes,
        or: "a name is missing, or there are too many")
      let sums = block.sums[index]
      let key = NameKey(hash: scanner.hash(ofName: name), range: 0..<name.count)
      let bytes = unsafe name.span.bytes
      try require(
        sums.hits > 0 && find(key, bytes) == nil, or: "a name has no hits or is there twice")
      insert(key, bytes, sums)
    }
  }

  var hits: Int { entries.reduce(0) { $0.saturatingAdding($1.sums.hits) } }
}

extension HeavyHitters {
  private enum Field: Int {
    /// What is counted under `(other)`.
    case other = 1
    /// Some of the counters; one field for each ``NameBlock``.
    case counters
  }

  fileprivate func write(to writer: inout RecordWriter) {
    writer.field(Field.other) { other.write(to: &$0) }
    for start in stride(from: 0, to: counters.count, by: NameBlock.capacity) {
      writer.field(Field.counters) { writer in
        var sums = SumLists()
        var hashes: [UInt64] = []
        for counter in counters[start..<min(counters.count, start + NameBlock.capacity)] {
          writer.field(NameBlock.Field.name, bytes: counter.name)
          sums.append(counter.sums)
          if counter.name.isEmpty { hashes.append(counter.hash) }
        }
        writer.field(NameBlock.Field.sums) { sums.write(to: &$0) }
        writer.field(NameBlock.Field.hashes, words: hashes)
      }
    }
  }

  fileprivate init(
    from reader: inout RecordReader, scanner: LineScanner, foreign: Bool
  ) throws(RecordError) {
    self.init()
    while let field = try reader.next(Field.self) {
      switch field {
      case .other: addOther(try HitSums(from: &reader))
      case .counters:
        try append(try NameBlock(from: &reader), scanner: scanner, foreign: foreign)
      }
    }
  }

  private mutating func append(
    _ block: NameBlock, scanner: LineScanner, foreign: Bool
  ) throws(RecordError) {
    var hashes = block.hashes[...]
    for (index, name) in block.names.enumerated() {
      if foreign, name.isEmpty {
        addOther(block.sums[index])
        continue
      }
      let hash = name.isEmpty ? hashes.removeFirst() : scanner.hash(ofName: name)
      let sums = block.sums[index]
      try require(
        counters.count < HeavyHitters.capacity && sums.hits > 0
          && append(Counter(hash: hash, sums: sums, name: name)),
        or: "a name has no hits, is there twice or is one too many")
    }
  }

  var hits: Int { counters.reduce(other.hits) { $0.saturatingAdding($1.sums.hits) } }
}

extension NameCounter {
  private enum Field: Int {
    /// Some of the names that are counted exactly; one field for each ``NameBlock``.
    case exact = 1
    /// The heavy hitters among the other names; missing as long as all names are exact.
    case heavy
    /// How long the hits of exact names took, behind those; missing where no line states it.
    case durations
  }

  func write(to writer: inout RecordWriter) {
    exact.write(to: &writer, as: Field.exact)
    if let heavy { writer.field(Field.heavy) { heavy.write(to: &$0) } }
    guard !durations.isEmpty || !durations.droppedGroups.isEmpty else { return }
    writer.field(Field.durations) { durations.write(to: &$0) }
  }

  init(
    from reader: inout RecordReader, scanner: LineScanner, foreign: Bool
  ) throws(RecordError) {
    self.init()
    while let field = try reader.next(Field.self) {
      switch field {
      case .exact: try exact.read(from: &reader, scanner: scanner)
      case .heavy:
        heavy = try HeavyHitters(from: &reader, scanner: scanner, foreign: foreign)
      case .durations:
        durations = try GroupDurations(from: &reader, groups: exact.entries.count)
      }
    }
  }

  var hits: Int { exact.hits.saturatingAdding(heavy?.hits ?? 0) }
}
