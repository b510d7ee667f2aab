import Feed

/// Joins the lines of several logs to one stream, in the order of their times.
///
/// Lines of one lane keep their order, whatever their times; between lanes the earlier line comes
/// first, of equal ones that of the lane that was named first. A lane that ends before all others
/// begin is passed on without looking at its lines: in large pieces or, if it is small, together with
/// others.
struct LineMerge {
  /// How large a batch is, in bytes: not more than this and a line.
  ///
  /// Twice as much is not faster, and takes 5 MB more with a queue of batches; half is slower.
  static let batchSize = 1 << 19
  /// How much of a lane is joined with others at most, in bytes.
  ///
  /// More is passed on without being copied.
  private static let joinedSize = 1 << 16
  /// How much is held for all lanes that are read in turns, in bytes.
  private static let budget = 8 << 20

  let origin: LineBatch.Origin
  private var lanes: [Lane]
  /// The lanes that have lines left, by index: the one whose turn it is comes first.
  private var turns: Heap<HeadOfLane>
  /// The lanes that lines were taken of since the last batch.
  private var touched: Set<Int>
  private let knowledge: LineKnowledge
  private let readSize: Int
  private var positions: [FilePosition] = []

  /// Merges `lanes`, which stand in the order in which they were named.
  init(_ lanes: [Lane], origin: LineBatch.Origin, _ knowledge: LineKnowledge) {
    self.lanes = lanes
    self.origin = origin
    self.knowledge = knowledge
    turns = Heap(lanes.indices.map { HeadOfLane(time: lanes[$0].headTime, lane: $0) })
    // Where files begin to be read is said with the first lines.
    touched = Set(lanes.indices)
    readSize = min(
      LineMerge.batchSize, max(16_384, LineMerge.budget / max(1, lanes.count)))
  }

  /// Merges lanes of which nothing is known before they are read.
  static func loading(
    _ lanes: [[Segment]], origin: LineBatch.Origin, _ knowledge: LineKnowledge
  ) -> LineMerge {
    let merge = LineMerge(
      lanes.map { Lane($0, firstTime: .min, lastTime: nil) }, origin: origin, knowledge)
    guard lanes.count > 1 else { return merge }
    let loaded = merge.lanes.compactMap { lane in
      var lane = lane
      return lane.load(readSize: merge.readSize, knowledge) ? lane : nil
    }
    return LineMerge(loaded, origin: origin, knowledge)
  }

  /// The next lines, of many small logs or of a large one; `nil` when all lanes are through.
  ///
  /// None where much was read and no line of it has ended.
  mutating func next() -> LineBatch? {
    var output: [UInt8] = []
    var spans: [SourceSpan] = []
    while output.count < LineMerge.batchSize, let turn = nextTurn {
      if turn.isUncontested {
        let bytesLeft = lanes[turn.lane].bytesLeft
        let isJoined =
          bytesLeft <= min(LineMerge.joinedSize, LineMerge.batchSize - output.count)
        if !output.isEmpty, !isJoined { break }
        touched.insert(turn.lane)
        let lines = lanes[turn.lane].takeAll(
          readSize: LineMerge.batchSize, behind: output.count, &spans, knowledge)
        guard let lines else {
          remove(turn.lane)
          continue
        }
        guard isJoined else { return batch(lines, spans) }
        output += lines
        if lines.isEmpty { return batch(output, spans) }
      } else {
        touched.insert(turn.lane)
        let hasMore = lanes[turn.lane].take(
          through: turn.bound, into: &output, &spans, capacity: LineMerge.batchSize,
          readSize: readSize, knowledge)
        guard hasMore else {
          remove(turn.lane)
          continue
        }
        turns.replaceFirst(with: HeadOfLane(time: lanes[turn.lane].headTime, lane: turn.lane))
        if lanes[turn.lane].isSearching { return batch(output, spans) }
      }
    }
    return output.isEmpty ? nil : batch(output, spans)
  }

  private struct Turn {
    var lane: Int
    /// The latest time that comes before the lines of all others.
    var bound: Int
    var isUncontested: Bool
  }

  /// Whose turn it is, and for how long.
  ///
  /// - Complexity: O(1), and O(log lanes) once it is over.
  private var nextTurn: Turn? {
    guard let first = turns.first else { return nil }
    guard let second = turns.second else {
      return Turn(lane: first.lane, bound: .max, isUncontested: true)
    }
    let precedes = first.lane < second.lane || second.time == .min
    let bound = precedes ? second.time : second.time - 1
    return Turn(
      lane: first.lane, bound: bound,
      isUncontested: lanes[first.lane].lastTime.map { $0 <= bound } ?? false)
  }

  /// Ends the lane whose turn it is.
  private mutating func remove(_ lane: Int) {
    positions += lanes[lane].takePositions()
    lanes[lane].release()
    touched.remove(lane)
    turns.removeFirst()
  }

  private mutating func batch(_ lines: [UInt8], _ spans: [SourceSpan]) -> LineBatch {
    for index in touched.sorted() { positions += lanes[index].takePositions() }
    touched = []
    defer { positions = [] }
    return LineBatch(bytes: lines, origin: origin, positions: positions, spans: spans)
  }
}

/// The next line of a lane: the earlier one comes first, of equal ones that of the lane that was
/// named first.
private struct HeadOfLane: Comparable {
  var time: Int
  var lane: Int

  static func < (left: HeadOfLane, right: HeadOfLane) -> Bool {
    (left.time, left.lane) < (right.time, right.lane)
  }
}
