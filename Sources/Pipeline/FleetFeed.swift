import AccessLog
package import Feed
import Fleet
import Traffic

/// What an aggregator knows of servers that send tallies in place of lines.
///
/// Without such a server it does nothing. From the first of their records on the lines of all other sources
/// are added up as those of one more server.
package struct FleetFeed: Sendable {
  /// The name of the server that the lines which are read here are taken for.
  static let here = Array("(lines)".utf8)

  /// For how long a server may send nothing before the others go on without it.
  let idle: Duration
  /// Sources that have said nothing yet.
  private var awaited: Set<SourceName>
  var book: FleetBook?
  /// Adds up the lines of all other sources.
  var fold: ServerFold?
  private var carried = CarriedClock()
  private var hasCaughtUp = false
  /// What is to be said of servers and their records.
  var news = FleetNews()
  /// By their names, the sources whose records have times of arrival.
  private var channels: [SourceName: Int] = [:]

  /// Creates a feed without servers; at the start the fleet waits for all `awaited` sources, which may send
  /// tallies.
  package init(idle: Duration = .seconds(60), awaiting awaited: some Sequence<SourceName> = []) {
    self.idle = idle
    self.awaited = Set(awaited)
  }

  /// Why lines cannot be shown, if there are servers that do not send them.
  var withoutLines: String? {
    guard let count = book?.servers().count(where: { $0.server != FleetFeed.here }), count > 0
    else { return nil }
    return "not of \(count == 1 ? "1 server" : "\(count) servers"), which send tallies and no lines"
  }

  mutating func begin(_ settings: WatchSettings, clock: Instant?) {
    guard book == nil else { return }
    let counting = settings.counting
    var book = FleetBook(
      timing: settings.timing, scanner: settings.scanner, counting: counting, idle: idle,
      clock: clock?.seconds)
    book.expect(awaited.map(\.bytes))
    self.book = book
    fold = ServerFold(
      origin: FleetFeed.here, server: FleetFeed.here, timing: settings.timing,
      scanner: settings.scanner, counting: counting, clock: clock?.seconds)
  }

  /// The number of the clock that the arrivals of a source are by.
  mutating func channel(of source: SourceName) -> Int {
    if let known = channels[source] { return known }
    channels[source] = channels.count + 1
    return channels.count
  }

  /// Notes that something has come from sources, or that nothing will for now.
  mutating func release(_ sources: some Sequence<SourceName>) {
    guard !awaited.isEmpty else { return }
    for source in sources where awaited.remove(source) != nil { book?.release(source.bytes) }
  }

  mutating func note(_ event: SourceEvent) {
    switch event.change {
    case .waiting, .failed, .ended: release([event.source])
    default: break
    }
  }

  /// Notes that all that was there at the start has come.
  mutating func catchUp(at moment: Moment, modified: Instant?) {
    hasCaughtUp = true
    book?.endContext()
    release(Array(awaited))
    carried.start(fold?.instant, modified: modified, at: moment)
  }

  /// Adds lines that are here.
  mutating func add(_ chunk: ChunkTally, as origin: Origin, at moment: Moment) {
    let before = fold?.instant
    fold?.add(chunk, as: origin)
    carried.note(chunk, clock: fold?.instant, before: before, at: moment)
    take(at: moment)
  }

  /// Carries the clock of the lines that are here on while none come.
  mutating func tick(at moment: Moment, isInDoubt: Bool) {
    guard book != nil, hasCaughtUp else { return }
    if isInDoubt {
      carried.hold(fold?.instant, at: moment)
    } else if let now = carried.clock(at: moment) {
      fold?.advance(to: now.seconds)
    }
    take(at: moment)
    book?.note(time: moment.uptime)
  }

  private mutating func take(at moment: Moment) {
    let wall = hasCaughtUp ? moment.wallClock.seconds : nil
    for record in fold?.takeRecords(wall: wall) ?? [] {
      book?.take(record, size: 0, at: moment.uptime, wall: wall)
    }
  }
}
