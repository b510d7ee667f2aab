import AccessLog

/// What a selection added up to in each of the last seconds, in a ring of fixed size.
package struct SelectionSeries: Sendable {
  /// How many groups of one second are kept, the first ones of the log: as many as a rule's window has.
  static let mostGroupsOfASecond = 4_096

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
  /// The last second that has closed.
  private var closed = Int.min
  /// How many cells the last join left, and how many were appended since.
  private var (joined, appended) = (0, 0)
  /// The oldest second that had closed when cells were appended to it.
  private var oldestLate = Int.max
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
    series.isExact = isExact
    series.closed = closed
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
    appended += 1
    if second <= closed { oldestLate = min(oldestLate, second) }
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

  /// Joins the cells of a second that have the same group and key.
  ///
  /// Each chunk of lines adds its own. Returns whether groups were left out.
  @discardableResult
  private mutating func join(_ second: Int) -> Bool {
    guard selection.hasCells, second >= oldest, second <= newest else { return false }
    let place = second & mask
    let count = cells[place].count
    guard count > 1 else { return false }
    let joined = compaction.compacted(cells[place].all, of: selection)
    let kept = firstGroups(of: joined)
    let isLess = kept.count < joined.count
    if isLess { isExact = false }
    cells[place] = SecondCells(shape, kept)
    cellCount += kept.count - count
    return isLess
  }

  /// The cells of the first groups, if there are too many.
  ///
  /// Cells are in the order of their first hits in the log. A group that does not fit never fits later in the
  /// second, so that the result does not depend on the chunks.
  private func firstGroups(of joined: [SelectionCell]) -> [SelectionCell] {
    let limit = SelectionSeries.mostGroupsOfASecond
    guard selection.group != nil, joined.count > limit else { return joined }
    var groups: Set<UInt64> = []
    return joined.filter {
      groups.contains($0.group) || groups.count < limit && groups.insert($0.group).inserted
    }
  }

  /// Joins appended cells before their second closes, and those of late hits, once there are many.
  ///
  /// All lines of a log may have the same time.
  mutating func limitAppended(_ names: GroupNames) {
    guard appended > max(4 * SelectionSeries.mostGroupsOfASecond, joined) else { return }
    joinAppended()
    // Too many to wait until the second closes.
    if cellCount / 2 > cellLimit { compact(names) }
  }

  private mutating func joinAppended() {
    let first = max(oldest, min(closed + 1, oldestLate))
    (appended, joined, oldestLate) = (0, 0, .max)
    for second in first..<max(first, newest + 1) {
      let isLess = join(second)
      // The windows still contain the groups that were left out.
      if isLess, second <= closed { generation += 1 }
      joined += cells[second & mask].count
    }
  }

  /// Joins the cells of a second that has closed, and compacts the series if it has too many cells.
  ///
  /// The result depends only on the log.
  mutating func close(_ second: Int, _ names: GroupNames) {
    guard selection.hasCells else { return }
    join(second)
    closed = second
    appended = 0
    compact(names)
  }

  private mutating func compact(_ names: GroupNames) {
    guard cellCount > cellLimit else { return }
    // The count must not depend on the chunks.
    joinAppended()
    isExact = isExact && cellCount <= cellLimit
    while cellCount > cellLimit, compaction.advance(for: selection) {
      cellCount = 0
      for index in cells.indices where !cells[index].isEmpty {
        let compacted = compaction.compacted(cells[index].all, of: selection)
        cells[index] = SecondCells(shape, compacted)
        cellCount += compacted.count
      }
      generation += 1
    }
    if cellCount > cellLimit {
      forgetSmallest(beyond: cellLimit / 2, names) { $0.cells }
    }
  }

  /// Forgets the groups with the fewest hits, so that the names of the others have so many bytes at most.
  mutating func forgetSmallest(beyondNameBytes limit: Int, _ names: GroupNames) {
    guard selection.group != nil else { return }
    forgetSmallest(beyond: limit, names) { names.names.byteCount(of: $0.hash) }
  }

  private mutating func forgetSmallest(
    beyond limit: Int, _ names: GroupNames, weight: ((hash: UInt64, cells: Int)) -> Int
  ) {
    var places = HashPlaces()
    // The weights are cell counts until all cells have been visited.
    var groups: [WeighedGroup] = []
    forEachCell { cell in
      if let place = places[cell.group] {
        groups[place].hits += cell.hits
        groups[place].weight += 1
      } else {
        places[cell.group] = groups.count
        groups.append(WeighedGroup(hash: cell.group, hits: cell.hits))
      }
    }
    for place in groups.indices {
      groups[place].weight = weight((groups[place].hash, groups[place].weight))
    }
    let forgotten = groups.smallest(beyond: limit, names)
    isExact = isExact && forgotten.count == 0
    forget(forgotten)
  }

  /// Forgets groups.
  package mutating func forget(_ groups: HashPlaces) {
    guard groups.count > 0 else { return }
    cellCount = 0
    for index in cells.indices where !cells[index].isEmpty {
      cells[index].forget(groups)
      cellCount += cells[index].count
    }
    generation += 1
  }
}
