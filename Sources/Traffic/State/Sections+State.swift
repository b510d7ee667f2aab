import AccessLog

extension SectionSums {
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

extension SectionTable {
  func write(to writer: inout StateWriter) {
    writer.count(entries.count)
    for entry in entries {
      writer.blob(names[entry.name])
      entry.sums.write(to: &writer)
    }
  }

  /// Reads sections in the order in which they came; their hashes are made anew.
  init(from reader: inout StateReader, scanner: LineScanner) throws(StateError) {
    self.init()
    var nameBytes = 0
    for _ in 0..<(try reader.count(upTo: SectionCounter.maximumCount)) {
      let name = try reader.blob(upTo: SectionCounter.maximumNameBytes)
      nameBytes += name.count
      try demand(
        !name.isEmpty && nameBytes <= SectionCounter.maximumNameBytes,
        or: "the name of a section is missing or too long")
      let sums = try SectionSums(from: &reader)
      let key = SectionKey(hash: scanner.hash(ofSection: name), range: 0..<name.count)
      let bytes = unsafe name.span.bytes
      try demand(
        sums.hits > 0 && find(key, bytes) == nil, or: "a section has no hits or is there twice")
      insert(key, bytes, sums)
    }
  }

  var hits: Int { entries.reduce(0) { $0.saturatingAdding($1.sums.hits) } }
}

extension FrequentSections {
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
    addOther(try SectionSums(from: &reader))
    for _ in 0..<(try reader.count(upTo: FrequentSections.capacity)) {
      let name = try reader.blob(upTo: SectionCounter.maximumNameBytes)
      let hash = name.isEmpty ? try reader.word() : scanner.hash(ofSection: name)
      let sums = try SectionSums(from: &reader)
      try demand(
        sums.hits > 0 && append(Counter(hash: hash, sums: sums, name: name)),
        or: "a section has no hits or is there twice")
    }
  }

  var hits: Int { counters.reduce(other.hits) { $0.saturatingAdding($1.sums.hits) } }
}

extension SectionCounter {
  func write(to writer: inout StateWriter) {
    exact.write(to: &writer)
    writer.flag(frequent != nil)
    frequent?.write(to: &writer)
  }

  init(from reader: inout StateReader, scanner: LineScanner) throws(StateError) {
    self.init()
    exact = try SectionTable(from: &reader, scanner: scanner)
    if try reader.flag() {
      frequent = try FrequentSections(from: &reader, scanner: scanner)
    }
  }

  var hits: Int { exact.hits.saturatingAdding(frequent?.hits ?? 0) }
}
