/// Values, each with how often it is there, in order.
///
/// Exact up to ``mostValues`` distinct ones; beyond that, values within 1.6 % of each other are one.
///
/// - Complexity: adding and removing are O(distinct values), and so is a percentile.
struct ValueBag: Sendable {
  private static let mostValues = 4_096
  /// Into how many parts a power of two is cut once there are too many values, as a power of two.
  private static let octaveBits = 6

  private var values: [UInt64] = []
  private var counts: [Int] = []
  private(set) var total = 0
  private var isCoarse = false

  mutating func add(_ value: UInt64, count: Int) {
    total += count
    let value = kept(value)
    let index = place(of: value)
    if index < values.count, values[index] == value {
      counts[index] += count
      return
    }
    values.insert(value, at: index)
    counts.insert(count, at: index)
    if values.count > ValueBag.mostValues, !isCoarse { makeCoarse() }
  }

  mutating func remove(_ value: UInt64, count: Int) {
    total -= count
    let index = place(of: kept(value))
    guard index < values.count, values[index] == kept(value) else { return }
    counts[index] -= count
    guard counts[index] <= 0 else { return }
    values.remove(at: index)
    counts.remove(at: index)
    if values.isEmpty { isCoarse = false }
  }

  /// The smallest value that at least so many per cent do not exceed (nearest rank); `nil` of none.
  func percentile(_ percent: Int) -> UInt64? {
    guard total > 0 else { return nil }
    var left = (total * percent + 99) / 100
    for index in values.indices {
      left -= counts[index]
      if left <= 0 { return values[index] }
    }
    return values.last
  }

  private func kept(_ value: UInt64) -> UInt64 {
    isCoarse ? ValueBag.coarse(value) : value
  }

  /// The greatest value that is in the same part of its power of two.
  private static func coarse(_ value: UInt64) -> UInt64 {
    let octave = 63 - value.leadingZeroBitCount
    guard octave > octaveBits else { return value }
    let shift = UInt64(octave - octaveBits)
    return (value >> shift + 1) << shift &- 1
  }

  private mutating func makeCoarse() {
    isCoarse = true
    let (old, oldCounts) = (values, counts)
    values = []
    counts = []
    for index in old.indices {
      let value = ValueBag.coarse(old[index])
      if values.last == value {
        counts[counts.count - 1] += oldCounts[index]
      } else {
        values.append(value)
        counts.append(oldCounts[index])
      }
    }
  }

  /// Where a value is, or would be.
  private func place(of value: UInt64) -> Int {
    var (low, high) = (0, values.count)
    while low < high {
      let middle = (low + high) / 2
      if values[middle] < value { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
