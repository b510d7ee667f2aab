import AccessLog
import Alerting
import Feed
import Pipeline
import TallyCodec
import TestSupport
import Testing
import Traffic

/// Logs whose configuration is changed while they are written: no line is lost to the change, whatever
/// the chunks and the workers, and also if the program ends and begins again in the middle.
struct FormatChangeTests {
  private static let moment = Moment(wallClock: Instant(1_600_000_000), uptime: .seconds(9))
  /// 2020-07-08T08:00:00Z.
  private static let start = 1_594_195_200

  /// In what a test writes the same hits.
  enum Layout: CaseIterable {
    case common, vhost, json, ltsv, syslog, docker, compose

    /// The line of a hit in the hour from ``FormatChangeTests/start`` on.
    func line(_ second: Int) -> String {
      let common = LogFixture.line(
        FormatChangeTests.start + second, target: "/p\(second % 7)/x", bytes: second % 5)
      let combined = common + " \"-\" \"curl/8.1\""
      let digits = [second / 60, second % 60].map { $0 < 10 ? "0\($0)" : "\($0)" }
      let time = "2020-07-08T08:\(digits[0]):\(digits[1])+00:00"
      switch self {
      case .common: return common
      case .vhost: return "shop.example.org:443 " + combined
      case .json:
        return """
          {"time":"\(time)","remote_addr":"10.0.0.1","request":"GET /p\(second % 7)/x HTTP/1.1",\
          "status":200,"body_bytes_sent":\(second % 5)}
          """
      case .ltsv:
        return "time:\(time)\thost:10.0.0.1\treq:GET /p\(second % 7)/x HTTP/1.1\tstatus:200"
          + "\tsize:\(second % 5)"
      case .syslog: return "Jul  8 10:10:30 web1 nginx[7]: " + combined
      case .docker:
        let text = combined.replacing("\"", with: "\\\"")
        return #"{"log":"\#(text)\n","stream":"stdout","time":"2020-07-08T08:10:31Z"}"#
      case .compose: return "shop-1  | " + combined
      }
    }
  }

  /// Lines of one layout after the other, with what scanners send between them if that is wanted.
  private static func log(_ parts: [(Layout, Int)], probes: Bool) -> (lines: [String], hits: Int) {
    var lines: [String] = []
    var hits = 0
    for (layout, count) in parts {
      for _ in 0..<count {
        lines.append(layout.line(hits / 3))
        hits += 1
        if probes, hits % 11 == 0 { lines.append("\u{16}\u{3}\u{1}\u{2} probe") }
        if probes, hits % 67 == 0 { lines += ["", "# a comment", "- - -"] }
      }
    }
    return (lines, hits)
  }

  private static func settings() throws -> WatchSettings {
    WatchSettings(
      timing: Timing(),
      rules: [
        AlertRule(threshold: 1.5),
        AlertRule(
          name: RuleName("malformed"), measure: .malformed, windowSeconds: 10, threshold: 0.06),
      ],
      top: 99, keepsLines: true, isFollowing: false,
      scanner: LineScanner(memory: SourceMemory(), nameKey: 7))
  }

  /// What is told of chunks of about that size; the run ends and begins again before the chunk with that
  /// number.
  private static func told(
    _ lines: [String], size: Int, _ choice: FormatChoice = .auto, workers: Int = 2,
    restartingAt restart: Int? = nil
  ) async throws -> [TrafficEvent] {
    var memory = SourceMemory(choice)
    let intakes = try LogFixture.chunks(LogFixture.bytes(lines), size: size).map { chunk in
      let span = SourceSpan(source: "a", end: chunk.count, memory: memory)
      unsafe memory.learn(chunk.span.bytes)
      // As a later run takes it from the state.
      memory = try #require(SourceMemory(bytes: memory.bytes))
      return Intake.lines(chunk, as: .live, readAt: moment, spans: [span])
    }
    let settings = try settings()
    var saved = SavedWatch(watch: Watch(settings, startsWithContext: false))
    var events: [TrafficEvent] = []
    let cut = restart.map { min($0, intakes.count) } ?? 0
    for (number, part) in [intakes[..<cut], intakes[cut...]].enumerated() {
      let log = EventLog()
      let aggregator = Aggregator(
        saved.watch, doubts: saved.doubts, tails: saved.tails, limit: workers,
        bus: EventBus([try SinkQueue(log, whenSlow: .holdUp)]))
      let (stream, continuation) = AsyncStream.makeStream(of: Intake.self)
      if restart != nil, number == 1 {
        continuation.yield(.contextEnds(modified: nil, coveredSince: nil, at: moment))
      }
      for intake in part { continuation.yield(intake) }
      continuation.finish()
      let pump = LinePump(
        into: aggregator, timing: settings.timing, scanner: settings.scanner,
        counting: settings.counting)
      try await pump.run(stream)
      if number == 0 {
        let writer = await aggregator.write(to: RecordWriter(), at: moment)
        var reader = RecordReader(writer.bytes)
        saved = try SavedWatch(from: &reader, settings: settings, at: moment)
      } else {
        await aggregator.finish()
      }
      events += await log.events(of: aggregator)
    }
    return events
  }

  /// What counts: all but the sources' events, and what Common Log Format has not.
  private static func numbers(_ events: [TrafficEvent]) -> [TrafficEvent] {
    events.filter {
      switch $0 {
      case .source, .caughtUp, .resumed: false
      default: true
      }
    }.map(\.withoutDurations)
  }

  /// The formats that were found, in their order.
  private static func formats(_ events: [TrafficEvent]) -> [String] {
    events.compactMap {
      if case .source(let event, _) = $0, case .format(let finding) = event.change {
        finding.format.name
      } else {
        nil
      }
    }
  }

  @Test(arguments: Layout.allCases, [false, true])
  func noLineIsLostToAChangeOfFormat(first: Layout, probes: Bool) async throws {
    let unchanged = FormatChangeTests.log([(.common, 700)], probes: probes)
    let expected = FormatChangeTests.numbers(
      try await FormatChangeTests.told(unchanged.lines, size: 1_000_000))
    #expect(expected.summary?.statistics.hits == unchanged.hits)
    for second in Layout.allCases where second != first {
      let parts = [(first, 400), (second, 300)]
      let lines = FormatChangeTests.log(parts, probes: probes).lines
      for size in [1, 700, 9_000, 1_000_000] {
        let events = try await FormatChangeTests.told(lines, size: size)
        #expect(
          FormatChangeTests.numbers(events) == expected,
          "\(first) to \(second), chunks of \(size)")
        #expect(FormatChangeTests.formats(events).count == 2)
      }
    }
  }

  /// Directives in the middle of a file tell the format of the lines behind them, and those before it
  /// were read are read again.
  @Test(arguments: Layout.allCases.filter { $0 != .docker }, [false, true])
  func linesBehindDirectivesAreNotLost(first: Layout, probes: Bool) async throws {
    let directives = [
      "#Software: a server", "#Fields: date time c-ip cs-method cs-uri-stem sc-status sc-bytes",
    ]
    func columns(_ line: String) -> String {
      let words = line.split(separator: " ")
      guard words.count == 10, line.contains("HTTP/1.1") else { return line }
      return "2020-07-08 \(words[3].suffix(8)) 10.0.0.1 GET \(words[6]) 200 \(words[9])"
    }
    for before in [1, 30, 400] {
      let behind = FormatChangeTests.log([(.common, before + 300)], probes: probes).lines
      let start = FormatChangeTests.log([(.common, before)], probes: probes).lines.count
      let same = behind[..<start] + directives + behind[start...]
      let expected = FormatChangeTests.numbers(
        try await FormatChangeTests.told(Array(same), size: 1_000_000))
      #expect(expected.summary?.statistics.hits == before + 300)
      let lines =
        FormatChangeTests.log([(first, before)], probes: probes).lines + directives
        + behind[start...].map(columns)
      for size in [1, 700, 9_000, 1_000_000] {
        let events = try await FormatChangeTests.told(lines, size: size)
        #expect(
          FormatChangeTests.numbers(events) == expected,
          "\(first), \(before) lines, chunks of \(size)")
        #expect(FormatChangeTests.formats(events).last == "w3c")
      }
      let resumed = try await FormatChangeTests.told(
        lines, size: 500, restartingAt: lines.count / 40)
      #expect(FormatChangeTests.numbers(resumed) == expected)
    }
  }

  @Test(arguments: [false, true])
  func aRunThatBeginsAgainInAChangeLosesNoLine(probes: Bool) async throws {
    let parts: [(Layout, Int)] = [(.common, 300), (.vhost, 200), (.json, 200), (.syslog, 100)]
    let lines = FormatChangeTests.log(parts, probes: probes).lines
    let whole = FormatChangeTests.numbers(try await FormatChangeTests.told(lines, size: 500))
    #expect(whole.summary?.statistics.hits == 800)
    for restart in stride(from: 50, through: 280, by: 3) {
      let events = try await FormatChangeTests.told(lines, size: 500, restartingAt: restart)
      #expect(FormatChangeTests.numbers(events) == whole, "before chunk \(restart)")
    }
  }

  /// The first record of a container's log may be one that was split.
  @Test(arguments: ["cri", "docker"], [FormatChoice.auto, .named(.combined)])
  func aSplitRecordTellsTheFormat(envelope: String, choice: FormatChoice) async throws {
    func piece(_ text: Substring, isLast: Bool, _ stream: String = "stdout") -> String {
      guard envelope == "docker" else {
        return "2020-07-08T08:10:31.1Z \(stream) \(isLast ? "F" : "P") \(text)"
      }
      let escaped = text.replacing("\"", with: "\\\"") + (isLast ? "\\n" : "")
      return #"{"log":"\#(escaped)","stream":"\#(stream)","time":"2020-07-08T08:10:31Z"}"#
    }
    for cuts in [[5], [40, 41], [100], [12, 60, 110]] {
      var lines: [String] = [piece("listening", isLast: true, "stderr")]
      for second in 0..<5 {
        let record = Layout.common.line(second) + " \"-\" \"curl/8.1\""
        var rest = record[...]
        for cut in zip(cuts, [0] + cuts).map({ $0 - $1 }) {
          lines.append(piece(rest.prefix(cut), isLast: false))
          rest = rest.dropFirst(cut)
        }
        lines += [piece("other", isLast: false, "stderr"), piece("x", isLast: true, "stderr")]
        lines.append(piece(rest, isLast: true))
      }
      for size in [1, 200, 100_000] {
        let events = try await FormatChangeTests.told(lines, size: size, choice)
        #expect(events.summary?.statistics.hits == 5, "\(cuts), chunks of \(size)")
        for restart in 0..<9 where size == 1 {
          let resumed = try await FormatChangeTests.told(
            lines, size: 1, choice, restartingAt: restart)
          #expect(FormatChangeTests.numbers(resumed) == FormatChangeTests.numbers(events))
        }
      }
    }
  }

  /// Bursts of another program's lines are read, and do not cost the lines around them.
  @Test(arguments: [1, 3, 4, 10, 50])
  func burstsOfOtherLinesCostNothingAround(burst: Int) async throws {
    let parts = (0..<20).flatMap { _ in [(Layout.common, 60), (Layout.vhost, burst)] }
    let (lines, hits) = FormatChangeTests.log(parts, probes: false)
    var told: [[TrafficEvent]] = []
    for size in [1, 2_000, 1_000_000] {
      let events = try await FormatChangeTests.told(lines, size: size)
      let summary = try #require(events.summary)
      #expect(summary.counts.malformed + summary.statistics.hits == hits)
      #expect(summary.counts.lines == hits)
      #expect(summary.statistics.hits >= 20 * 60)
      told.append(events)
    }
    #expect(told[0] == told[1] && told[1] == told[2])
  }
}
