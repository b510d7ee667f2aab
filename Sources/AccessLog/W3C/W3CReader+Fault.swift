extension W3CReader {
  /// Where a line fails: at the first column, from the left, that is not what its name says.
  func columnFault(_ bytes: RawSpan, _ line: Range<Int>) -> LineFault? {
    guard header.columnCount > 0 else {
      return LineFault(place: line.lowerBound, expected: "a #Fields: directive before the lines")
    }
    guard header.isComplete else {
      return LineFault(
        place: line.lowerBound,
        expected: "a #Fields: directive with c-ip, sc-status, time, and date or a #Date:")
    }
    var columns: [Range<Int>] = []
    var start = bytes.endOfSeparators(from: line.lowerBound, to: line.upperBound)
    while start < line.upperBound {
      var end = start
      while end < line.upperBound, bytes[end] != space, bytes[end] != tab { end += 1 }
      columns.append(start..<end)
      start = bytes.endOfSeparators(from: end, to: line.upperBound)
    }
    let count = header.columnCount
    guard columns.count >= count else {
      return LineFault(
        place: line.upperBound, expected: "one more of the \(count) columns of #Fields:")
    }
    guard columns.count == count else {
      // Quotes may hold spaces together; which of the columns is one too many nothing tells.
      return LineFault(
        place: columns[count].lowerBound,
        expected: "the end of the line behind the \(count) columns of #Fields:")
    }
    for (index, column) in columns.enumerated() {
      guard let kind = W3CColumn(rawValue: Int(header.columns[index])),
        let expected = expectation(of: kind, bytes, column)
      else { continue }
      return LineFault(place: column.lowerBound, expected: expected)
    }
    return nil
  }

  /// What a column has to be, if it is not that.
  private func expectation(
    of column: W3CColumn, _ bytes: RawSpan, _ place: Range<Int>
  ) -> String? {
    switch column {
    case .date: ISOTime.dayNumber(bytes, place) == nil ? "a date, such as 2020-07-08 (date)" : nil
    case .time:
      ISOTime.secondOfDay(bytes, place) == nil ? "a time of day, such as 10:10:30 (time)" : nil
    case .client: client(bytes, place) == nil ? "an address (c-ip)" : nil
    case .status:
      place.count == 3 && place.allSatisfy { bytes[$0].isDigit }
        ? nil : "a status of three digits (sc-status)"
    case .bytes: number(bytes, place) == nil ? "a number of bytes or - (sc-bytes)" : nil
    default: nil
    }
  }
}
