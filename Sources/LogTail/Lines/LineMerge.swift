import Feed

/// Joins the lines of several logs to one stream, in the order of their times.
///
/// Lines of one run keep their order, whatever their times; between runs the earlier line comes
/// first, of equal ones that of the run that was named first. A run that ends before all others
/// begin is passed on without looking at its lines: in large pieces or, if it is small, together with
/// others.
struct LineMerge {
  /// How large a batch is, in bytes: not more than this and a line.
  ///
  /// A third more is not faster for ordinary lines, takes a third more time for lines of 60 kB, and 1.7 MB
  /// more with a queue of batches.
  static let batchSize = 3 << 17
  /// How much of a run is joined with others at most, in bytes.
  ///
  /// More is passed on without being copied.
  private static let joinedSize = 1 << 16
  /// How much is held for all runs that are read in turns, in bytes.
  private static let budget = 8 << 20

  let origin: LineBatch.Origin
  private var runs: [LineRun]
  /// The runs that have lines left, by index: the one whose turn it is comes first.
  private var turns: Heap<HeadOfRun>
  /// The runs that lines were taken of since the last batch.
  private var touched: Set<Int>
  private let knowledge: LineKnowledge
  private let readSize: Int
  private var positions: [FilePosition] = []

  /// Merges `runs`, which stand in the order in which they were named.
  init(_ runs: [LineRun], origin: LineBatch.Origin, _ knowledge: LineKnowledge) {
    self.runs = runs
    self.origin = origin
    self.knowledge = knowledge
    turns = Heap(runs.indices.map { HeadOfRun(time: runs[$0].headTime, run: $0) })
    // Where files begin to be read is said with the first lines.
    touched = Set(runs.indices)
    readSize = min(
      LineMerge.batchSize, max(16_384, LineMerge.budget / max(1, runs.count)))
  }

  /// Merges runs of which nothing is known before they are read.
  static func loading(
    _ runs: [[Segment]], origin: LineBatch.Origin, _ knowledge: LineKnowledge
  ) -> LineMerge {
    let merge = LineMerge(
      runs.map { LineRun($0, firstTime: .min, lastTime: nil) }, origin: origin, knowledge)
    guard runs.count > 1 else { return merge }
    let loaded = merge.runs.compactMap { run in
      var run = run
      return run.load(readSize: merge.readSize, knowledge) ? run : nil
    }
    return LineMerge(loaded, origin: origin, knowledge)
  }

  /// The next lines, of many small logs or of a large one; `nil` when all runs are through.
  ///
  /// None where much was read and no line of it has ended.
  mutating func next() -> LineBatch? {
    var output: [UInt8] = []
    var spans: [SourceSpan] = []
    while output.count < LineMerge.batchSize, let turn = nextTurn {
      if turn.isUncontested {
        let bytesLeft = runs[turn.run].bytesLeft
        let isJoined =
          bytesLeft <= min(LineMerge.joinedSize, LineMerge.batchSize - output.count)
        if !output.isEmpty, !isJoined { break }
        touched.insert(turn.run)
        let lines = runs[turn.run].takeAll(
          readSize: LineMerge.batchSize, behind: output.count, &spans, knowledge)
        guard let lines else {
          remove(turn.run)
          continue
        }
        guard isJoined else { return batch(lines, spans) }
        output += lines
        if lines.isEmpty { return batch(output, spans) }
      } else {
        touched.insert(turn.run)
        let hasMore = runs[turn.run].take(
          through: turn.bound, into: &output, &spans, capacity: LineMerge.batchSize,
          readSize: readSize, knowledge)
        guard hasMore else {
          remove(turn.run)
          continue
        }
        turns.replaceFirst(with: HeadOfRun(time: runs[turn.run].headTime, run: turn.run))
        if runs[turn.run].isSearching { return batch(output, spans) }
      }
    }
    return output.isEmpty ? nil : batch(output, spans)
  }

  private struct Turn {
    var run: Int
    /// The latest time that comes before the lines of all others.
    var bound: Int
    var isUncontested: Bool
  }

  /// Whose turn it is, and for how long.
  ///
  /// - Complexity: O(1), and O(log runs) once it is over.
  private var nextTurn: Turn? {
    guard let first = turns.first else { return nil }
    guard let second = turns.second else {
      return Turn(run: first.run, bound: .max, isUncontested: true)
    }
    let precedes = first.run < second.run || second.time == .min
    let bound = precedes ? second.time : second.time - 1
    return Turn(
      run: first.run, bound: bound,
      isUncontested: runs[first.run].lastTime.map { $0 <= bound } ?? false)
  }

  /// Ends the run whose turn it is.
  private mutating func remove(_ run: Int) {
    positions += runs[run].takePositions()
    runs[run].release()
    touched.remove(run)
    turns.removeFirst()
  }

  private mutating func batch(_ lines: [UInt8], _ spans: [SourceSpan]) -> LineBatch {
    for index in touched.sorted() { positions += runs[index].takePositions() }
    touched = []
    defer { positions = [] }
    return LineBatch(bytes: lines, origin: origin, positions: positions, spans: spans)
  }
}

/// The next line of a run: the earlier one comes first, of equal ones that of the run that was
/// named first.
private struct HeadOfRun: Comparable {
  var time: Int
  var run: Int

  static func < (left: HeadOfRun, right: HeadOfRun) -> Bool {
    (left.time, left.run) < (right.time, right.run)
  }
}
