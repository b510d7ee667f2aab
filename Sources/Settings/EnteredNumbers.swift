extension Double {
  /// A number as people write it: digits, perhaps with a point between two of them.
  ///
  /// Finite and not negative; `nil` for anything else, also for signs and exponents.
  package init?(entered text: String) {
    let isPlain = text.utf8.allSatisfy { $0 == UInt8(ascii: ".") || $0.isDecimalDigit }
    guard isPlain, text.utf8.first?.isDecimalDigit == true, text.utf8.last?.isDecimalDigit == true,
      let number = Double(text), number.isFinite
    else { return nil }
    self = number
  }

  /// A rate in events per second: a number as people write it, perhaps with `/s` behind it.
  package init?(enteredRate text: String) {
    self.init(entered: text.hasSuffix("/s") ? String(text.dropLast(2)) : text)
  }
}

extension Int {
  /// Digits only; `nil` for anything else and beyond the range.
  package init?(entered text: String, in range: ClosedRange<Int>) {
    guard text.utf8.allSatisfy(\.isDecimalDigit), let number = Int(text), range.contains(number)
    else { return nil }
    self = number
  }
}

extension Duration {
  /// `500ms`, `10s`, `2m`, `1h30m`, `1d`, or plain seconds.
  ///
  /// The larger unit comes first, each at most once; the last number may have up to six decimals.
  /// `nil` for anything else.
  package init?(entered text: String) {
    let hasUnits = text.utf8.contains(where: \.isLowercaseLetter)
    var rest = Substring(hasUnits ? text : text + "s").utf8
    var nanoseconds = 0
    var smallerUnits = Self.units[...]
    while !rest.isEmpty {
      let number = rest.prefix { !$0.isLowercaseLetter }
      let name = rest.dropFirst(number.count).prefix { $0.isLowercaseLetter }
      rest = rest.dropFirst(number.count + name.count)
      guard
        let index = smallerUnits.firstIndex(where: { $0.name.utf8.elementsEqual(name) }),
        let part = Self.product(Array(number), of: Self.units[index], isLast: rest.isEmpty)
      else { return nil }
      smallerUnits = Self.units[(index + 1)...]
      let (sum, overflows) = nanoseconds.addingReportingOverflow(part)
      guard !overflows else { return nil }
      nanoseconds = sum
    }
    self = .nanoseconds(nanoseconds)
  }

  /// A duration in whole seconds; `nil` if it is between two of them or beyond the range.
  package static func wholeSeconds(entered text: String, in range: ClosedRange<Int>) -> Int? {
    guard let duration = Duration(entered: text)?.components, duration.attoseconds == 0,
      range.contains(Int(duration.seconds))
    else { return nil }
    return Int(duration.seconds)
  }

  /// A duration in seconds, the next whole one where it is between two; `nil` beyond `most`.
  package static func secondsRoundedUp(entered text: String, through most: Int) -> Int? {
    guard let duration = Duration(entered: text)?.components else { return nil }
    let seconds = Int(duration.seconds) + (duration.attoseconds > 0 ? 1 : 0)
    return seconds <= most ? seconds : nil
  }

  private typealias Unit = (name: String, nanoseconds: Int)

  private static var units: [Unit] {
    [
      ("d", 86_400_000_000_000), ("h", 3_600_000_000_000), ("m", 60_000_000_000),
      ("s", 1_000_000_000), ("ms", 1_000_000),
    ]
  }

  /// Nanoseconds; `nil` where they are no number, or too many.
  private static func product(_ digits: [UInt8], of unit: Unit, isLast: Bool) -> Int? {
    let parts = digits.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    guard let whole = parts.first, parts.count == 1 || isLast && parts.count == 2,
      let count = Int(entered: String(decoding: whole, as: UTF8.self), in: 0...999_999)
    else { return nil }
    let (product, overflows) = count.multipliedReportingOverflow(by: unit.nanoseconds)
    guard !overflows else { return nil }
    guard parts.count == 2 else { return product }
    let decimals = parts[1]
    guard decimals.count <= 6,
      let fraction = Int(entered: String(decoding: decimals, as: UTF8.self), in: 0...999_999)
    else { return nil }
    var scale = 1
    for _ in decimals { scale *= 10 }
    // Every unit is a whole number of millionths, so that the division is exact.
    let (sum, sumOverflows) = product.addingReportingOverflow(fraction * (unit.nanoseconds / scale))
    return sumOverflows ? nil : sum
  }
}

extension UInt8 {
  fileprivate var isDecimalDigit: Bool { self &- UInt8(ascii: "0") < 10 }
  fileprivate var isLowercaseLetter: Bool { self &- UInt8(ascii: "a") < 26 }
}
