package import AccessLog
package import Traffic

/// Merges the records of many servers: of each origin the greatest revision counts, and origins are added
/// up.
///
/// Records may come in any order and be repeated. A second of the fleet is over once the clock of every
/// server that is not idle has passed it: ``nextMove()`` gives what was read at each second of the clock,
/// in the order of the seconds, as if the lines of all servers stood in one log in the order in which the
/// clocks of their servers moved. The verdicts are those over that log.
///
/// A value without a clock of its own; only the idle time-out is the wall clock's.
package struct FleetBook: Sendable {
  /// How much is kept; what is beyond is refused, and counted.
  package struct Limits: Sendable {
    package var voices = 4_096
    /// Intervals of one server at one origin that wait for other servers.
    package var intervals = 1_024
    /// About how many bytes all waiting records take.
    package var bytes = 256 << 20

    package init() {}
  }

  struct Name: Hashable {
    var origin: [UInt8]
    var server: [UInt8]

    func precedes(_ other: Name) -> Bool {
      server == other.server
        ? origin.lexicographicallyPrecedes(other.origin)
        : server.lexicographicallyPrecedes(other.server)
    }
  }

  package let timing: Timing
  private let scanner: LineScanner
  private let idle: Duration
  private let limits: Limits
  package private(set) var counting: Counting
  var voices: [Name: FleetVoice] = [:]
  /// Those of the voices in the order of their bytes, in which tallies are merged.
  var names: [Name] = []
  var bytes = 0
  /// What the clock of the fleet shows.
  package private(set) var clock: Int?
  /// The last interval that has ended for the fleet.
  var endedThrough = Int.min
  /// Known sources that have sent nothing yet.
  ///
  /// The fleet waits for them.
  private var awaited: Set<[UInt8]> = []
  private var owed: [FleetMove] = []
  private(set) var isEnding = false
  /// What was not taken in.
  package private(set) var refusals = FleetRefusals()
  /// The selections that a server that is waited for does not send: rules that need them cannot be judged.
  package var missing: Set<Selection> {
    voices.values.reduce(into: []) { missing, voice in
      if voice.holdsUp { missing.formUnion(voice.missing) }
    }
  }

  /// Creates an empty book.
  ///
  /// A server that sends nothing for `idle` does not hold up the fleet any more. `clock` is what the books
  /// show that are continued.
  package init(
    timing: Timing, scanner: LineScanner, counting: Counting, idle: Duration,
    clock: Int? = nil, limits: Limits = Limits()
  ) {
    self.timing = timing
    self.scanner = scanner
    self.counting = counting
    self.idle = idle
    self.limits = limits
    self.clock = clock
    if let clock { endedThrough = timing.firstOpenInterval(at: clock) - 1 }
  }

  /// Has the fleet wait for sources that have sent nothing.
  package mutating func expect(_ sources: some Sequence<[UInt8]>) { awaited.formUnion(sources) }

  /// Goes on without a source that was awaited, or that has come.
  package mutating func release(_ source: [UInt8]) { awaited.remove(source) }

  /// Has other selections added up from here on: what the servers do not send is said as ``missing``.
  package mutating func adopt(_ selections: [Selection]) {
    guard counting.selections != selections else { return }
    let change = SelectionChange(from: counting.selections, to: selections)
    let before = counting.selections
    counting.selections = selections
    for name in names { voices[name]?.number(by: selections, before: before, change) }
    for move in owed.indices {
      for hits in owed[move].hits.indices { change.apply(to: &owed[move].hits[hits].sums) }
    }
  }

  /// Reads a record, and takes it in.
  package mutating func take(_ bytes: [UInt8], at time: Duration, wall: Int? = nil) {
    do throws(MetricsError) {
      take(
        try MetricsRecord(bytes, scanner: scanner, counting: counting), size: bytes.count,
        at: time, wall: wall)
    } catch {
      refuse(error)
    }
  }

  /// Counts a record that could not be read; `place` says where it stands.
  package mutating func refuse(_ error: MetricsError, at place: String? = nil) {
    refusals.place = place ?? refusals.place
    switch error {
    case .newer(let version):
      refusals.newer += 1
      refusals.newestVersion = max(refusals.newestVersion, version)
    case .damaged(let error):
      refusals.damaged += 1
      refusals.damage = "\(error)"
    }
  }

  /// Whether anything is known of a record's server at its origin.
  package func knows(_ record: MetricsRecord) -> Bool {
    voices[Name(origin: record.origin, server: record.server)] != nil
  }

  /// Takes in a record that takes about that many bytes.
  ///
  /// `time` is when it was sent, by a clock of its channel: what all sources have that share it, such as this
  /// machine's uptime. `wall` is what this machine's wall clock showed then, if the record comes as it is
  /// written. What was there before the start `isContext`: it fills windows, and is in no total.
  package mutating func take(
    _ record: MetricsRecord, size: Int, at time: Duration, of channel: Int = 0, wall: Int? = nil,
    isContext: Bool = false
  ) {
    guard record.timing == timing else {
      refusals.otherTiming += 1
      refusals.lastTiming = record.timing
      return
    }
    var record = record
    record.number(by: counting.selections)
    let name = Name(origin: record.origin, server: record.server)
    guard var voice = voices[name] ?? newVoice(name, at: time, of: channel) else { return }
    // Not copied while it is changed.
    voices[name] = nil
    defer { voices[name] = voice }
    voice.note(record, at: time, wall: wall)
    // Of the records of one moment that of the newest interval comes last.
    if timing.interval(of: record.clock) == record.interval {
      voice.clock = max(voice.clock, record.clock)
    }
    guard record.interval > voice.closedThrough else {
      refusals.stale += 1
      return
    }
    guard var entry = voice.entries[record.interval] else {
      guard voice.entries.count < limits.intervals, bytes + size <= limits.bytes else {
        refusals.tooMany += 1
        return
      }
      bytes += size
      var entry = FleetVoice.Entry(record: record, size: size)
      entry.isContext = isContext
      // What comes for an interval that was reported is in the total alone.
      entry.isUnsettled = !isContext && record.interval <= endedThrough
      voice.entries[record.interval] = entry
      return
    }
    guard record.revision > entry.record.revision else { return }
    voice.entries[record.interval] = nil
    bytes += size - entry.size
    if let owed = entry.replace(by: record, size: size) { self.owed.append(owed) }
    voice.entries[record.interval] = entry
  }

  private mutating func newVoice(
    _ name: Name, at time: Duration, of channel: Int
  ) -> FleetVoice? {
    guard voices.count < limits.voices || forgetOneThatIsGone() else {
      refusals.tooMany += 1
      return nil
    }
    names.insert(name, at: names.firstIndex { name.precedes($0) } ?? names.count)
    return FleetVoice(server: name.server, channel: channel, lastSeen: time)
  }

  /// Makes room for a server where one will send no more, or has not for long, and has nothing left to give.
  private mutating func forgetOneThatIsGone() -> Bool {
    var oldest: (name: Name, lastSeen: Duration)?
    for (name, voice) in voices where !voice.holdsUp && voice.entries.isEmpty {
      if voice.lastSeen < oldest?.lastSeen ?? .seconds(Int.max / 2) {
        oldest = (name, voice.lastSeen)
      }
    }
    guard let oldest = oldest?.name else { return false }
    voices[oldest] = nil
    names.removeAll { $0 == oldest }
    return true
  }

  /// Notes which servers of a channel have sent nothing for the idle time-out by then; whether any of them is
  /// new among these.
  @discardableResult
  package mutating func note(time: Duration, of channel: Int = 0) -> Bool {
    var isNews = false
    // Without looking each up: nearly always there is none.
    for (name, voice) in voices {
      guard voice.channel == channel, !voice.isIdle, time - voice.lastSeen > idle else { continue }
      voices[name]?.isIdle = true
      isNews = true
    }
    return isNews
  }

  /// Notes that all has come that was there before the start.
  ///
  /// The interval in which the clock is stays context for the servers that have sent something of it; what
  /// they have sent of later ones counts.
  package mutating func endContext() {
    let last = clock.map { timing.interval(of: $0) } ?? .min
    for name in names { voices[name]?.count(after: last) }
  }

  /// Notes that an origin will send no more: the fleet does not wait for its servers.
  package mutating func leave(origin: [UInt8]) {
    for name in voices.keys where name.origin == origin { voices[name]?.isGone = true }
  }

  /// Has everything given that there is: no more records come.
  package mutating func end() { isEnding = true }

  /// The clock that all servers have reached that are waited for; `nil` if there is none.
  private var watermark: Int? {
    if isEnding { return voices.values.map(\.clock).max().map { $0 + 1 } }
    guard awaited.isEmpty else { return nil }
    return voices.values.lazy.filter(\.holdsUp).map(\.clock).min()
  }

  /// What comes next; `nil` if nothing is known for sure.
  ///
  /// Before it is done ``takeEnded(by:)`` must be asked for the intervals that end with its clock.
  ///
  /// - Complexity: O(servers).
  package mutating func nextMove() -> FleetMove? {
    guard let bound = watermark else { return nil }
    if var move = owed.popLast() {
      move.clock = clock ?? bound
      return move
    }
    let first = voices.values.reduce(nil as Int?) { first, voice in
      voice.nextClock(below: bound).map { min(first ?? $0, $0) } ?? first
    }
    guard let first else {
      // At the end the clock is that of the last hit.
      let target = isEnding ? bound - 1 : bound
      guard target > clock ?? .min, clock != nil || !isEnding else { return nil }
      clock = target
      return FleetMove(clock: target)
    }
    var move = FleetMove(clock: max(first, clock ?? .min))
    clock = move.clock
    for name in names {
      voices[name]?.give(below: min(move.clock + 1, bound), to: &move)
    }
    return move
  }
}
