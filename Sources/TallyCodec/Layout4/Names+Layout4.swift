import AccessLog
import Traffic

extension HitSums {
  init(layout4 reader: inout RecordReader) throws(RecordError) {
    let hits = try reader.count()
    self.init(hits: hits, bytes: try reader.count(upTo: .max), errors: try reader.count(upTo: hits))
  }
}

extension NameTable {
  /// Reads names in the order in which they came, and hashes them.
  init(layout4 reader: inout RecordReader, scanner: LineScanner) throws(RecordError) {
    self.init()
    var nameBytes = 0
    for _ in 0..<(try reader.count(upTo: NameCounter.maximumCount)) {
      let name = try reader.blob(upTo: NameCounter.maximumNameBytes)
      nameBytes += name.count
      try require(
        !name.isEmpty && nameBytes <= NameCounter.maximumNameBytes,
        or: "the name of a section is missing or too long")
      let sums = try HitSums(layout4: &reader)
      let key = NameKey(hash: scanner.hash(ofName: name), range: 0..<name.count)
      let bytes = unsafe name.span.bytes
      try require(
        sums.hits > 0 && find(key, bytes) == nil, or: "a section has no hits or is there twice")
      insert(key, bytes, sums)
    }
  }
}

extension HeavyHitters {
  init(layout4 reader: inout RecordReader, scanner: LineScanner) throws(RecordError) {
    self.init()
    addOther(try HitSums(layout4: &reader))
    for _ in 0..<(try reader.count(upTo: HeavyHitters.capacity)) {
      let name = try reader.blob(upTo: NameCounter.maximumNameBytes)
      let hash = name.isEmpty ? try reader.word() : scanner.hash(ofName: name)
      let sums = try HitSums(layout4: &reader)
      try require(
        sums.hits > 0 && append(Counter(hash: hash, sums: sums, name: name)),
        or: "a section has no hits or is there twice")
    }
  }
}

extension NameCounter {
  init(layout4 reader: inout RecordReader, scanner: LineScanner) throws(RecordError) {
    self.init()
    exact = try NameTable(layout4: &reader, scanner: scanner)
    if try reader.flag() {
      heavy = try HeavyHitters(layout4: &reader, scanner: scanner)
    }
  }
}
