import AccessLog
import Alerting
import Fleet
import Pipeline
import TestSupport
import Testing
import Traffic

/// What a fleet says is what one process says of all lines in one log.
@Suite struct FleetBookTests {
  /// The first event that differs, and what each side has around it.
  private static func difference(_ events: [TrafficEvent], _ expected: [TrafficEvent]) -> String {
    let place = zip(events, expected).enumerated().first { $0.element.0 != $0.element.1 }?.offset
    let around = max(0, (place ?? min(events.count, expected.count)) - 2)
    return "\(place ?? -1)\n"
      + [events, expected].map { list in
        list[min(around, list.count)...].prefix(5).map(words).joined(separator: "\n")
      }.joined(separator: "\ninstead of\n")
  }

  private static func words(_ event: TrafficEvent) -> String {
    switch event {
    case .interval(let report):
      "interval \(report.start.seconds - FleetLog.start) \(report.statistics.hits) \(report.counts)"
    case .alert(let alert):
      "\(alert.rule.name) \(alert.state) \(alert.time.seconds - FleetLog.start)"
        + " \(alert.reading)"
    case .summary(let summary): "summary \(summary.statistics.hits) \(summary.counts)"
    default: "\(event)"
    }
  }

  @Test(arguments: 1...6 as ClosedRange<UInt64>)
  func theVerdictsAreThoseOfTheMergedLog(seed: UInt64) throws {
    let run = try FleetRun(FleetLog(servers: 4, seconds: 200, seed: seed))
    var random = SeededRandom(seed: seed)
    var batches = run.log.names.indices.map { run.records(of: $0, &random)[...] }
    var watch = Watch(run.settings, startsWithContext: false)
    var book = run.book()
    book.expect(run.log.names.map { Array($0.utf8) })
    var events: [TrafficEvent] = []
    var taken: [[UInt8]] = []
    while let server = batches.indices.filter({ !batches[$0].isEmpty }).randomElement(
      using: &random)
    {
      for bytes in batches[server].removeFirst() {
        book.take(bytes, at: .zero)
        taken.append(bytes)
        // Another shows up again, as after a rebalance.
        if random.once(in: 3), let again = taken.randomElement(using: &random) {
          book.take(again, at: .zero)
        }
      }
      book.release(Array(run.log.names[server].utf8))
      if random.once(in: 2) { events += watch.settle(&book, at: FleetRun.moment) }
    }
    events += run.finish(&watch, &book)
    let expected = run.expected
    let isAlike = events == expected
    #expect(isAlike, "\(Self.difference(events, expected))")
    #expect(expected.count > 20 && book.refusals.count == 0)
  }

  @Test(arguments: 1...3 as ClosedRange<UInt64>)
  func theOrderOfRecordsDoesNotMatter(seed: UInt64) throws {
    let run = try FleetRun(FleetLog(servers: 3, seconds: 120, seed: seed))
    var random = SeededRandom(seed: seed)
    var all = run.log.names.indices.flatMap { run.records(of: $0, &random).flatMap(\.self) }
    all.shuffle(using: &random)
    var watch = Watch(run.settings, startsWithContext: false)
    var book = run.book()
    for bytes in all + all.shuffled(using: &random) { book.take(bytes, at: .zero) }
    let events = run.finish(&watch, &book)
    let expected = run.expected
    let isAlike = events == expected
    #expect(isAlike, "\(Self.difference(events, expected))")
  }

  /// A fold that ends begins again where the oldest interval began that was open.
  @Test(arguments: 1...4 as ClosedRange<UInt64>)
  func aFoldThatBeginsAgainChangesNothing(seed: UInt64) throws {
    let run = try FleetRun(FleetLog(servers: 2, seconds: 200, seed: seed))
    var random = SeededRandom(seed: seed)
    var watch = Watch(run.settings, startsWithContext: false)
    var book = run.book()
    for server in run.log.names.indices {
      var fold = run.fold(server)
      // Where each chunk began, and what the clock showed.
      var turns: [(place: Int, clock: Int?)] = [(0, nil)]
      var place = 0
      var mostRead = 0
      var restarts = 0
      while place < run.log.lines[server].count {
        let end = min(run.log.lines[server].count, place + random.number(1...8))
        fold.add(run.chunk(place..<end, of: server))
        place = end
        turns.append((place, fold.clock))
        // One that has begun again says nothing before it knows as much as was said.
        guard place >= mostRead else { continue }
        mostRead = place
        for record in fold.takeRecords() { book.take(record.bytes, at: .zero) }
        guard random.once(in: 7) else { continue }
        restarts += 1
        let turn = (fold.firstOpenTurn ?? fold.turn + 1) - 1
        place = turns[turn].place
        let later = ServerFold(
          origin: fold.origin, server: fold.server, timing: FleetRun.timing,
          scanner: FleetRun.scanner(UInt64(server) + 100), counting: run.counting,
          clock: turns[turn].clock, closedThrough: fold.closedThrough, revision: fold.revision)
        fold = later
        turns = [turns[turn]]
      }
      #expect(restarts > 3)
    }
    let events = run.finish(&watch, &book)
    let expected = run.expected
    let isAlike = events == expected
    #expect(isAlike, "\(Self.difference(events, expected))")
  }

  /// The fleet goes on without a server that is silent; what it sends later is late, and in the total.
  @Test func anIdleServerHoldsNothingUp() throws {
    let run = try FleetRun(FleetLog(servers: 2, seconds: 200, seed: 9))
    var random = SeededRandom(seed: 9)
    let (one, other) = (run.records(of: 0, &random), run.records(of: 1, &random))
    var watch = Watch(run.settings, startsWithContext: false)
    var book = run.book()
    for bytes in other.prefix(3).joined() { book.take(bytes, at: .zero) }
    for bytes in one.joined() { book.take(bytes, at: .seconds(61)) }
    var events = watch.settle(&book, at: FleetRun.moment)
    let heldAt = try #require(book.clock)
    book.note(time: .seconds(61))
    #expect(book.servers().map(\.state) == [.sending, .idle])
    events += watch.settle(&book, at: FleetRun.moment)
    #expect(try #require(book.clock) > heldAt + 100)
    for bytes in other.dropFirst(3).joined() { book.take(bytes, at: .seconds(70)) }
    #expect(book.servers().map(\.state) == [.sending, .sending])
    events += run.finish(&watch, &book)
    var intervals = 0
    var summary: Summary?
    for event in events {
      if case .interval(let report) = event { intervals += report.statistics.hits }
      if case .summary(let all) = event { summary = all }
    }
    let expected = try #require(
      run.expected.compactMap { if case .summary(let all) = $0 { all } else { nil } }.first)
    let all = try #require(summary)
    #expect(all.statistics.hits == expected.statistics.hits)
    let isAlike = all.statistics == expected.statistics
    #expect(isAlike)
    #expect(all.counts.late > expected.counts.late)
    #expect(intervals + all.counts.late == all.statistics.hits)
    #expect(all.counts.malformed == expected.counts.malformed)
  }

  /// The hits of a server that is ahead wait, while those of others have more names than are kept.
  @Test func aGroupHasItsNameThoughItsHitsHaveWaited() {
    let settings = FleetRun.byPath
    var book = FleetBook(
      timing: FleetRun.timing, scanner: settings.scanner, counting: settings.counting,
      idle: .seconds(60))
    var folds = ["ahead", "behind"].map { FleetRun.fold(of: $0, settings.counting) }
    func take(_ hits: [(second: Int, target: String)], of server: Int) {
      folds[server].add(FleetRun.chunk(hits, settings.counting))
      for record in folds[server].takeRecords() { book.take(record.bytes, at: .zero) }
    }
    var watch = Watch(settings, startsWithContext: false)
    let busy = Array(repeating: (second: 50, target: "/busy"), count: 10)
    take([(0, "/")] + busy + [(70, "/")], of: 0)
    take([(0, "/")], of: 1)
    var events = watch.settle(&book, at: FleetRun.moment)
    take((0..<40_000).map { ($0 / 1_000, "/\($0)") } + [(70, "/")], of: 1)
    events += watch.settle(&book, at: FleetRun.moment)
    events += watch.settleAll(&book, at: FleetRun.moment) + watch.finish()
    let groups = events.compactMap { event in
      if case .alert(let alert) = event, alert.state == .triggered { alert.group } else { nil }
    }
    #expect(groups == [Array("/busy".utf8)])
  }

  @Test func whatCannotBeReadIsCounted() throws {
    let run = try FleetRun(FleetLog(servers: 1, seconds: 20, seed: 1))
    var random = SeededRandom(seed: 1)
    let bytes = try #require(run.records(of: 0, &random).first?.first)
    var book = run.book()
    var newer = bytes
    // The number behind the tag of the version.
    newer[1] = 9
    book.take(newer, at: .zero)
    book.take(Array(bytes.dropLast(3)), at: .zero)
    book.take([], at: .zero)
    var other = try MetricsRecord(bytes, scanner: run.settings.scanner, counting: run.counting)
    other.timing.latenessSeconds = 5
    book.take(other, size: 1, at: .zero)
    #expect(book.refusals.newer == 1 && book.refusals.newestVersion == 9)
    #expect(book.refusals.damaged == 2 && book.refusals.otherTiming == 1)
    #expect(book.refusals.count == 4 && book.servers().isEmpty)
  }

  @Test func anyDamageGivesAnErrorOrARecord() throws {
    let run = try FleetRun(FleetLog(servers: 1, seconds: 30, seed: 2))
    var random = SeededRandom(seed: 2)
    let records = run.records(of: 0, &random).flatMap(\.self)
    var refused = 0
    for round in 0..<500 {
      var bytes = records[round % records.count]
      for _ in 0..<random.number(1...3) {
        bytes[random.below(bytes.count)] = UInt8(random.number(0...255))
      }
      var book = run.book()
      book.take(bytes, at: .zero)
      refused += book.refusals.count
      guard book.refusals.count == 0, round % 4 == 0 else { continue }
      var watch = Watch(run.settings, startsWithContext: false)
      _ = run.finish(&watch, &book)
    }
    #expect(refused > 100)
  }

  @Test func moreThanCanBeKeptIsRefusedAndCounted() throws {
    let run = try FleetRun(FleetLog(servers: 3, seconds: 60, seed: 3))
    var random = SeededRandom(seed: 3)
    var limits = FleetBook.Limits()
    limits.voices = 2
    var book = FleetBook(
      timing: FleetRun.timing, scanner: run.settings.scanner, counting: run.counting,
      idle: .seconds(60), limits: limits)
    for server in 0..<3 {
      for bytes in run.records(of: server, &random).joined() { book.take(bytes, at: .zero) }
    }
    #expect(book.servers().count == 2 && book.refusals.tooMany > 0)
    limits.voices = 3
    limits.bytes = 5_000
    var small = FleetBook(
      timing: FleetRun.timing, scanner: run.settings.scanner, counting: run.counting,
      idle: .seconds(60), limits: limits)
    for bytes in run.records(of: 0, &random).joined() { small.take(bytes, at: .zero) }
    #expect(small.refusals.tooMany > 0)
  }
}
