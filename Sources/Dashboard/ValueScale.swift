import Canvas

/// The height of the values of a graph.
struct ValueScale {
  /// The value at the upper edge; above 0.
  let top: Double
  let rows: Int

  /// Reaches from 0 to a round number that is not below `peak`.
  init(peak: Double, rows: Int) {
    self.rows = max(0, rows)
    var unit = 1.0
    while peak > unit * 10, unit < 1e17 { unit *= 10 }
    let steps = [1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10]
    let step = steps.first { $0 * unit >= peak } ?? 10
    top = max(peak <= 1 ? 1 : 2, step * unit)
  }

  /// The height of a value in eighths of a row; at least one for a value above 0.
  func eighths(_ value: Double) -> Int {
    guard value > 0, rows > 0 else { return 0 }
    return max(1, min(rows * 8, Int((value / top * Double(rows * 8)).rounded())))
  }

  /// The row of a value, counted from the bottom; `nil` above the upper edge.
  func row(of value: Double) -> Int? {
    guard rows > 0, value >= 0, value <= top else { return nil }
    return min(rows - 1, Int(value / top * Double(rows)))
  }

  /// The text of a value at the axis, in at most five cells.
  static func label(_ value: Double) -> String {
    if value >= 1_000 { return shortCount(Int(min(value, 9e18))) }
    var text = decimal(value, places: value >= 100 ? 0 : value >= 10 ? 1 : 2)
    while text.contains("."), let last = text.last, last == "0" || last == "." {
      text.removeLast()
      if last == "." { break }
    }
    return text
  }
}
