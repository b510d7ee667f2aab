import AccessLog
import Alerting
import Pipeline
import Reporting
import Traffic

/// A log in one piece and in chunks, and what is reported of it.
struct LinesTarget {
  private static let wallClock = 1_600_000_000

  private let timing: Timing
  private let windowSeconds: Int
  private let threshold: Double
  private let chunkSize: Int
  private let format: FormatChoice
  private let top: Int
  private let log: [UInt8]

  init(_ input: FuzzInput) {
    var input = input
    (timing, windowSeconds) = input.choice(of: [
      (Timing(), 120), (Timing(intervalSeconds: 1, latenessSeconds: 0), 1),
      (Timing(intervalSeconds: 7, latenessSeconds: 5), 33),
      (Timing(intervalSeconds: 60, latenessSeconds: 100), 10),
    ])
    threshold = Double(input.choice()) / 64
    chunkSize = 1 + input.choice() * 3
    format = input.choice(of: FormatChoice.names.map { FormatChoice(name: $0) ?? .auto })
    top = input.choice(of: [.max, 0, 1, 10])
    log = Array(input.rest)
  }

  func check() {
    let whole = events(in: [log])
    require(whole == events(in: chunks()), "chunks give the same as the whole")
    var sums = LineSums(top: top)
    for event in whole { sums.add(event) }
    sums.check(lines: lineCount)
    checkReports(whole)
    checkReferences()
  }

  private func events(in chunks: [[UInt8]]) -> [TrafficEvent] {
    var memory = SourceMemory(format)
    let scanner = LineScanner(memory: memory, nameKey: 7)
    let settings = WatchSettings(
      timing: timing, rules: [AlertRule(windowSeconds: windowSeconds, threshold: threshold)],
      top: top, isFollowing: false, scanner: scanner)
    var watch = Watch(settings, startsWithContext: false)
    let moment = Moment(wallClock: Instant(LinesTarget.wallClock), uptime: .seconds(1))
    var events: [TrafficEvent] = []
    for chunk in chunks {
      let tally = ChunkTallier.tally(
        chunk, parts: [LinePart(end: chunk.count, memory: memory)], timing: timing,
        scanner: scanner)
      unsafe memory.learn(chunk.span.bytes)
      events += watch.add(tally, as: .live, readAt: moment)
    }
    return events + watch.finish()
  }

  private func chunks() -> [[UInt8]] {
    var chunks: [[UInt8]] = []
    var start = 0
    while start < log.count {
      var end = min(log.count, start + chunkSize)
      while end < log.count, log[end - 1] != UInt8(ascii: "\n") { end += 1 }
      chunks.append(Array(log[start..<end]))
      start = end
    }
    return chunks
  }

  private var lineCount: Int {
    let newlines = log.count { $0 == UInt8(ascii: "\n") }
    return newlines + (log.isEmpty || log.last == UInt8(ascii: "\n") ? 0 : 1)
  }

  private func checkReports(_ events: [TrafficEvent]) {
    let json = JSONReport(top: top)
    let plain = PlainReport(zone: .utc, top: min(top, 1_000))
    for event in events {
      // What was held back and is released is told to channels alone: reports have all transitions.
      if case .released = event { continue }
      checkJSONLines(json.bytes(of: event))
      let isPrintable = plain.bytes(of: event).allSatisfy {
        $0 == UInt8(ascii: "\n") || (0x20..<0x7F).contains($0)
      }
      require(isPrintable, "plain text is printable")
    }
  }

  /// Holds each line of Common Log Format against the rules written down a second time.
  private func checkReferences() {
    guard case .named(let format) = format, format == .common || format == .combined else { return }
    for line in log.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
      let bytes = Array(line.last == UInt8(ascii: "\r") ? line.dropLast() : line)
      var parser = LineParser(format: format)
      let parsed = parser.parse(unsafe bytes.span.bytes, 0..<bytes.count)
      ReferenceLine(bytes).check(parsed, bytes, format: format)
    }
  }
}

extension Report {
  fileprivate func bytes(of event: TrafficEvent) -> [UInt8] {
    var bytes: [UInt8] = []
    switch event {
    case .alert(let transition): append(transition, to: &bytes)
    case .interval(let interval): append(interval, to: &bytes)
    case .silence(let silence): for report in silence.reports { append(report, to: &bytes) }
    case .summary(let summary): append(summary, to: &bytes)
    case .source(let event, let time): append(event, at: time, to: &bytes)
    case .caughtUp, .rulesEnded, .silenced, .released, .resumed, .judged: break
    }
    return bytes
  }
}
