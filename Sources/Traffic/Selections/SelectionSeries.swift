import AccessLog

/// What a selection added up to in each of the last seconds, in a ring of fixed size.
package struct SelectionSeries: Sendable {
  package let selection: Selection
  /// What a second adds up to, where the selection has one sum a second.
  private var sums: [SelectionCell] = []
  /// The sums of a second, where it has many.
  private var cells: [SecondCells] = []
  private let shape: SecondCells.Shape
  private let mask: Int
  /// How many cells there are.
  private var cellCount = 0
  /// How many cells there may be before the series is compacted.
  private var cellLimit: Int
  /// How the cells were compacted.
  private var compaction = CellCompaction()
  /// Whether all that was added is kept as it is: no values were made coarser, no clients were left out
  /// and no groups forgotten.
  package private(set) var isExact = true
  /// Incremented when seconds that are kept changed in another way than by adding hits.
  package private(set) var generation = 0
  /// The newest second that is kept.
  package private(set) var newest: Int
  /// The first second of which all was added up; `nil` if nothing before was left out.
  package var coveredSince: Instant?

  /// Creates an empty ring that keeps at least `count` seconds up to `newest`.
  init(_ selection: Selection, count: Int, newest: Int, cellLimit: Int = .max) {
    self.selection = selection
    var size = 1
    while size < count { size *= 2 }
    mask = size - 1
    shape = SecondCells.Shape(of: selection)
    if selection.hasCells {
      cells = Array(repeating: SecondCells(shape), count: size)
    } else {
      sums = Array(repeating: SelectionCell(), count: size)
    }
    self.newest = newest
    self.cellLimit = cellLimit
  }

  /// The same seconds in a ring that keeps at least `count` of them, and perhaps other cells.
  func continued(count: Int, cellLimit: Int) -> SelectionSeries {
    var series = SelectionSeries(selection, count: count, newest: newest, cellLimit: cellLimit)
    series.coveredSince = coveredSince
    series.generation = generation + 1
    guard series.mask > mask else {
      series = self
      series.cellLimit = cellLimit
      return series
    }
    series.compaction = compaction
    series.cellCount = cellCount
    for second in oldest...newest {
      if selection.hasCells {
        series.cells[second & series.mask] = cells[second & mask]
      } else {
        series.sums[second & series.mask] = sums[second & mask]
      }
    }
    return series
  }

  /// The oldest second that is kept.
  package var oldest: Int { newest - mask }

  /// How many clients one that is kept stands for: a power of two.
  package var clientsForOne: Int { 1 << compaction.sampleBits }

  /// The sum of a second, of a selection that has one; nothing where none is kept.
  package subscript(second: Int) -> SelectionCell {
    second >= oldest && second <= newest ? sums[second & mask] : SelectionCell()
  }

  /// Calls a function with the sums of a second, of a selection that has many.
  package func forEachCell(of second: Int, _ body: (SelectionCell) -> Void) {
    if second >= oldest, second <= newest { cells[second & mask].forEachCell(body) }
  }

  /// The seconds up to `second` that hold the newest `count` of what is added up beside the hits, the
  /// newest first; of a selection that has one sum a second.
  func newestExtra(_ count: Int, from second: Int) -> [(second: Int, count: Int)] {
    guard !selection.hasCells else { return [] }
    var found: [(second: Int, count: Int)] = []
    var (second, left) = (min(second, newest), count)
    while left > 0, second >= oldest {
      let taken = min(left, self[second].extra)
      if taken > 0 { found.append((second, taken)) }
      left -= taken
      second -= 1
    }
    return found
  }

  /// Calls a function with all cells.
  func forEachCell(_ body: (SelectionCell) -> Void) {
    for cells in cells { cells.forEachCell(body) }
  }

  /// Adds to a second, if it is kept.
  package mutating func add(_ added: SelectionCell, to second: Int) {
    guard second >= oldest, second <= newest else { return }
    guard selection.hasCells else {
      sums[second & mask].merge(added)
      return
    }
    guard let kept = compaction.kept(added, of: selection) else { return }
    cells[second & mask].append(kept)
    cellCount += 1
  }

  /// Moves on to a newer second.
  ///
  /// - Complexity: O(seconds passed), at most O(size).
  mutating func advance(to second: Int) {
    guard second > newest else { return }
    for passed in max(newest + 1, second - mask)...second {
      guard selection.hasCells else {
        sums[passed & mask] = SelectionCell()
        continue
      }
      cellCount -= cells[passed & mask].count
      cells[passed & mask] = SecondCells(shape)
    }
    newest = second
  }

  /// Joins the cells of a second that are alike: each chunk of lines has its own.
  mutating func join(_ second: Int) {
    guard selection.hasCells, second >= oldest, second <= newest else { return }
    let place = second & mask
    let count = cells[place].count
    guard count > 1 else { return }
    cells[place] = compacted(cells[place])
    cellCount -= count - cells[place].count
  }

  private func compacted(_ cells: SecondCells) -> SecondCells {
    SecondCells(shape, compaction.compacted(cells.all, of: selection))
  }

  /// Makes the cells fewer if there are too many.
  ///
  /// Called when a second has closed, so that what is left depends on nothing but the log.
  mutating func compact(closed: Int, names: GroupNames) {
    guard cellCount > cellLimit else { return }
    // How many there are must not depend on the chunks that the lines came in.
    for second in closed...max(closed, newest) { join(second) }
    isExact = isExact && cellCount <= cellLimit
    while cellCount > cellLimit, compaction.advance(for: selection) {
      cellCount = 0
      for index in cells.indices where !cells[index].isEmpty {
        cells[index] = compacted(cells[index])
        cellCount += cells[index].count
      }
      generation += 1
    }
    guard cellCount > cellLimit else { return }
    dropSmallestGroups(names)
  }

  /// A group that has as many hits as others.
  private struct Tie {
    var group: UInt64
    var cells: Int
    /// Where its name stands among all names, which are not retained one by one.
    var name: Range<Int>
  }

  /// Forgets the groups with the fewest hits, of those with as many the last by name, until half of what is
  /// allowed is left.
  private mutating func dropSmallestGroups(_ names: GroupNames) {
    var groups: [UInt64: (hits: Int, cells: Int)] = [:]
    func count(_ cell: SelectionCell, in sums: inout (hits: Int, cells: Int)) {
      sums.hits += cell.hits
      sums.cells += 1
    }
    for cells in cells {
      cells.forEachCell { count($0, in: &groups[$0.group, default: (0, 0)]) }
    }
    // The hits of the last groups that are forgotten: of few groups the names have to be compared.
    var cellsByHits: [Int: Int] = [:]
    for sums in groups.values { cellsByHits[sums.hits, default: 0] += sums.cells }
    var left = cellCount
    var last = 0
    for (hits, count) in cellsByHits.sorted(by: { $0.key < $1.key }) {
      last = hits
      guard left - count > cellLimit / 2 else { break }
      left -= count
    }
    var dropped: Set<UInt64> = []
    var ties: [Tie] = []
    var letters: [UInt8] = []
    for (group, sums) in groups where sums.hits <= last {
      guard sums.hits == last else {
        dropped.insert(group)
        continue
      }
      let start = letters.count
      names.names.append(group, to: &letters)
      ties.append(Tie(group: group, cells: sums.cells, name: start..<letters.count))
    }
    let text = unsafe letters.span.bytes
    // By name, since their hashes are others in each run. Half by half, which is faster than to sort all:
    // those of the first half are forgotten, or all of the second are kept.
    while !ties.isEmpty, left > cellLimit / 2 {
      let half = (ties.count + 1) / 2
      ties.moveFirst(half) { text.precedes($1.name, text, $0.name) }
      let cells = ties[..<half].reduce(0) { $0 + $1.cells }
      if half == 1 || left - cells >= cellLimit / 2 {
        for tie in ties[..<half] { dropped.insert(tie.group) }
        left -= cells
        ties.removeFirst(half)
      } else {
        ties.removeLast(ties.count - half)
      }
    }
    forget(dropped)
  }

  /// Forgets groups.
  package mutating func forget(_ groups: Set<UInt64>) {
    guard !groups.isEmpty else { return }
    cellCount = 0
    for index in cells.indices where !cells[index].isEmpty {
      cells[index].forget(groups)
      cellCount += cells[index].count
    }
    generation += 1
  }
}
