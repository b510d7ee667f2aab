package import AccessLog
package import Traffic

/// A tally is one record, in the state file and wherever else a tally is stored or sent.
extension Tally {
  /// The version that is written: one more when fields no longer mean what they did.
  private static let version = 1

  private enum Field: Int {
    /// 1 where it is missing.
    case version = 1
    /// Which key the names are hashed with; missing only if there are no hits.
    case keyMark
    case bytes
    /// The statuses that there were, ascending, with their hits; errors follow from them.
    case statuses
    case methods
    case sizes
    case clients
    case sections
    /// By another dimension; one field for each, in the order in which they were asked for.
    case group
    /// How long hits took; missing where no line states it.
    case durations
  }

  /// Writes all that is known of the hits.
  ///
  /// - Complexity: O(size): 1 KiB when small, at most 6 MiB.
  package func write(to writer: inout RecordWriter) {
    writer.field(Field.version, count: Tally.version)
    guard hits > 0 else { return }
    writer.field(Field.keyMark, word: keyMark)
    writer.field(Field.bytes, count: bytes)
    var used = CountLists()
    for (status, hits) in statuses.enumerated() where hits > 0 { used.append(status, hits: hits) }
    writer.field(Field.statuses) { used.write(to: &$0) }
    writer.field(Field.methods) { methods.write(to: &$0) }
    writer.field(Field.sizes) { sizes.write(to: &$0) }
    writer.field(Field.clients) { clients.write(to: &$0) }
    writer.field(Field.sections) { sections.write(to: &$0) }
    for group in groups { writer.field(Field.group) { group.write(to: &$0) } }
    if durations.count > 0 { writer.field(Field.durations) { durations.write(to: &$0) } }
  }

  /// Reads a tally whose names are hashed as `scanner` does.
  ///
  /// Some names are known by nothing but their hash, so that a record of another key is refused; one that
  /// may be `foreign` has the hits of such names under `(other)`.
  package init(
    from reader: inout RecordReader, scanner: LineScanner, foreign: Bool = false
  ) throws(RecordError) {
    self.init(hashedWith: scanner)
    var mark: UInt64?
    var isForeign: Bool { foreign && mark != scanner.keyMark }
    while let field = try reader.next(Field.self) {
      switch field {
      case .version:
        try require(
          try reader.count() <= Tally.version, or: "a tally was written by a newer version")
      case .keyMark: mark = try reader.word()
      case .bytes: bytes = try reader.count(upTo: .max)
      case .statuses: try readStatuses(from: &reader)
      case .methods: methods = try MethodTable(from: &reader, scanner: scanner)
      case .sizes: sizes = try ByteHistogram(from: &reader)
      case .clients: clients = try ClientSketch(from: &reader)
      case .sections:
        sections = try NameCounter(from: &reader, scanner: scanner, foreign: isForeign)
      case .group:
        groups.append(try NameCounter(from: &reader, scanner: scanner, foreign: isForeign))
      case .durations: durations = try DurationHistogram(from: &reader)
      }
    }
    try require(
      hits == 0 || foreign && mark != nil || mark == scanner.keyMark,
      or: "the names of a tally are hashed with another key")
    try require(
      Tally.sum(statuses) == hits && methods.hits == hits && sections.hits == hits
        && groups.allSatisfy { $0.hits == hits } && durations.count <= hits,
      or: "the hits of a tally do not add up")
  }

  private mutating func readStatuses(from reader: inout RecordReader) throws(RecordError) {
    let used = try CountLists(
      from: &reader, upTo: Tally.statusCount - 1, atMost: Tally.statusCount)
    statuses = used.keys.isEmpty ? [] : Array(repeating: 0, count: Tally.statusCount)
    errors = 0
    for (status, hits) in zip(used.keys, used.hits) {
      try require(statuses[status] == 0 && hits > 0, or: "a status is there twice")
      statuses[status] = hits
      if status >= 400 && status < 600 { errors = errors.saturatingAdding(hits) }
    }
  }

  private static func sum(_ counts: [Int]) -> Int {
    counts.reduce(0) { $0.saturatingAdding($1) }
  }
}

extension MethodTable {
  private enum Field: Int {
    /// A method; one field for each, in the order in which they came.
    case name = 1
    /// The hits of each.
    case hits
    /// The hits of all other methods.
    case other
  }

  fileprivate func write(to writer: inout RecordWriter) {
    for entry in entries { writer.field(Field.name, bytes: entry.name) }
    writer.field(Field.hits, counts: entries.map(\.hits))
    writer.field(Field.other, count: other)
  }

  fileprivate init(from reader: inout RecordReader, scanner: LineScanner) throws(RecordError) {
    self.init()
    var names: [[UInt8]] = []
    var hits: [Int] = []
    var rest = 0
    while let field = try reader.next(Field.self) {
      switch field {
      case .name:
        try require(names.count < MethodTable.maximumCount, or: "there are too many methods")
        names.append(try reader.blob(upTo: MethodTable.maximumNameBytes))
      case .hits: hits = try reader.counts(atMost: MethodTable.maximumCount)
      case .other: rest = try reader.count()
      }
    }
    try require(names.count == hits.count, or: "the hits of methods do not belong to them")
    for (name, hits) in zip(names, hits) {
      let key = name.isEmpty ? 0 : scanner.key(ofMethod: name)
      try require(
        !name.isEmpty && hits > 0 && find(key) == nil,
        or: "a method has no name or no hits, or is there twice")
      let known = entries.count
      insert(key, name, hits: hits)
      try require(entries.count == known + 1, or: "the names of methods are too long")
    }
    other = rest
  }

  var hits: Int { entries.reduce(other) { $0.saturatingAdding($1.hits) } }
}

extension ByteHistogram {
  private enum Field: Int {
    case largest = 1
    /// The numbers of the buckets that have hits, ascending, with their hits.
    case buckets
  }

  func write(to writer: inout RecordWriter) {
    writer.field(Field.largest, count: maximum)
    var used = CountLists()
    for (bucket, hits) in counts.enumerated() where hits > 0 { used.append(bucket, hits: hits) }
    writer.field(Field.buckets) { used.write(to: &$0) }
  }

  init(from reader: inout RecordReader) throws(RecordError) {
    self.init()
    var largest = 0
    var used = CountLists()
    while let field = try reader.next(Field.self) {
      switch field {
      case .largest: largest = try reader.count(upTo: .max)
      case .buckets:
        used = try CountLists(from: &reader, upTo: ByteHistogram.bucket(of: .max))
      }
    }
    if !used.keys.isEmpty { reserve(for: largest) }
    var last = -1
    for (bucket, hits) in zip(used.keys, used.hits) {
      try require(
        bucket > last && bucket < counts.count && hits > 0
          && total + hits <= RecordReader.largestCount,
        or: "sizes are out of order or too many")
      last = bucket
      add(hits, toBucket: bucket)
    }
    try require(
      used.keys.isEmpty ? largest == 0 : ByteHistogram.bucket(of: largest) == last,
      or: "the largest size is not among the sizes")
    maximum = largest
  }
}

extension ClientSketch {
  private enum Field: Int {
    /// The hashes of all clients, ascending, while there are few.
    case hashes = 1
    /// A byte for each register, once there are many.
    case registers
  }

  fileprivate func write(to writer: inout RecordWriter) {
    var sketch = self
    sketch.compact()
    guard sketch.registers.isEmpty else {
      return writer.field(Field.registers, bytes: sketch.registers)
    }
    // The slots are in another order in every process.
    writer.field(Field.hashes, words: sketch.slots.filter { $0 != 0 }.sorted())
  }

  fileprivate init(from reader: inout RecordReader) throws(RecordError) {
    self.init()
    while let field = try reader.next(Field.self) {
      switch field {
      case .hashes:
        let hashes = try reader.words(atMost: ClientSketch.exactLimit)
        try require(count == 0 && registers.isEmpty, or: "the clients are there twice")
        insert(hashes.span)
        try require(count == hashes.count, or: "a client is there twice")
      case .registers:
        let ranks = try reader.blob(upTo: 1 << ClientSketch.registerBits)
        try require(count == 0 && registers.isEmpty, or: "the clients are there twice")
        try require(
          ranks.count == 1 << ClientSketch.registerBits
            && ranks.allSatisfy { $0 <= ClientSketch.largestRank },
          or: "a register is out of range")
        registers = ranks
      }
    }
  }
}
