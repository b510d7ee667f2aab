import Fleet
import Kafka
import Traffic

/// The fold of one server's lines in a partition.
///
/// A pure function of its records: what a clock does between lines is said by the records too.
struct GroupServer {
  /// What is known before a batch.
  struct Mark {
    var batch: Int
    /// How many chunks had been added.
    var turn: Int
    var clock: Int?
    /// The last time that a line of it moved the clock to.
    var advanced: Int?
  }

  /// A clock that says more than that passed is wrong.
  private static let longestSilence = Timing.longestJump

  var fold: ServerFold
  private(set) var marks: [Mark] = []
  /// The last second that a log of it had no line in.
  private var lastQuiet: Int?
  /// Whether a line came since.
  private var hasLine = false
  /// Whether nothing has come for so long that it is not waited for.
  private(set) var isResting = false
  /// The chunk since which a hit is held.
  private var heldTurn: Int?
  /// The record that came last.
  private(set) var lastOffset = 0
  var pace = RecordPace()

  init(_ fold: ServerFold) { self.fold = fold }

  /// Adds a batch; `tally` adds up a part of its lines.
  mutating func add(
    _ batch: ServerBatch, number: Int, next: Int, timing: Timing,
    tally: (Range<Int>) -> ChunkTally
  ) {
    var left = batch.marks[...]
    // It rested before the batch.
    while let mark = left.first, mark.end == 0, mark.kind == .rest {
      rest(timing)
      left.removeFirst()
    }
    guard !left.isEmpty || !batch.bytes.isEmpty else { return }
    marks.append(Mark(batch: number, turn: fold.turn, clock: fold.clock))
    lastOffset = next - 1
    var start = 0
    for mark in left {
      if mark.end > start { add(tally(start..<mark.end)) }
      start = max(start, mark.end)
      switch mark.kind {
      case .quiet(let second): carryOn(second)
      case .rest: rest(timing)
      }
    }
    if start < batch.bytes.count { add(tally(start..<batch.bytes.count)) }
  }

  private mutating func add(_ chunk: ChunkTally) {
    let clock = fold.clock
    fold.add(chunk)
    if let now = fold.clock, now > clock ?? .min { marks[marks.count - 1].advanced = now }
    hasLine = true
    isResting = false
    heldTurn = fold.isHolding ? heldTurn ?? fold.turn : nil
  }

  /// Carries the clock on by what passed since the last record that said that a log was quiet, or by a second
  /// if there were lines.
  private mutating func carryOn(_ second: Int) {
    isResting = false
    countHeld()
    let passed = max(0, second - (lastQuiet ?? second - 1))
    let seconds = hasLine ? min(1, passed) : passed
    if let clock = fold.clock, seconds <= GroupServer.longestSilence {
      fold.advance(to: clock + seconds)
    }
    lastQuiet = max(lastQuiet ?? second, second)
    hasLine = false
  }

  /// Ends all intervals.
  private mutating func rest(_ timing: Timing) {
    isResting = true
    countHeld()
    guard let clock = fold.clock else { return }
    let next = timing.start(ofInterval: timing.interval(of: clock) + 1)
    fold.advance(to: next + timing.latenessSeconds)
  }

  private mutating func countHeld() {
    fold.countHeld()
    heldTurn = nil
  }

  /// The batch from which on it would have to be added again.
  var firstOpenBatch: Int? {
    guard let turn = [fold.firstOpenTurn, heldTurn].compactMap(\.self).min() else { return nil }
    return marks.last { $0.turn < turn }?.batch
  }

  /// What was known before its first lines of a batch, or of later ones; `nil` if there were none.
  func mark(from batch: Int) -> Mark? { marks.first { $0.batch >= batch } }

  /// The greatest time that lines moved its clock to from a batch on.
  func advanced(from batch: Int) -> Int? {
    marks.last { $0.batch >= batch && $0.advanced != nil }?.advanced
  }

  mutating func forgetMarks(before batch: Int) { marks.removeAll { $0.batch < batch } }
}
