package import AccessLog
package import Alerting
package import Feed
import Query
package import Traffic

/// A report for people: a block of text for each interval, 80 columns of ASCII, fit for a terminal
/// in any locale, a mail or a log file.
package struct PlainReport: Report {
  /// The clock that times are shown by.
  package var zone: Zone
  /// The most sections that are listed.
  package var top: Int

  package init(zone: Zone, top: Int) {
    self.zone = zone
    self.top = top
  }

  package func append(
    _ interval: IntervalReport, to bytes: inout [UInt8], takePiece: TakePiece
  ) {
    bytes.append(heading: span(interval.start, interval.end), rule: UInt8(ascii: "-"))
    if interval.statistics.hits == 0 {
      let seconds = interval.end - interval.start
      bytes.append(contentsOf: "  No traffic in the last \(seconds) s\n".utf8)
    } else {
      append(interval.statistics, rate: interval.rate, to: &bytes)
    }
    bytes.append(cells: remarks(interval.counts), label: "lines")
    append(lists: interval.statistics, to: &bytes, takePiece: takePiece)
    bytes.offer(to: takePiece)
    bytes.append(UInt8(ascii: "\n"))
  }

  package func append(_ summary: Summary, to bytes: inout [UInt8], takePiece: TakePiece) {
    let span = summary.span.map { "  " + self.span($0.lowerBound, $0.upperBound) } ?? ""
    bytes.append(heading: "Summary" + span, rule: UInt8(ascii: "="))
    if let rate = summary.rate {
      append(summary.statistics, rate: rate, to: &bytes)
    } else {
      bytes.append(contentsOf: "  No traffic\n".utf8)
    }
    let lines = "\(summary.counts.lines.grouped) read"
    bytes.append(cells: [lines] + remarks(summary.counts), label: "lines")
    append(lists: summary.statistics, to: &bytes, takePiece: takePiece)
    bytes.offer(to: takePiece)
    bytes.append(UInt8(ascii: "\n"))
  }

  package func append(_ transition: AlertTransition, to bytes: inout [UInt8]) {
    let message = transition.message(time: zone.iso8601(transition.time), forTerminal: true)
    bytes.append(contentsOf: message.utf8)
    if transition.isSinceBefore { bytes.append(contentsOf: "; since before that".utf8) }
    if let found = transition.foundAt {
      bytes.append(contentsOf: "; found at \(zone.iso8601(found))".utf8)
    }
    if let why = transition.causes?.sentence {
      bytes.append(contentsOf: "\n  \(why)".utf8)
    }
    bytes.append(contentsOf: "\n\n".utf8)
  }

  package func append(_ event: SourceEvent, at time: Instant, to bytes: inout [UInt8]) {
    let path = printableText(event.source.bytes)
    let sentence =
      switch event.change {
      case .opened: "Reading \(path)"
      case .rotated: "\(path) was rotated"
      case .truncated: "\(path) was truncated"
      case .waiting: "Waiting for \(path)"
      case .failed: "Cannot read \(path)"
      case .resumed: "\(path) can be read again"
      case .missed: "Lines of \(path) are missing"
      case .clock(0): "The clock of \(path) is right again"
      case .clock(let seconds):
        "The clock of \(path) is \(abs(seconds)) s \(seconds > 0 ? "ahead" : "behind")"
      case .dropped(let count): "\(count) messages to \(path) were dropped: they came too fast"
      case .lag(.none): "\(path) has caught up"
      case .lag: "\(path) is behind"
      case .lost: "Records of \(path) are missing"
      case .ended: "\(path) has ended"
      case .unparsed(let unparsed):
        "Cannot parse \(path): \(unparsed.malformed.grouped) malformed lines and no hit"
      case .parsed: "\(path) can be parsed again"
      case .unpaired(let hits):
        "\(path) has \(hits.grouped) \(hits == 1 ? "hit" : "hits") so far whose request stands in a line "
          + "that is not known"
      case .format(let finding):
        "\(path) is read as \(finding.format.name): \(basis(of: finding))"
      }
    let reason = event.change.reason.map { ": " + printableText($0.utf8) } ?? ""
    bytes.append(contentsOf: "\(zone.iso8601(time))  \(sentence)\(reason)\n".utf8)
    if case .unparsed(let unparsed) = event.change {
      bytes.append(contentsOf: "  expected  \(unparsed.expected)\n".utf8)
      bytes.append(contentsOf: "  example   \(printableText(unparsed.example.prefix(200)))\n".utf8)
    }
    bytes.append(UInt8(ascii: "\n"))
  }

  /// What a format was found by.
  private func basis(of finding: FormatFinding) -> String {
    guard finding.read > 0 else { return "its directives say so" }
    let lines = finding.lines == 1 ? "line" : "lines"
    return "\(finding.read.grouped) of \(finding.lines.grouped) \(lines) looked at"
      + (finding.next.map { ", which may be \($0.name) too" } ?? "")
  }

  private func span(_ start: Instant, _ end: Instant) -> String {
    ClockReading(start, in: zone).span(to: ClockReading(end, in: zone))
  }
}
