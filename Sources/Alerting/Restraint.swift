import AccessLog
import TallyCodec
import Traffic

/// How often one alert is told: less often while it flaps, and not at all while its rule is silenced.
///
/// An alert flaps from its fourth transition within ten windows on, until it has been calm for ten. It
/// is told again after 1, 2, 4 and 8 windows at the earliest, and then after every 8.
struct Restraint: Sendable, Equatable {
  private static let flappingCount = 4
  /// Of windows.
  private static let calmWindows = 10
  private static let longestPause = 8

  private var windowSeconds: Int { last.rule.windowSeconds }
  /// The last transition.
  private(set) var last: AlertTransition
  /// What was told last, or was so before the first transition.
  private var told: AlertTransition.State
  private var toldAt: Instant
  /// When the last transitions were, at most four.
  private var recent: [Instant] = []
  /// Before it is told again, in windows; 0 while it does not flap.
  private var pause = 0

  /// Creates a restraint for an alert whose first transition has not been noted.
  init(_ first: AlertTransition) {
    last = first
    told = first.state == .triggered ? .recovered : .triggered
    toldAt = first.time
  }

  var isFlapping: Bool { pause > 0 }

  /// Whether the last that was told is a trigger.
  var isToldAsTriggered: Bool { told == .triggered }

  /// Whether the last state is yet to be told.
  var hasNews: Bool { last.state != told }

  /// Takes in the next transition; returns it with what there is to say of how it is told.
  mutating func note(
    _ transition: AlertTransition, silencedUntil: Instant?
  ) -> AlertTransition {
    calmDown(at: transition.time)
    var noted = transition
    recent.append(transition.time)
    if recent.count > Restraint.flappingCount { recent.removeFirst() }
    var isHeldBack = silencedUntil.map { transition.time < $0 } ?? false
    if !isFlapping {
      if recent.count == Restraint.flappingCount, let first = recent.first,
        transition.time - first <= Restraint.calmWindows * windowSeconds
      {
        // This one is told, and says that it flaps.
        pause = 1
      }
    } else if transition.time < nextTelling {
      isHeldBack = true
    } else if !isHeldBack {
      lengthenPause()
    }
    noted.isFlapping = isFlapping
    noted.isWithheld = isHeldBack
    last = noted
    if !isHeldBack { tell(at: transition.time) }
    return noted
  }

  /// What is to be told now of what was held back, if anything is.
  mutating func release(at second: Instant, silencedUntil: Instant?) -> AlertTransition? {
    let isDue = second >= nextTelling
    calmDown(at: second)
    guard hasNews, isDue || !isFlapping, silencedUntil.map({ second >= $0 }) ?? true else {
      return nil
    }
    if isFlapping { lengthenPause() }
    tell(at: second)
    last.isWithheld = false
    return last
  }

  /// When ``release(at:silencedUntil:)`` has to be called next; `nil` if there is nothing to wait for.
  func due(silencedUntil: Instant?) -> Instant? {
    let calm = calmFrom
    guard hasNews else { return isFlapping ? calm : nil }
    return max(isFlapping ? min(nextTelling, calm) : last.time, silencedUntil ?? last.time)
  }

  private var nextTelling: Instant { toldAt + pause * windowSeconds }
  private var calmFrom: Instant { last.time + Restraint.calmWindows * windowSeconds }

  private mutating func tell(at second: Instant) {
    told = last.state
    toldAt = second
  }

  private mutating func lengthenPause() { pause = min(Restraint.longestPause, 2 * pause) }

  private mutating func calmDown(at second: Instant) {
    guard second >= calmFrom, isFlapping else { return }
    pause = 0
    recent = []
  }
}

extension Restraint {
  private enum Field: Int {
    case last = 1
    case isToldAsTriggered
    case toldAt
    /// When a transition was; one field for each, oldest first.
    case recent
    case pause
  }

  func write(to writer: inout RecordWriter) {
    writer.field(Field.last) { last.write(to: &$0) }
    writer.field(Field.isToldAsTriggered, flag: told == .triggered)
    writer.field(Field.toldAt, instant: toldAt)
    for time in recent { writer.field(Field.recent, instant: time) }
    writer.field(Field.pause, count: pause)
  }

  init(from reader: inout RecordReader) throws(RecordError) {
    var (last, toldAt): (AlertTransition?, Instant?)
    var (isTriggered, pause) = (false, 0)
    var recent: [Instant] = []
    while let field = try reader.next(Field.self) {
      switch field {
      case .last: last = try AlertTransition(from: &reader)
      case .isToldAsTriggered: isTriggered = try reader.flag()
      case .toldAt: toldAt = try reader.instant()
      case .recent: recent.append(try reader.instant())
      case .pause: pause = try reader.count(upTo: Restraint.longestPause)
      }
    }
    guard let last, let toldAt else { throw .impossible("an alert was told that never was") }
    try require(recent.count <= Restraint.flappingCount, or: "an alert flaps too much")
    self.init(last)
    told = isTriggered ? .triggered : .recovered
    self.toldAt = toldAt
    self.recent = recent
    self.pause = pause
  }
}
