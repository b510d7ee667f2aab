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
    addAll(other.count, from: 0, bytes, bytes, upTo: capacity, lookingAheadFor: added) {
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

  /// Adds sums by names that stand in `bytes`, or in `made` where `key` says so; names that another table
  /// has are looked up ahead.
  ///
  /// The indices of those that are new and go beyond `capacity` are refused; none is added behind the
  /// first, and all ends with it if `refuse` says so by `false`. Returns where it ended.
  @inline(__always) @discardableResult
  private mutating func addAll(
    _ count: Int, from start: Int, _ bytes: RawSpan, _ made: RawSpan, upTo capacity: NameCapacity,
    lookingAheadFor added: Span<Entry> = Span(), _ key: (Int) -> (NameKey, isMade: Bool),
    sums: (Int) -> HitSums, add: (inout HitSums, Int) -> Void, refuse: (Int) -> Bool
  ) -> Int {
    var index = start
    var isFull = capacity.count <= self.count
    while true {
      index = addWithinSpace(
        count, from: index, bytes, made, upTo: capacity, isFull: isFull,
        lookingAheadFor: added, key, sums, add, refuse)
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
    isFull: Bool, lookingAheadFor added: Span<Entry>, _ key: (Int) -> (NameKey, isMade: Bool),
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
    // Slots, entries and names of a large table are seldom in the cache. The lookup reads all slots of
    // a batch, then all entries, then all names, so that the processor waits for many misses at once:
    // this took 6 % off a replay that counts paths.
    let looksAhead = !added.isEmpty
    var ahead = NamesAhead(from: start)
    var index = start
    while index < count {
      if looksAhead {
        if index == ahead.end {
          ahead.find(
            index..<min(count, index &+ NamesAhead.count), of: added, bytes, places.span, all.span,
            arena.bytes)
        }
        if let entry = ahead.entry(index) {
          add(&all[entry].sums, index)
          index &+= 1
          continue
        }
      } else {
        index = NameTable.addFirst(
          count, from: index, bytes, made, &all, places.span, arena.bytes, key, add)
        guard index < count else { break }
      }
      let (key, isMade) = key(index)
      let tag = NameTable.tag(key.hash)
      var slot = Int(truncatingIfNeeded: key.hash) & mask
      var word = looksAhead ? ahead.word(index) : 0
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

extension NameTable {
  /// Adds hits up to the first whose name is not short, or does not stand where it is looked for first.
  ///
  /// A loop of its own for most hits, so that it has the registers to itself.
  @inline(__always)
  private static func addFirst(
    _ count: Int, from start: Int, _ bytes: RawSpan, _ made: RawSpan,
    _ all: inout MutableSpan<Entry>, _ places: Span<UInt32>, _ arena: RawSpan,
    _ key: (Int) -> (NameKey, isMade: Bool), _ add: (inout HitSums, Int) -> Void
  ) -> Int {
    let mask = places.count - 1
    var index = start
    while index < count {
      let (key, isMade) = key(index)
      let slot = Int(truncatingIfNeeded: key.hash) & mask
      // In bounds: the mask is less than how many slots there are.
      let word = unsafe places[unchecked: slot]
      guard word != 0, (word ^ NameTable.tag(key.hash)) &>> NameTable.indexBits == 0,
        key.isShortName(isMade ? made : bytes, arena, all[NameTable.entry(word)].name)
      else { return index }
      add(&all[NameTable.entry(word)].sums, index)
      index &+= 1
    }
    return index
  }
}

/// The results of looking up a batch of names before they are added.
private struct NamesAhead {
  static let count = 32

  private var first: Int
  /// The end of the batch.
  private(set) var end: Int
  /// The contents of each name's first slot.
  private var words = InlineArray<32, UInt32>(repeating: 0)
  /// For each name, 1 plus the index of its entry, or 0 if its first slot does not hold it.
  private var entries = InlineArray<32, UInt32>(repeating: 0)

  init(from start: Int) { (first, end) = (start, start) }

  /// The contents of a name's first slot; one that was empty may have been filled since.
  @inline(__always)
  func word(_ index: Int) -> UInt32 { words[index &- first] }

  /// The index of a name's entry, or `nil` if its first slot does not hold it.
  ///
  /// It stays valid while names are added, since entries never move.
  @inline(__always)
  func entry(_ index: Int) -> Int? {
    let entry = entries[index &- first]
    return entry == 0 ? nil : Int(entry) &- 1
  }

  /// Looks up a batch of names that another table has.
  @inline(__always)
  mutating func find(
    _ range: Range<Int>, of added: Span<NameTable.Entry>, _ bytes: RawSpan,
    _ slots: Span<UInt32>, _ table: Span<NameTable.Entry>, _ arena: RawSpan
  ) {
    (first, end) = (range.lowerBound, range.upperBound)
    for index in range {
      let slot = Int(truncatingIfNeeded: added[index].hash) & (slots.count &- 1)
      // In bounds: the mask is less than how many slots there are.
      words[index &- first] = unsafe slots[unchecked: slot]
    }
    for index in range {
      let (place, hash) = (index &- first, added[index].hash)
      let word = words[place]
      entries[place] = 0
      guard word != 0, (word ^ NameTable.tag(hash)) &>> NameTable.indexBits == 0 else { continue }
      let entry = NameTable.entry(word)
      if table[entry].hash == hash { entries[place] = UInt32(truncatingIfNeeded: entry &+ 1) }
    }
    for index in range {
      guard let entry = entry(index) else { continue }
      if !NameKey(added[index]).isName(bytes, arena, table[entry].name) {
        entries[index &- first] = 0
      }
    }
  }
}
