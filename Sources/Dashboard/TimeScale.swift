import AccessLog
import Traffic

/// The seconds that each column of a graph stands for.
///
/// Columns begin at whole multiples of their span since the epoch, so that a bar keeps its seconds
/// and its height as time passes.
struct TimeScale {
  let secondsPerColumn: Int
  let columns: Int
  /// The number, counted from the epoch, of the column at the right.
  private let lastColumn: Int

  /// Spans at least `span` seconds, up to and including `last`.
  init(span: Int, columns: Int, last: Instant) {
    let steps = [1, 2, 5, 10, 15, 20, 30, 60, 90, 120, 300]
    let least = (span + max(1, columns) - 1) / max(1, columns)
    self.init(secondsPerColumn: steps.first { $0 >= least } ?? 600, columns: columns, last: last)
  }

  /// Gives each column that many seconds.
  init(secondsPerColumn: Int, columns: Int, last: Instant) {
    self.secondsPerColumn = max(1, secondsPerColumn)
    self.columns = max(0, columns)
    lastColumn = last.seconds.flooredQuotient(by: self.secondsPerColumn)
  }

  /// The seconds of a column, counted from 0, from the left.
  func seconds(of column: Int) -> Range<Int> {
    let first = (lastColumn - (columns - 1 - column)) * secondsPerColumn
    return first..<(first + secondsPerColumn)
  }

  /// The column of an instant, if it is visible.
  func column(of instant: Instant) -> Int? {
    let column =
      instant.seconds.flooredQuotient(by: secondsPerColumn) - lastColumn + columns - 1
    return column >= 0 && column < columns ? column : nil
  }

  /// How many columns at the left hold only seconds before an instant, if there is one.
  func columns(before instant: Instant?) -> Int {
    guard let instant else { return 0 }
    return (0..<columns).prefix { seconds(of: $0).upperBound <= instant.seconds }.count
  }

  /// The first visible second.
  var start: Instant { Instant(columns > 0 ? seconds(of: 0).lowerBound : 0) }

  /// The span of all columns, in seconds.
  var span: Int { columns * secondsPerColumn }

  /// The greatest of `values`, one a second from `start` on, in each column; `nil` where none is
  /// known.
  func peaks(of values: [Int], start: Instant) -> [Int?] {
    (0..<columns).map { column in
      let seconds = seconds(of: column)
      let low = max(0, seconds.lowerBound - start.seconds)
      let high = min(values.count, seconds.upperBound - start.seconds)
      return low < high ? values[low..<high].max() : nil
    }
  }

  /// The mean of the known seconds in each column; `nil` where none is known.
  func means(of values: [Int], start: Instant) -> [Double?] {
    (0..<columns).map { column in
      let seconds = seconds(of: column)
      let low = max(0, seconds.lowerBound - start.seconds)
      let high = min(values.count, seconds.upperBound - start.seconds)
      return low < high ? Double(values[low..<high].reduce(0, +)) / Double(high - low) : nil
    }
  }

  /// The average of the `window` seconds that end with the last known second of each column; seconds
  /// before `start` count as 0.
  func averages(of values: [Int], start: Instant, window: Int) -> [Double?] {
    guard let first = (0..<columns).first(where: { seconds(of: $0).upperBound > start.seconds })
    else { return Array(repeating: nil, count: columns) }
    var averages: [Double?] = Array(repeating: nil, count: first)
    // A sliding sum of the values from `low` to `high`.
    var (low, high, sum) = (0, 0, 0)
    for column in first..<columns {
      let end = min(values.count, seconds(of: column).upperBound - start.seconds)
      guard end > 0, end > high || seconds(of: column).lowerBound - start.seconds < values.count
      else {
        averages.append(nil)
        continue
      }
      while high < end {
        sum += values[high]
        high += 1
      }
      while low < high - window {
        sum -= values[low]
        low += 1
      }
      averages.append(Double(sum) / Double(max(1, window)))
    }
    return averages
  }

  /// The seconds between two times below the graph, which are 9 cells long.
  var tickStep: Int {
    let steps = [10, 15, 30, 60, 120, 300, 600, 900, 1_800, 3_600, 7_200, 21_600, 43_200]
    return steps.first { $0 % secondsPerColumn == 0 && $0 / secondsPerColumn >= 14 } ?? 86_400
  }
}
