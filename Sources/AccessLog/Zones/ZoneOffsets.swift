/// How far the clocks of a place are ahead of UTC, at any time.
package final class ZoneOffsets: Sendable {
  /// Rules are followed up to the end of this year; what comes then is as its last day was.
  private static let lastYear = 2_150

  package let name: String
  /// When the clocks are changed, in seconds since the epoch, in their order.
  private let changes: [Int]
  /// The offsets before the first change and from each on, in seconds.
  private let offsets: [Int]

  /// Reads a file of the time zone database (RFC 8536); `nil` if it is none.
  package convenience init?(name: String, file: [UInt8]) {
    guard let first = ZoneFileBlock(file, at: 0, timeSize: 4) else { return nil }
    guard file[4] >= UInt8(ascii: "2") else { return nil }
    guard let block = ZoneFileBlock(file, at: first.end, timeSize: 8) else { return nil }
    var changes = block.changes
    var offsets = block.offsets
    // What comes behind the last change stands as a rule in the last line.
    let footer = file[min(block.end + 1, file.count)...].prefix { $0 != UInt8(ascii: "\n") }
    if !footer.isEmpty {
      guard let rule = ZoneRule(String(decoding: footer, as: UTF8.self)) else { return nil }
      if let last = offsets.indices.last, changes.isEmpty { offsets[last] = rule.standard }
      let begin = changes.last ?? Int.min
      let firstYear = changes.last.map { CivilTime(Instant($0)).year } ?? 1970
      for year in firstYear...max(firstYear, ZoneOffsets.lastYear) {
        for change in rule.changes(in: year) where change.second > begin {
          changes.append(change.second)
          offsets.append(change.offset)
        }
      }
    }
    self.init(name: name, changes: changes, offsets: offsets)
  }

  private init(name: String, changes: [Int], offsets: [Int]) {
    self.name = name
    self.changes = changes
    self.offsets = offsets
  }

  /// The offset in force at a time.
  ///
  /// - Complexity: O(log changes).
  func secondsEastOfUTC(at second: Int) -> Int {
    var low = 0
    var high = changes.count
    while low < high {
      let middle = (low + high) / 2
      if changes[middle] <= second { low = middle + 1 } else { high = middle }
    }
    return offsets[low]
  }
}

extension ZoneOffsets: Hashable {
  package static func == (left: ZoneOffsets, right: ZoneOffsets) -> Bool { left.name == right.name }

  package func hash(into hasher: inout Hasher) { hasher.combine(name) }
}
