import AccessLog

/// How many distinct client addresses there were, from their hashes.
///
/// Up to ``exactLimit`` the hashes themselves are kept. Beyond that, 65,536 registers each keep the
/// longest run of zeros that was seen (HyperLogLog), read by Ertl's estimator, whose standard error
/// is 0.41 % with that many registers and which needs no correction at any size ("New cardinality
/// estimation algorithms for HyperLogLog sketches", 2017, algorithm 6).
///
/// Added hashes are buffered, duplicates included, until there are many or the sketch is queried. A
/// chunk's tally need not compact what its interval compacts again, which took a fifth of a replay; and
/// registers, which no cache keeps while lines are read, are reached once for many intervals.
///
/// The result depends only on the set of hashes, not on their order or on how they were merged.
///
/// - Complexity: adding is O(1), merging O(size). At most 192 KiB.
package struct ClientSketch: Sendable {
  package static let exactLimit = 4_096
  package static let registerBits = 16
  /// The longest run of zeros that a hash can have, and one.
  package static let largestRank = UInt8(64 - registerBits + 1)
  private static let leastSlots = 64
  /// Chosen at random in every process; odd.
  private static let processSpread = UInt64.random(in: .min ... .max) | 1
  /// More lines than an ordinary chunk has.
  private static let listLimit = 16_384

  /// Spreads the hashes over the slots; odd.
  ///
  /// The hashes themselves are the same in every run, so that the estimate is. If the slots were too, a
  /// client with 4,096 addresses whose hashes end alike could make every line search all of them, which
  /// made a replay 20 times as long. No result depends on the order of the slots.
  private let spread: UInt64
  /// Hashes that were added and are not yet in the slots or registers.
  private var list: [UInt64] = []
  /// The exact hashes, open addressing with linear probing; 0 is an empty slot.
  package private(set) var slots: [UInt64] = []
  package private(set) var count = 0
  /// Empty while the hashes are exact.
  package var registers: [UInt8] = []

  /// Creates a sketch of no clients.
  package init() {
    self.init(spread: ClientSketch.processSpread)
  }

  /// Creates a sketch of no clients whose slots are spread by an odd number.
  init(spread: UInt64) {
    self.spread = spread
  }

  mutating func add(_ records: Span<LineRecord>) {
    let start = list.count
    if list.isEmpty { list.reserveCapacity(1_024) }
    list.append(contentsOf: repeatElement(0, count: records.count))
    var added = list.mutableSpan
    for index in records.indices { added[start + index] = records[index].clientHash }
    if list.count > ClientSketch.listLimit { compact() }
  }

  mutating func merge(_ other: ClientSketch) {
    guard !other.isList || list.count + other.list.count > ClientSketch.listLimit else {
      if list.isEmpty { list = other.list } else { list += other.list }
      return
    }
    compact()
    if !other.registers.isEmpty {
      if registers.isEmpty { useRegisters() }
      var mine = registers.mutableSpan
      mine.takeGreater(other.registers.span)
    }
    if other.count > 0 {
      let exact = other.slots.filter { $0 != 0 }
      insert(exact.span)
    }
    insert(other.list.span)
  }

  /// The number of distinct hashes: exact up to ``exactLimit``, then an estimate.
  func distinct() -> Int {
    var sorted = self
    sorted.compact()
    return sorted.registers.isEmpty ? sorted.count : sorted.estimate()
  }

  /// Whether all hashes are still in the list.
  private var isList: Bool { count == 0 && registers.isEmpty }

  /// Moves the hashes of the list into the slots or registers.
  package mutating func compact() {
    guard !list.isEmpty else { return }
    var added: [UInt64] = []
    swap(&added, &list)
    insert(added.span)
  }

  package mutating func insert(_ hashes: Span<UInt64>) {
    var index = 0
    while index < hashes.count {
      guard registers.isEmpty else {
        var mine = registers.mutableSpan
        while index < hashes.count {
          ClientSketch.note(max(hashes[index], 1), &mine)
          index += 1
        }
        return
      }
      if count >= capacity { grow(toHold: count + hashes.count - index) }
      let before = capacity - count
      var free = before
      let spread = self.spread
      var table = slots.mutableSpan
      while index < hashes.count, free > 0 {
        free -= ClientSketch.insert(max(hashes[index], 1), &table, spread) ? 1 : 0
        index += 1
      }
      count += before - free
      if count > ClientSketch.exactLimit { useRegisters() }
    }
  }

  /// Whether the hash was new; the table is never full, since at most half of it is used.
  @inline(__always)
  private static func insert(
    _ hash: UInt64, _ table: inout MutableSpan<UInt64>, _ spread: UInt64
  ) -> Bool {
    let mask = table.count - 1
    // The highest bits, as many as a slot's number has: all bits of the hash are in them.
    let shift = UInt64(truncatingIfNeeded: mask.leadingZeroBitCount)
    var slot = Int(truncatingIfNeeded: (hash &* spread) &>> shift)
    while true {
      let found = table[slot]
      // One branch for both: a processor could not predict which of them it is.
      if found == hash || found == 0 {
        table[slot] = hash
        return found == 0
      }
      slot = (slot + 1) & mask
    }
  }

  /// How many hashes the slots are for: half of them, and one more, so that the hash that is one
  /// too many for an exact set still finds a place.
  private var capacity: Int { slots.isEmpty ? 0 : slots.count / 2 + 1 }

  private mutating func grow(toHold wanted: Int) {
    let old = slots
    var size = max(ClientSketch.leastSlots, 2 * old.count)
    while size / 2 < min(wanted, ClientSketch.exactLimit) { size *= 2 }
    slots = Array(repeating: 0, count: size)
    let spread = self.spread
    var table = slots.mutableSpan
    for hash in old where hash != 0 { _ = ClientSketch.insert(hash, &table, spread) }
  }

  private mutating func useRegisters() {
    let hashes = slots
    registers = Array(repeating: 0, count: 1 << ClientSketch.registerBits)
    var mine = registers.mutableSpan
    for hash in hashes where hash != 0 { ClientSketch.note(hash, &mine) }
    slots = []
    count = 0
  }

  @inline(__always)
  private static func note(_ hash: UInt64, _ registers: inout MutableSpan<UInt8>) {
    let register = Int(truncatingIfNeeded: hash >> UInt64(64 - registerBits))
    // The bits that did not choose the register; a one ends the run when all are zeros.
    let rest = hash << UInt64(registerBits) | 1 << UInt64(registerBits - 1)
    let rank = UInt8(truncatingIfNeeded: rest.leadingZeroBitCount + 1)
    // Seldom greater, and a line of the cache that is only read need not be written back.
    if rank > registers[register] { registers[register] = rank }
  }

  private func estimate() -> Int {
    let longest = 64 - ClientSketch.registerBits
    // Four counters a rank: most ranks are the same few, and an addition to a counter that was just
    // changed has to wait for it.
    var counters = Array(repeating: 0, count: 4 * (longest + 2))
    for (index, rank) in registers.enumerated() { counters[Int(rank) * 4 + index & 3] += 1 }
    let multiplicity = (0..<longest + 2).map { counters[4 * $0..<4 * $0 + 4].reduce(0, +) }
    let m = Double(registers.count)
    var sum = m * tau(1 - Double(multiplicity[longest + 1]) / m)
    for rank in stride(from: longest, through: 1, by: -1) {
      sum = 0.5 * (sum + Double(multiplicity[rank]))
    }
    sum += m * sigma(Double(multiplicity[0]) / m)
    let estimate = m * m / (2 * 0.693_147_180_559_945_3 * sum)
    return Int(estimate.rounded())
  }

  /// The correction for registers that saw nothing; `share` is below 1 once hashes overflowed the
  /// exact set.
  private func sigma(_ share: Double) -> Double {
    var x = share
    var y = 1.0
    var sum = x
    var previous: Double
    repeat {
      x *= x
      previous = sum
      sum += x * y
      y += y
    } while sum != previous
    return sum
  }

  /// The correction for registers that are full.
  private func tau(_ share: Double) -> Double {
    guard share > 0, share < 1 else { return 0 }
    var x = share
    var y = 1.0
    var sum = 1 - x
    var previous: Double
    repeat {
      x = x.squareRoot()
      previous = sum
      y *= 0.5
      sum -= (1 - x) * (1 - x) * y
    } while sum != previous
    return sum / 3
  }
}

extension MutableSpan<UInt8> {
  /// Raises every element to the one at its place in another span of the same length.
  ///
  /// Without bounds checks the compiler vectorizes the loop, 16 elements at a time: 3 µs instead of
  /// 90 µs for the registers, which was 7 % of a replay.
  fileprivate mutating func takeGreater(_ other: Span<UInt8>) {
    precondition(count == other.count)
    for index in 0..<count {
      // In bounds: both spans have that count.
      let greater = unsafe Swift.max(self[unchecked: index], other[unchecked: index])
      unsafe self[unchecked: index] = greater
    }
  }
}

extension ClientSketch: Equatable {
  /// Whether both saw the same hashes, as far as they still know.
  package static func == (left: ClientSketch, right: ClientSketch) -> Bool {
    var (left, right) = (left, right)
    left.compact()
    right.compact()
    return left.registers == right.registers && left.count == right.count
      && Set(left.slots).subtracting([0]) == Set(right.slots).subtracting([0])
  }
}
