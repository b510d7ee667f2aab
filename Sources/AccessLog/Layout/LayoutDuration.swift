/// Reads how long a request took.
enum LayoutDuration {
  /// The nanoseconds that stand in a range: numbers, with what stands between them in a list, added
  /// up; `nil` if none does, or one is negative.
  static func nanoseconds(
    _ bytes: RawSpan, _ range: Range<Int>, _ unit: LayoutField.Unit
  ) -> Int? {
    var place = range.lowerBound
    var sum: Int?
    while place < range.upperBound {
      let start = place
      while place < range.upperBound, bytes[place] != space,
        bytes[place] != UInt8(ascii: ",")
          || unit == .seconds && isDecimalComma(bytes, place, of: start..<range.upperBound)
      {
        place += 1
      }
      if place > start, !isNone(bytes, start..<place) {
        guard let value = value(bytes, start..<place, unit) else { return nil }
        let (total, isOver) = (sum ?? 0).addingReportingOverflow(value)
        sum = isOver ? .max : total
      }
      place += 1
    }
    return sum
  }

  /// Whether a comma stands for the point, as in `0,050`: seconds in a list have points.
  private static func isDecimalComma(
    _ bytes: RawSpan, _ comma: Int, of word: Range<Int>
  ) -> Bool {
    var end = comma + 1
    while end < word.upperBound, bytes[end].isDigit { end += 1 }
    return comma > word.lowerBound && end > comma + 1
      && (word.lowerBound..<comma).allSatisfy { bytes[$0].isDigit }
      && (end == word.upperBound || bytes[end] == space)
  }

  /// Between the values of a list a colon may stand, and a `-` for one that there is not.
  private static func isNone(_ bytes: RawSpan, _ word: Range<Int>) -> Bool {
    word.count == 1
      && (bytes[word.lowerBound] == dash || bytes[word.lowerBound] == UInt8(ascii: ":"))
  }

  private static func value(
    _ bytes: RawSpan, _ word: Range<Int>, _ unit: LayoutField.Unit
  ) -> Int? {
    var whole = 0
    var fraction = 0
    var scale = 1_000_000_000
    var hasPoint = false
    var place = word.lowerBound
    if bytes[place] == UInt8(ascii: "+") { place += 1 }
    let first = place
    while place < word.upperBound {
      let byte = bytes[place]
      if byte == UInt8(ascii: ".") || byte == UInt8(ascii: ","), !hasPoint {
        hasPoint = true
      } else if byte.isDigit, hasPoint {
        scale /= 10
        fraction += Int(byte & 15) * scale
      } else if byte.isDigit {
        let (tenfold, isOver) = whole.multipliedReportingOverflow(by: 10)
        whole = isOver ? .max / 10 : min(.max / 10, tenfold + Int(byte & 15))
      } else {
        break
      }
      place += 1
    }
    guard place > first, let unitNanoseconds = unitSize(of: place..<word.upperBound, bytes, unit)
    else {
      return nil
    }
    let (product, isOver) = whole.multipliedReportingOverflow(by: unitNanoseconds)
    return isOver ? .max : product + fraction / (1_000_000_000 / unitNanoseconds)
  }

  /// How many nanoseconds the unit has that stands behind a number.
  private static func unitSize(
    of suffix: Range<Int>, _ bytes: RawSpan, _ unit: LayoutField.Unit
  ) -> Int? {
    switch unit {
    case .seconds: return suffix.isEmpty ? 1_000_000_000 : nil
    case .milliseconds: return suffix.isEmpty ? 1_000_000 : nil
    case .microseconds: return suffix.isEmpty ? 1_000 : nil
    case .nanoseconds: return suffix.isEmpty ? 1 : nil
    case .written:
      guard suffix.count <= 3 else { return nil }
      return switch bytes.word(at: suffix.lowerBound, count: suffix.count) {
      case 0x73: 1_000_000_000  // "s"
      case 0x736D: 1_000_000  // "ms"
      case 0x7375, 0x73_B5C2, 0x73_BCCE: 1_000  // "us", "µs"
      case 0x736E: 1  // "ns"
      default: nil
      }
    }
  }
}
