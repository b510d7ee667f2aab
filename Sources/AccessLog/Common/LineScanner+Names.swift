extension LineScanner {
  /// Finds what usual lines of a block have of a field, and hashes it; returns the hits whose lines have
  /// to be parsed for it.
  ///
  /// Line by line through the columns of all fields would take twice as long: which field is asked for
  /// is decided once for a block, and nothing is copied but what is asked for. The place of the hit at
  /// an index goes to `first` and that index, and names that stand nowhere to the end of `made`, with 16
  /// bytes behind each that may be read. The line behind the last record begins at `next`.
  ///
  /// - Complexity: O(length of the fields), without allocation.
  package func fillNames(
    _ places: inout [NamePlace], from first: Int, _ field: UsualField, _ records: Span<LineRecord>,
    _ count: Int, next: Int, _ bytes: RawSpan, _ made: inout [UInt8]
  ) -> BlockMarks {
    let names = self.names
    @inline(__always) func logged(_ range: Range<Int>?) -> NamePlace? {
      guard let range, !range.isEmpty else { return nil }
      return NamePlace(hash: names.section(bytes, range), range: range)
    }
    @inline(__always) func fields(_ line: UsualLine, _ index: Int) -> CombinedFields? {
      line.combinedFields(
        bytes, before: LineScanner.nextLine(records, index, count: count, next: next))
    }
    func constant(_ name: ConstantNames.Name) -> NamePlace {
      NamePlace(
        hash: names.section(SIMD2(name.word, 0), name.range.count), range: name.range, isMade: true)
    }
    let unknown = NamePlace(hash: names.unknown, range: 0..<1, isMade: true)
    var slots = places.mutableSpan
    switch field {
    case .missing:
      return slots.fill(from: first, records, count) { _, _ in unknown }
    case .server:
      let server = logged(serverPlace) ?? unknown
      return slots.fill(from: first, records, count) { _, _ in server }
    // The records of all lines have these.
    case .status:
      return slots.fillAll(from: first, records, count) {
        constant(ConstantNames.status(Int($0.status)))
      }
    case .statusClass:
      return slots.fillAll(from: first, records, count) {
        constant(ConstantNames.statusClass(Int($0.status)))
      }
    case .method:
      return slots.fill(from: first, records, count) { line, _ in logged(line.method) }
    case .client:
      return slots.fill(from: first, records, count) { line, _ in logged(line.namedClient(bytes)) }
    case .user:
      return slots.fill(from: first, records, count) { line, _ in logged(line.user(bytes)) }
    case .path:
      return slots.fill(from: first, records, count) { line, _ in logged(line.path(bytes)) }
    case .section(let components):
      return slots.fill(from: first, records, count) { line, _ in
        logged(line.section(components, bytes))
      }
    case .requestProtocol:
      return slots.fill(from: first, records, count) { line, _ in
        logged(line.requestProtocol(bytes))
      }
    case .referrer:
      return slots.fill(from: first, records, count) { line, index in
        logged(fields(line, index)?.referrer)
      }
    case .referrerOrigin:
      return slots.fill(from: first, records, count) { line, index in
        guard let referrer = fields(line, index)?.referrer else { return nil }
        return logged(referrer.lowerBound..<bytes.originEnd(referrer))
      }
    case .agent:
      return slots.fill(from: first, records, count) { line, index in
        logged(fields(line, index)?.userAgent)
      }
    case .agentMark:
      return slots.fill(from: first, records, count) { line, index in
        guard let agent = fields(line, index)?.userAgent, !agent.isEmpty else { return nil }
        return NamePlace(hash: names.section.mark(bytes, agent), range: agent)
      }
    case .network(let bits):
      let texts = NetworkText.numbers
      let kept = UInt32.max &<< UInt32(32 &- bits)
      var end = made.count
      made.append(contentsOf: repeatElement(0, count: IPv6NetworkText.storedBytes &* (count &+ 1)))
      var letters = made.mutableSpan
      return slots.fill(from: first, records, count) { line, _ in
        let start = Int(line.record.start)
        let front = bytes.vector(at: start)
        let length = front.countOfIPv4
        // In bounds: there is space for each network, and for one more.
        var arena = unsafe letters.mutableBytes
        guard length > 0 else {
          guard bits == 24, let text = IPv6NetworkText(line.client(bytes), bytes) else {
            return nil
          }
          text.store(to: &arena, at: end)
          defer { end &+= text.count }
          let range = end..<end &+ text.count
          return NamePlace(hash: names.section(arena.bytes, range), range: range, isMade: true)
        }
        var network: NetworkText?
        if bits == 24 { network = NetworkText(front, count: length) }
        if network == nil, let address = Address(usualIPv4: start..<start &+ length, in: bytes) {
          network = NetworkText(UInt32(truncatingIfNeeded: address.low) & kept, bits: bits, texts)
        }
        guard let text = network else { return nil }
        arena.storeBytes(of: text.words[0].littleEndian, toByteOffset: end, as: UInt64.self)
        arena.storeBytes(of: text.words[1].littleEndian, toByteOffset: end &+ 8, as: UInt64.self)
        defer { end &+= text.count }
        return NamePlace(
          hash: names.section(text.words, text.count), range: end..<end &+ text.count, isMade: true)
      }
    }
  }

  /// What a usual line has of a field; `nil` where the line has to be parsed to tell.
  ///
  /// - Precondition: The field is logged, and the record is one of a usual line that ends at `end`.
  package func place(
    of field: UsualField, _ record: LineRecord, endingAt end: Int, _ bytes: RawSpan
  ) -> Range<Int>? {
    let line = UsualLine(record: record)
    return switch field {
    case .client: line.namedClient(bytes)
    case .user: line.user(bytes)
    case .method: line.method
    case .path: line.path(bytes)
    case .section(let components): line.section(components, bytes)
    case .requestProtocol: line.requestProtocol(bytes)
    case .referrer: line.combinedFields(bytes, before: end)?.referrer
    case .referrerOrigin:
      line.combinedFields(bytes, before: end).map {
        $0.referrer.lowerBound..<bytes.originEnd($0.referrer)
      }
    case .agent, .agentMark: line.combinedFields(bytes, before: end)?.userAgent
    case .server: serverPlace
    case .status, .statusClass, .network, .missing: nil
    }
  }

  /// The client of a usual line, if it is an IPv4 address.
  ///
  /// - Precondition: The record is one of a usual line.
  package func ipv4Client(_ record: LineRecord, _ bytes: RawSpan) -> UInt32? {
    UsualLine(record: record).ipv4Client(bytes)
  }
}

extension MutableSpan<NamePlace> {
  /// Fills in the places of all hits; none is left.
  @inline(__always)
  fileprivate mutating func fillAll(
    from first: Int, _ records: Span<LineRecord>, _ count: Int, _ place: (LineRecord) -> NamePlace
  ) -> BlockMarks {
    for index in 0..<count where records[index].isHit {
      self[first &+ index] = place(records[index])
    }
    return BlockMarks()
  }

  /// Fills in the places of the hits that have one, and returns those that have none.
  @inline(__always)
  fileprivate mutating func fill(
    from first: Int, _ records: Span<LineRecord>, _ count: Int,
    _ place: (UsualLine, _ index: Int) -> NamePlace?
  ) -> BlockMarks {
    var unfilled = BlockMarks()
    for index in 0..<count where records[index].isHit {
      if records[index].isUsual, let found = place(UsualLine(record: records[index]), index) {
        self[first &+ index] = found
      } else {
        self[first &+ index].count = NamePlace.unfilled
        unfilled.insert(index)
      }
    }
    return unfilled
  }
}
