import AccessLog
import Feed
import Fleet
import LogTail
import TallyCodec

/// Takes what a fold on another machine writes, over one connection after another.
///
/// What came since the last checkpoint is dropped where a connection breaks; the next fold goes on from
/// there. The far side is not trusted: whatever it sends, no more is kept than a bounded number of bytes.
struct FoldTalk {
  /// How many bytes may come between two checkpoints.
  private static let mostBytes = 64 << 20
  /// How many checkpoints may come at once, and each second on average.
  private static let pace = (burst: 100.0, perSecond: 5.0)
  /// The longest checkpoint, in bytes.
  private static let longestCheckpoint = 1 << 18

  let name: SourceName
  let server: [UInt8]
  /// From where the next fold goes on; `nil` before the first one came.
  private(set) var checkpoint: [UInt8]?
  /// Whether anything that belongs together has come.
  var hasBegun: Bool { checkpoint != nil }
  /// How far the clock there is ahead of ours, in seconds, as it was last said.
  private var toldSkew = 0
  /// Whether nothing that belongs together has come over this connection.
  private var isBeginning = true

  private var frames = FoldFrames()
  private var greeting: [UInt8]? = []
  private var records: [[UInt8]] = []
  private var items: [TailItem] = []
  private var pendingBytes = 0
  private var credit = FoldTalk.pace.burst
  private var lastCredit: Duration?

  init(_ place: SshPlace) {
    name = SourceName(place.name)
    server = Array(place.host.utf8)
  }

  /// Begins with a new connection.
  mutating func connect() {
    isBeginning = true
    frames = FoldFrames()
    greeting = []
    records = []
    items = []
    pendingBytes = 0
  }

  /// Takes what came, and returns what is whole; `wall` is what our clock shows.
  mutating func take(
    _ bytes: [UInt8], at now: Duration, wall: Int
  ) throws(FarFault) -> [TailItem] {
    var bytes = bytes
    if let line = greeting {
      let all = line + bytes
      guard let end = all.firstIndex(of: newline) else {
        guard all.count < 256 else { throw FarFault("it does not answer as a fold", all) }
        greeting = all
        return []
      }
      guard all[..<end].elementsEqual(FoldFrame.greeting.utf8) else {
        throw FarFault("it folds in another version", all[..<end])
      }
      greeting = nil
      bytes = Array(all[(end + 1)...])
    }
    var whole: [TailItem] = []
    for frame in try next(bytes) {
      pendingBytes += frame.bytes.count
      guard pendingBytes <= FoldTalk.mostBytes else { throw FarFault("it folds without end") }
      do throws(RecordError) {
        try take(frame, wall)
      } catch {
        throw FarFault("it folds what cannot be: \(error)")
      }
      guard frame.kind == .checkpoint || frame.kind == .caughtUp else { continue }
      if frame.kind == .checkpoint { try spend(at: now) }
      if !records.isEmpty {
        whole.append(.tallies(TallyBatch(source: name, server: server, records: records)))
      }
      whole += items
      (records, items, pendingBytes) = ([], [], 0)
    }
    return whole
  }

  private mutating func next(_ bytes: [UInt8]) throws(FarFault) -> [FoldFrame] {
    do throws(FoldFault) {
      return try frames.take(bytes)
    } catch {
      throw FarFault(
        error == .tooLong ? "it folds without end" : "it folds what was not asked", bytes)
    }
  }

  private mutating func take(_ frame: FoldFrame, _ wall: Int) throws(RecordError) {
    switch frame.kind {
    case .record: records.append(frame.bytes)
    case .event:
      guard let change = try FoldEvent.change(from: frame.bytes) else { return }
      // A connection that was made again finds what there was; that it is made again is said here.
      if hasBegun, change == .opened || isBeginning && change == .resumed { return }
      items.append(.source(SourceEvent(source: name, change: change)))
    case .checkpoint:
      try require(
        (8...FoldTalk.longestCheckpoint).contains(frame.bytes.count), or: "a checkpoint is too long"
      )
      let there = frame.bytes.prefix(8).enumerated().reduce(UInt64(0)) {
        $0 | UInt64($1.element) << (8 * UInt64($1.offset))
      }
      noteClock(Int(clamping: there), wall)
      checkpoint = Array(frame.bytes.dropFirst(8))
      isBeginning = false
    case .alive: break
    case .caughtUp:
      let start = try FoldStart(frame.bytes)
      items.append(
        .caughtUp(modified: start.modified, coveredSince: start.coveredSince, positions: []))
      if let coveredSince = start.coveredSince {
        items.append(.earlierEnds(coveredSince: coveredSince, isAll: true))
      }
    }
  }

  /// Counts a checkpoint.
  ///
  /// A fold that follows sends one a second.
  private mutating func spend(at now: Duration) throws(FarFault) {
    let passed = lastCredit.map { (now - $0) / .seconds(1) } ?? 0
    lastCredit = now
    credit = min(FoldTalk.pace.burst, credit + passed * FoldTalk.pace.perSecond) - 1
    guard credit > 0 else { throw FarFault("it folds without end") }
  }

  private mutating func noteClock(_ there: Int, _ wall: Int) {
    guard there > 0, there < 1 << 40 else { return }
    let skew = there - wall
    let shown = abs(skew) >= FarLog.leastSkew ? skew : 0
    guard abs(shown - toldSkew) >= 2 else { return }
    toldSkew = shown
    items.append(.source(SourceEvent(source: name, change: .clock(secondsAhead: shown))))
  }
}
