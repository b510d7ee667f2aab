import AccessLog
package import Alerting
package import Traffic

/// One JSON object a line, for programs: keys always in the same order, times in UTC.
///
/// Rates and averages have at most 3 decimals, the mean of the response bytes at most 2, and the
/// threshold is as it was entered. What does not exist, such as the mean of nothing, is `null`.
package struct JSONReport: Report {
  /// The most sections that are listed.
  package var top: Int

  package init(top: Int) {
    self.top = top
  }

  package func append(_ interval: IntervalReport, to bytes: inout [UInt8]) {
    bytes.append(UInt8(ascii: "{"))
    bytes.appendField("type", "interval")
    append(
      start: interval.start, end: interval.end, rate: interval.rate,
      interval.statistics, interval.counts, to: &bytes)
    bytes.append("}\n")
  }

  package func append(_ summary: Summary, to bytes: inout [UInt8]) {
    bytes.append(UInt8(ascii: "{"))
    bytes.appendField("type", "summary")
    append(
      start: summary.span?.lowerBound, end: summary.span?.upperBound, rate: summary.rate,
      summary.statistics, summary.counts, to: &bytes)
    bytes.appendField("lines", summary.counts.lines)
    bytes.append("}\n")
  }

  package func append(_ transition: AlertTransition, to bytes: inout [UInt8]) {
    let time = Zone.utc.iso8601(transition.time)
    bytes.append(UInt8(ascii: "{"))
    bytes.appendField("type", "alert")
    bytes.appendField("rule", transition.rule.name)
    bytes.appendField("state", transition.state.rawValue)
    bytes.appendField("time", time)
    bytes.appendField("hits", transition.hits)
    bytes.appendField("average", transition.average, places: 3)
    bytes.append(key: "threshold")
    bytes.append(exactly: transition.rule.threshold)
    bytes.appendField("window", transition.rule.windowSeconds)
    bytes.appendField("message", transition.message(time: time))
    bytes.append("}\n")
  }

  package func append(_ notice: SourceNotice, to bytes: inout [UInt8]) {
    bytes.append(UInt8(ascii: "{"))
    bytes.appendField("type", "source")
    bytes.appendField("event", notice.event.rawValue)
    bytes.appendField("path", notice.path)
    bytes.appendField("reason", notice.reason)
    bytes.appendField("time", Zone.utc.iso8601(notice.time))
    bytes.append("}\n")
  }

  /// The keys that an interval and a summary have in common.
  private func append(
    start: Instant?, end: Instant?, rate: Double?, _ statistics: Statistics, _ counts: LineCounts,
    to bytes: inout [UInt8]
  ) {
    bytes.appendField("start", start.map(Zone.utc.iso8601))
    bytes.appendField("end", end.map(Zone.utc.iso8601))
    bytes.appendField("hits", statistics.hits)
    bytes.appendField("rate", rate, places: 3)
    bytes.appendField("bytes", statistics.bytes)
    bytes.appendField("hosts", statistics.hosts)
    bytes.appendField("errors", statistics.errors)
    bytes.append(key: "sections")
    bytes.append(sections: statistics.sections.prefix(top))
    bytes.append(key: "statuses")
    bytes.append(statuses: statistics.statuses)
    bytes.append(key: "classes")
    bytes.append(classesOf: statistics)
    bytes.append(key: "methods")
    bytes.append(methods: statistics.methods)
    bytes.append(key: "response_bytes")
    bytes.append(statistics.responseBytes)
    bytes.appendField("late", counts.late)
    bytes.appendField("skewed", counts.skewed)
    bytes.appendField("malformed", counts.malformed)
    bytes.appendField("comments", counts.comments)
  }
}
