/// A block of a file of the time zone database (RFC 8536 section 3): a header, and when the clocks were
/// changed to what.
struct ZoneFileBlock {
  private(set) var changes: [Int] = []
  /// The offsets before the first change and from each on.
  private(set) var offsets: [Int] = []
  /// Where the block ends.
  private(set) var end: Int

  /// Reads the block at a place, whose times have that many bytes; `nil` if none stands there.
  init?(_ file: [UInt8], at start: Int, timeSize: Int) {
    func number(_ place: Int, _ size: Int) -> Int {
      var value = Int(Int8(bitPattern: file[place]))
      for index in 1..<size { value = value << 8 | Int(file[place + index]) }
      return value
    }
    guard file.count >= start + 44, file[start..<start + 4].elementsEqual("TZif".utf8) else {
      return nil
    }
    let counts = (0..<6).map { number(start + 20 + 4 * $0, 4) }
    guard counts.allSatisfy({ 0...100_000 ~= $0 }), counts[4] > 0 else { return nil }
    let (times, types) = (counts[3], counts[4])
    let firstIndex = start + 44 + times * timeSize
    let firstType = firstIndex + times
    end =
      firstType + types * 6 + counts[5] + counts[2] * (timeSize + 4) + counts[1] + counts[0]
    guard end <= file.count else { return nil }
    func offset(_ type: Int) -> Int { number(firstType + 6 * type, 4) }
    // The first type holds before the first change.
    offsets = [offset(0)]
    for index in 0..<times {
      let type = Int(file[firstIndex + index])
      guard type < types else { return nil }
      changes.append(number(start + 44 + index * timeSize, timeSize))
      offsets.append(offset(type))
    }
    guard offsets.allSatisfy({ -93_600...93_600 ~= $0 }), changes == changes.sorted() else {
      return nil
    }
  }
}
