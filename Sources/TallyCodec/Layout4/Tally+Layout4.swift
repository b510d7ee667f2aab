import AccessLog
import Traffic

extension Tally {
  /// Reads a tally whose names are hashed as `scanner` does.
  init(layout4 reader: inout RecordReader, scanner: LineScanner) throws(RecordError) {
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
    methods = try MethodTable(layout4: &reader, scanner: scanner)
    sizes = try ByteHistogram(layout4: &reader)
    clients = try ClientSketch(layout4: &reader)
    sections = try NameCounter(layout4: &reader, scanner: scanner)
    try require(
      total <= RecordReader.largestCount && sizes.total == total && methods.hits == total
        && sections.hits == total,
      or: "the hits of a tally do not add up")
  }
}

extension MethodTable {
  init(layout4 reader: inout RecordReader, scanner: LineScanner) throws(RecordError) {
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
}

extension ByteHistogram {
  init(layout4 reader: inout RecordReader) throws(RecordError) {
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
          && total + hits <= RecordReader.largestCount,
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
  init(layout4 reader: inout RecordReader) throws(RecordError) {
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
