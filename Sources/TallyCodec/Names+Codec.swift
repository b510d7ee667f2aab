import AccessLog
import Traffic

extension HitSums {
  func write(to writer: inout StateWriter) {
    writer.count(hits)
    writer.count(bytes)
    writer.count(errors)
  }

  init(from reader: inout StateReader) throws(StateError) {
    let hits = try reader.count()
    self.init(hits: hits, bytes: try reader.count(upTo: .max), errors: try reader.count(upTo: hits))
  }
}

extension NameTable {
  func write(to writer: inout StateWriter) {
    writer.count(entries.count)
    for entry in entries {
      writer.blob(names[entry.name])
      entry.sums.write(to: &writer)
    }
  }

  /// Reads names in the order in which they came, and hashes them.
  init(from reader: inout StateReader, scanner: LineScanner) throws(StateError) {
    self.init()
    var nameBytes = 0
    for _ in 0..<(try reader.count(upTo: NameCounter.maximumCount)) {
      let name = try reader.blob(upTo: NameCounter.maximumNameBytes)
      nameBytes += name.count
      try require(
        !name.isEmpty && nameBytes <= NameCounter.maximumNameBytes,
        or: "the name of a section is missing or too long")
      let sums = try HitSums(from: &reader)
      let key = NameKey(hash: scanner.hash(ofName: name), range: 0..<name.count)
      let bytes = unsafe name.span.bytes
      try require(
        sums.hits > 0 && find(key, bytes) == nil, or: "a section has no hits or is there twice")
      insert(key, bytes, sums)
    }
  }

  var hits: Int { entries.reduce(0) { $0.saturatingAdding($1.sums.hits) } }
}

extension HeavyHitters {
  func write(to writer: inout StateWriter) {
    other.write(to: &writer)
    writer.count(counters.count)
    for counter in counters {
      writer.blob(counter.name)
      // Of a counter without a name nothing else is known.
      if counter.name.isEmpty { writer.word(counter.hash) }
      counter.sums.write(to: &writer)
    }
  }

  init(from reader: inout StateReader, scanner: LineScanner) throws(StateError) {
    self.init()
    addOther(try HitSums(from: &reader))
    for _ in 0..<(try reader.count(upTo: HeavyHitters.capacity)) {
      let name = try reader.blob(upTo: NameCounter.maximumNameBytes)
      let hash = name.isEmpty ? try reader.word() : scanner.hash(ofName: name)
      let sums = try HitSums(from: &reader)
      try require(
        sums.hits > 0 && append(Counter(hash: hash, sums: sums, name: name)),
        or: "a section has no hits or is there twice")
    }
  }

  var hits: Int { counters.reduce(other.hits) { $0.saturatingAdding($1.sums.hits) } }
}

extension NameCounter {
  func write(to writer: inout StateWriter) {
    exact.write(to: &writer)
    writer.flag(heavy != nil)
    heavy?.write(to: &writer)
  }

  init(from reader: inout StateReader, scanner: LineScanner) throws(StateError) {
    self.init()
    exact = try NameTable(from: &reader, scanner: scanner)
    if try reader.flag() {
      heavy = try HeavyHitters(from: &reader, scanner: scanner)
    }
  }

  var hits: Int { exact.hits.saturatingAdding(heavy?.hits ?? 0) }
}
