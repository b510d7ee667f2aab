import AccessLog

/// How many distinct client addresses there were, from their hashes.
///
/// Up to ``exactLimit`` the hashes themselves are kept. Beyond that, 65,536 registers each keep the
/// longest run of zeros that was seen (HyperLogLog), read by Ertl's estimator, whose standard error
/// is 0.41 % with that many registers and which needs no correction at any size ("New cardinality
/// estimation algorithms for HyperLogLog sketches", 2017, algorithm 6).
///
/// What it says depends only on the set of hashes, not on their order or on how they were merged.
///
/// - Complexity: adding is O(1), merging O(size). At most 96 KiB.
struct HostSketch: Sendable {
  static let exactLimit = 4_096
  private static let registerBits = 16

  /// The exact hashes, open addressing with linear probing; 0 is an empty slot.
  private var slots: [UInt64] = []
  private var count = 0
  /// Empty while the hashes are exact.
  private var registers: [UInt8] = []

  mutating func add(_ records: Span<LineRecord>) {
    var index = 0
    while index < records.count {
      guard registers.isEmpty else {
        addToRegisters(records.extracting(index...))
        return
      }
      if slots.count < 2 * (count + 1) { grow() }
      var room = slots.count / 2 - count
      var table = slots.mutableSpan
      let mask = table.count - 1
      while index < records.count, room > 0 {
        let hash = max(records[index].hostHash, 1)
        if HostSketch.insert(hash, &table, mask) { room -= 1 }
        index += 1
      }
      count = table.count / 2 - room
      if count > HostSketch.exactLimit { useRegisters() }
    }
  }

  mutating func merge(_ other: HostSketch) {
    guard other.registers.isEmpty else {
      if registers.isEmpty { useRegisters() }
      var mine = registers.mutableSpan
      let theirs = other.registers.span
      for index in mine.indices { mine[index] = max(mine[index], theirs[index]) }
      return
    }
    for hash in other.slots where hash != 0 { add(hash) }
  }

  mutating func removeAll() {
    count = 0
    registers = []
    if slots.count > 1_024 {
      slots = []
    } else {
      for index in slots.indices { slots[index] = 0 }
    }
  }

  /// The number of distinct hashes: exact up to ``exactLimit``, then an estimate.
  func distinct() -> Int {
    registers.isEmpty ? count : estimate()
  }

  private mutating func add(_ hash: UInt64) {
    guard registers.isEmpty else {
      var mine = registers.mutableSpan
      HostSketch.note(hash, &mine)
      return
    }
    if slots.count < 2 * (count + 1) { grow() }
    var table = slots.mutableSpan
    if HostSketch.insert(hash, &table, table.count - 1) { count += 1 }
    if count > HostSketch.exactLimit { useRegisters() }
  }

  /// Whether the hash was new; the table is never full, since at most half of it is used.
  @inline(__always)
  private static func insert(
    _ hash: UInt64, _ table: inout MutableSpan<UInt64>, _ mask: Int
  ) -> Bool {
    var slot = Int(truncatingIfNeeded: hash) & mask
    while table[slot] != hash {
      if table[slot] == 0 {
        table[slot] = hash
        return true
      }
      slot = (slot + 1) & mask
    }
    return false
  }

  private mutating func grow() {
    let old = slots
    slots = Array(repeating: 0, count: max(64, 2 * old.count))
    var table = slots.mutableSpan
    for hash in old where hash != 0 { _ = HostSketch.insert(hash, &table, table.count - 1) }
  }

  private mutating func useRegisters() {
    let hashes = slots
    registers = Array(repeating: 0, count: 1 << HostSketch.registerBits)
    var mine = registers.mutableSpan
    for hash in hashes where hash != 0 { HostSketch.note(hash, &mine) }
    slots = []
    count = 0
  }

  private mutating func addToRegisters(_ records: Span<LineRecord>) {
    var mine = registers.mutableSpan
    for index in records.indices { HostSketch.note(max(records[index].hostHash, 1), &mine) }
  }

  @inline(__always)
  private static func note(_ hash: UInt64, _ registers: inout MutableSpan<UInt8>) {
    let register = Int(truncatingIfNeeded: hash >> UInt64(64 - registerBits))
    // The bits that did not choose the register; a one ends the run when all are zeros.
    let rest = hash << UInt64(registerBits) | 1 << UInt64(registerBits - 1)
    let rank = UInt8(truncatingIfNeeded: rest.leadingZeroBitCount + 1)
    registers[register] = max(registers[register], rank)
  }

  private func estimate() -> Int {
    let longest = 64 - HostSketch.registerBits
    var multiplicity = Array(repeating: 0, count: longest + 2)
    for rank in registers { multiplicity[Int(rank)] += 1 }
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

extension HostSketch: Equatable {
  /// Whether both saw the same hashes, as far as they still know.
  static func == (left: HostSketch, right: HostSketch) -> Bool {
    left.registers == right.registers && left.count == right.count
      && Set(left.slots).subtracting([0]) == Set(right.slots).subtracting([0])
  }
}
