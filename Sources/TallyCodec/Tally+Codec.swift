package import AccessLog
package import Traffic

extension Tally {
  /// Writes all that is known of the hits.
  ///
  /// - Complexity: O(size): 1 KiB when small, at most 6 MiB.
  package func write(to writer: inout StateWriter) {
    writer.count(bytes)
    let used = statuses.indices.filter { statuses[$0] > 0 }
    writer.count(used.count)
    for status in used {
      writer.count(status)
      writer.count(statuses[status])
    }
    methods.write(to: &writer)
    sizes.write(to: &writer)
    clients.write(to: &writer)
    sections.write(to: &writer)
  }

  /// Reads a tally whose names are hashed as `scanner` does.
  package init(from reader: inout StateReader, scanner: LineScanner) throws(StateError) {
    self.init(hashedWith: scanner)
    bytes = try reader.count(upTo: .max)
    var total = 0
    let used = try reader.count(upTo: Tally.statusCount)
    if used > 0 { statuses = Array(repeating: 0, count: Tally.statusCount) }
    for _ in 0..<used {
      let status = try reader.count(upTo: Tally.statusCount - 1)
      let hits = try reader.count()
      try require(statuses[status] == 0 && hits > 0, or: "a status is there twice")
      statuses[status] = hits
      total += hits
      if status >= 400 && status < 600 { errors += hits }
    }
    methods = try MethodTable(from: &reader, scanner: scanner)
    sizes = try ByteHistogram(from: &reader)
    clients = try ClientSketch(from: &reader)
    sections = try NameCounter(from: &reader, scanner: scanner)
    try require(
      total <= StateReader.largestCount && sizes.total == total && methods.hits == total
        && sections.hits == total,
      or: "the hits of a tally do not add up")
  }
}

extension MethodTable {
  func write(to writer: inout StateWriter) {
    writer.count(entries.count)
    for entry in entries {
      writer.blob(entry.name)
      writer.count(entry.hits)
    }
    writer.count(other)
  }

  init(from reader: inout StateReader, scanner: LineScanner) throws(StateError) {
    self.init()
    for _ in 0..<(try reader.count(upTo: MethodTable.maximumCount)) {
      let name = try reader.blob(upTo: MethodTable.maximumNameBytes)
      let hits = try reader.count()
      let known = entries.count
      let key = name.isEmpty ? 0 : scanner.key(ofMethod: name)
      guard !name.isEmpty, hits > 0, find(key) == nil else {
        throw .impossible("a method has no name or no hits, or is there twice")
      }
      insert(key, name, hits: hits)
      try require(entries.count == known + 1, or: "the names of methods are too long")
    }
    other = try reader.count()
  }

  var hits: Int { entries.reduce(other) { $0 + $1.hits } }
}

extension ByteHistogram {
  func write(to writer: inout StateWriter) {
    writer.count(maximum)
    let used = counts.indices.filter { counts[$0] > 0 }
    writer.count(used.count)
    for bucket in used {
      writer.count(bucket)
      writer.count(counts[bucket])
    }
  }

  init(from reader: inout StateReader) throws(StateError) {
    self.init()
    let largest = try reader.count(upTo: .max)
    let used = try reader.count()
    if used > 0 { reserve(for: largest) }
    var last = -1
    for _ in 0..<used {
      let bucket = try reader.count()
      let hits = try reader.count()
      try require(
        bucket > last && bucket < counts.count && hits > 0
          && total + hits <= StateReader.largestCount,
        or: "sizes are out of order or too many")
      last = bucket
      add(hits, toBucket: bucket)
    }
    try require(
      used == 0 ? largest == 0 : ByteHistogram.bucket(of: largest) == last,
      or: "the largest size is not among the sizes")
    maximum = largest
  }
}

extension ClientSketch {
  func write(to writer: inout StateWriter) {
    var sketch = self
    sketch.compact()
    writer.flag(sketch.registers.isEmpty)
    guard sketch.registers.isEmpty else { return writer.raw(sketch.registers) }
    writer.count(sketch.count)
    // Where each has its slot is another in every process.
    for hash in sketch.slots.filter({ $0 != 0 }).sorted() { writer.word(hash) }
  }

  init(from reader: inout StateReader) throws(StateError) {
    self.init()
    guard try reader.flag() else {
      let ranks = try reader.raw(1 << ClientSketch.registerBits)
      try require(
        ranks.allSatisfy { $0 <= ClientSketch.largestRank }, or: "a register is out of range")
      registers = ranks
      return
    }
    let distinct = try reader.count(upTo: ClientSketch.exactLimit)
    var hashes: [UInt64] = []
    for _ in 0..<distinct { hashes.append(try reader.word()) }
    insert(hashes.span)
    try require(count == distinct, or: "a client is there twice")
  }
}
