/// A number that is not negative, as a filter names it: a whole number, or one between two of them.
struct FilterDecimal: Equatable {
  /// The whole number, or the next one below.
  let floor: Int
  let isWhole: Bool

  init(_ whole: Int) {
    floor = whole
    isWhole = true
  }

  /// A number as people write it, with one of the units behind it; `nil` for anything else, and for
  /// what is too large.
  ///
  /// It is exact: `1.5KiB` is 1536 bytes, and `0.0001KiB` lies between none and one.
  init?(_ text: String, units: [(name: String, factor: Int)]) {
    guard let unit = units.first(where: { text.hasSuffix($0.name) }) else { return nil }
    let parts = text.dropLast(unit.name.count).split(
      separator: ".", omittingEmptySubsequences: false)
    guard 1...2 ~= parts.count,
      parts.allSatisfy({ !$0.isEmpty && $0.utf8.allSatisfy { $0 &- UInt8(ascii: "0") < 10 } })
    else { return nil }
    let decimals = parts.count == 2 ? parts[1] : ""
    var scale = 1
    for _ in decimals.utf8 {
      let (next, overflow) = scale.multipliedReportingOverflow(by: 10)
      guard !overflow else { return nil }
      scale = next
    }
    guard let digits = Int(parts[0] + decimals) else { return nil }
    let product = digits.multipliedFullWidth(by: unit.factor)
    guard product.high == 0, product.low <= UInt(Int.max) else { return nil }
    floor = Int(product.low) / scale
    isWhole = Int(product.low) % scale == 0
  }

  /// The whole number, or the next one above.
  var ceiling: Int { isWhole || floor == .max ? floor : floor + 1 }

  /// The number, if it is a whole one.
  var whole: FilterDecimal? { isWhole ? self : nil }
}
