private let leftEighths: [Unicode.Scalar] = ["▏", "▎", "▍", "▌", "▋", "▊", "▉"]
private let lowerEighths: [Unicode.Scalar] = ["▁", "▂", "▃", "▄", "▅", "▆", "▇"]

extension Grid {
  /// Draws a bar from left to right, in steps of an eighth of a cell.
  ///
  /// `share` of the width is filled, 0 to 1; a share above 0 fills at least an eighth of a cell.
  package mutating func drawBar(
    share: Double, column: Int, row: Int, width: Int, role: Role
  ) {
    guard width > 0, share > 0 else { return }
    let eighths = max(1, min(width * 8, Int((min(1, share) * Double(width * 8)).rounded())))
    for index in 0..<(eighths / 8) {
      self[column: column + index, row: row] = Cell("█", role)
    }
    if eighths % 8 > 0 {
      self[column: column + eighths / 8, row: row] = Cell(leftEighths[eighths % 8 - 1], role)
    }
  }

  /// Draws one upright bar of a graph, `eighths` of a cell high, from the row `bottom` upwards.
  package mutating func drawColumn(
    eighths: Int, column: Int, bottom: Int, role: (_ rowsUp: Int) -> Role
  ) {
    guard eighths > 0 else { return }
    let full = eighths / 8
    for index in 0..<full {
      self[column: column, row: bottom - index] = Cell("█", role(index))
    }
    if eighths % 8 > 0 {
      self[column: column, row: bottom - full] = Cell(lowerEighths[eighths % 8 - 1], role(full))
    }
  }
}
