/// Joins the lines of several logs to one stream, in the order of their times.
///
/// Lines of one lane keep their order, whatever their times; between lanes the earlier line comes
/// first, of equal ones that of the lane that was named first. A lane that ends before all others
/// begin is passed on in large pieces, without looking at its lines.
struct LineMerge {
  /// How large a batch is, in bytes: not more than this and a line.
  ///
  /// Twice as much is not faster, and takes 5 MB more with a queue of batches; half is slower.
  static let batchSize = 1 << 19
  /// How much is held for all lanes that are read in turns, in bytes.
  private static let budget = 8 << 20

  let origin: LineBatch.Origin
  private var lanes: [Lane]
  private let timeOfLine: LineTime
  private let readSize: Int
  private var positions: [FilePosition] = []

  /// Merges `lanes`, which stand in the order in which they were named.
  init(_ lanes: [Lane], origin: LineBatch.Origin, _ timeOfLine: @escaping LineTime) {
    self.lanes = lanes
    self.origin = origin
    self.timeOfLine = timeOfLine
    readSize = min(
      LineMerge.batchSize, max(16_384, LineMerge.budget / max(1, lanes.count)))
  }

  /// Merges lanes of which nothing is known before they are read.
  static func loading(
    _ lanes: [[Segment]], origin: LineBatch.Origin, _ timeOfLine: @escaping LineTime
  ) -> LineMerge {
    var merge = LineMerge(
      lanes.map { Lane($0, firstTime: .min, lastTime: nil) }, origin: origin, timeOfLine)
    guard lanes.count > 1 else { return merge }
    merge.lanes = merge.lanes.compactMap { lane in
      var lane = lane
      return lane.load(readSize: merge.readSize, timeOfLine) ? lane : nil
    }
    return merge
  }

  /// The next lines, or `nil` when all lanes are through; none where much was read and no line of
  /// it has ended.
  mutating func next() -> LineBatch? {
    var output: [UInt8] = []
    var hasTaken = false
    while output.count < LineMerge.batchSize, let turn = nextTurn() {
      if turn.isUncontested {
        if hasTaken { break }
        if let lines = lanes[turn.lane].takeAll(readSize: LineMerge.batchSize) {
          return batch(lines)
        }
        remove(turn.lane)
      } else {
        hasTaken = true
        let hasMore = lanes[turn.lane].take(
          through: turn.bound, into: &output, capacity: LineMerge.batchSize, readSize: readSize,
          timeOfLine)
        if !hasMore {
          remove(turn.lane)
        } else if lanes[turn.lane].isSearching {
          return batch(output)
        }
      }
    }
    return output.isEmpty ? nil : batch(output)
  }

  private struct Turn {
    var lane: Int
    /// The latest time that comes before the lines of all others.
    var bound: Int
    var isUncontested: Bool
  }

  /// Whose turn it is, and for how long.
  private func nextTurn() -> Turn? {
    guard !lanes.isEmpty else { return nil }
    guard lanes.count > 1 else { return Turn(lane: 0, bound: .max, isUncontested: true) }
    var first = 0
    var second = 1
    if lanes[1].headTime < lanes[0].headTime { swap(&first, &second) }
    for index in 2..<max(2, lanes.count) {
      if lanes[index].headTime < lanes[first].headTime {
        (first, second) = (index, first)
      } else if lanes[index].headTime < lanes[second].headTime {
        second = index
      }
    }
    let bound = lanes[second].headTime
    let precedes = first < second || bound == .min
    return Turn(
      lane: first, bound: precedes ? bound : bound - 1,
      isUncontested: lanes[first].lastTime.map { $0 <= bound } ?? false)
  }

  private mutating func remove(_ lane: Int) {
    positions += lanes[lane].takePositions()
    lanes.remove(at: lane)
  }

  private mutating func batch(_ lines: [UInt8]) -> LineBatch {
    for index in lanes.indices { positions += lanes[index].takePositions() }
    defer { positions = [] }
    return LineBatch(bytes: lines, origin: origin, positions: positions)
  }
}
