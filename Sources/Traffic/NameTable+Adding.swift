import AccessLog

// Names are added in one loop, known and new ones: half of the names of an interval are new to it.
extension NameTable {
  /// Adds hits whose names stand in `bytes` up to the first whose name is new and goes beyond
  /// `capacity`, and returns its index.
  mutating func add(
    _ records: Span<LineRecord>, from start: Int, _ bytes: RawSpan, upTo capacity: NameCapacity
  ) -> Int {
    addAll(records.count, from: start, bytes, bytes, upTo: capacity) {
      (NameKey(records[$0]), false)
    } sums: {
      HitSums(records[$0])
    } add: {
      $0.add(records[$1])
    } refuse: { _ in
      false
    }
  }

  /// The same for their names in a column.
  mutating func add(
    _ records: Span<LineRecord>, from start: Int, _ names: HitNames, column: Int, _ bytes: RawSpan,
    upTo capacity: NameCapacity
  ) -> Int {
    let first = HitNames.start(ofColumn: column)
    let places = names.places.span
    let made = unsafe names.made.span.bytes
    return addAll(records.count, from: start, bytes, made, upTo: capacity) {
      let place = places[first &+ Int(records[$0].place)]
      return (place.name, place.isMade)
    } sums: {
      HitSums(records[$0])
    } add: {
      $0.add(records[$1])
    } refuse: { _ in
      false
    }
  }

  /// Adds the sums of another table, and returns the indices of those entries whose names are new and
  /// go beyond `capacity`, or are new and come behind such a one.
  mutating func add(_ other: NameTable, upTo capacity: NameCapacity) -> [Int] {
    let added = other.storage.span
    let bytes = unsafe other.names.span.bytes
    var refused: [Int] = []
    addAll(other.count, from: 0, bytes, bytes, upTo: capacity, looksAhead: true) {
      (NameKey(added[$0]), false)
    } sums: {
      added[$0].sums
    } add: {
      $0.merge(added[$1].sums)
    } refuse: {
      refused.append($0)
      return true
    }
    return refused
  }

  /// Adds sums by names that stand in `bytes`, or in `made` where `key` says so.
  ///
  /// The indices of those that are new and go beyond `capacity` are refused; none is added behind the
  /// first, and all ends with it if `refuse` says so by `false`. Returns where it ended.
  @inline(__always) @discardableResult
  private mutating func addAll(
    _ count: Int, from start: Int, _ bytes: RawSpan, _ made: RawSpan, upTo capacity: NameCapacity,
    looksAhead: Bool = false, _ key: (Int) -> (NameKey, isMade: Bool), sums: (Int) -> HitSums,
    add: (inout HitSums, Int) -> Void, refuse: (Int) -> Bool
  ) -> Int {
    var index = start
    var isFull = capacity.count <= self.count
    while true {
      index = addWithinSpace(
        count, from: index, bytes, made, upTo: capacity, isFull: isFull,
        looksAhead: looksAhead, key, sums, add, refuse)
      guard index < count else { return count }
      let (name, isMade) = key(index)
      if isFull || !insert(name, isMade ? made : bytes, sums(index), upTo: capacity) {
        isFull = true
        guard refuse(index) else { return index }
      }
      index &+= 1
    }
  }

  /// The same up to the first name that is new and unusual, goes beyond `capacity`, or needs more
  /// memory; if the table is full, up to the first that ends all.
  @inline(__always)
  private mutating func addWithinSpace(
    _ count: Int, from start: Int, _ bytes: RawSpan, _ made: RawSpan, upTo capacity: NameCapacity,
    isFull: Bool, looksAhead: Bool, _ key: (Int) -> (NameKey, isMade: Bool),
    _ sums: (Int) -> HitSums, _ add: (inout HitSums, Int) -> Void, _ refuse: (Int) -> Bool
  ) -> Int {
    guard !slots.isEmpty else { return start }
    let most = isFull ? 0 : min(storage.count, mostEntries, capacity.count)
    let mostBytes = min(names.count &- NameTable.slack, capacity.nameBytes)
    // The parts stand apart while they change together.
    var entries: [Entry] = []
    var letters: [UInt8] = []
    var table: [UInt32] = []
    swap(&entries, &storage)
    swap(&letters, &names)
    swap(&table, &slots)
    var (known, used) = (self.count, nameBytes)
    defer {
      swap(&entries, &storage)
      swap(&letters, &names)
      swap(&table, &slots)
      (self.count, nameBytes) = (known, used)
    }
    var all = entries.mutableSpan
    var text = letters.mutableSpan
    var arena = unsafe text.mutableBytes
    var places = table.mutableSpan
    let mask = places.count - 1
    // What the slots of the next names held. In a large table they are looked up ahead, since what is
    // found in one decides what is done: each would else wait for memory in turn.
    var words = InlineArray<32, UInt32>(repeating: 0)
    var (first, end) = (start, start)
    var index = start
    while index < count {
      if looksAhead, index == end {
        first = index
        end = min(count, index &+ words.count)
        for next in first..<end {
          let slot = Int(truncatingIfNeeded: key(next).0.hash) & mask
          // In bounds: the mask is less than how many slots there are.
          words[next &- first] = unsafe places[unchecked: slot]
        }
      }
      let (key, isMade) = key(index)
      let tag = NameTable.tag(key.hash)
      var slot = Int(truncatingIfNeeded: key.hash) & mask
      var word = looksAhead ? words[index &- first] : 0
      while true {
        // One that was empty may have been taken since.
        if word == 0 { word = unsafe places[unchecked: slot] }
        if word == 0 {
          guard key.isUsual, known < most, key.range.count <= mostBytes &- used else {
            guard isFull, refuse(index) else { return index }
            break
          }
          // Zeros are written over the zeros behind the name, of which there are enough.
          (isMade ? made : bytes).copy(key.range, to: &arena, at: used)
          all[known] = Entry(
            hash: key.hash, sums: sums(index), nameStart: UInt32(truncatingIfNeeded: used),
            nameLength: UInt32(truncatingIfNeeded: key.range.count))
          used &+= key.range.count
          known &+= 1
          places[slot] = tag | UInt32(truncatingIfNeeded: known)
          break
        }
        if (word ^ tag) &>> NameTable.indexBits == 0 {
          let entry = NameTable.entry(word)
          if key.isName(isMade ? made : bytes, arena.bytes, all[entry].name) {
            add(&all[entry].sums, index)
            break
          }
        }
        slot = (slot &+ 1) & mask
        word = 0
      }
      index &+= 1
    }
    return count
  }
}
