package import AccessLog
package import Alerting
package import Feed
import Query
package import Traffic

/// A report for programs: one JSON object a line, keys always in the same order, times in UTC.
///
/// Rates and averages have at most 3 decimals unless they are less than a thousandth, the mean of the response bytes has at most 2, and the
/// threshold is written as it was entered. A value that does not exist, such as the mean of no hits,
/// is `null`.
package struct JSONReport: Report {
  /// The most sections that are listed.
  package var top: Int

  package init(top: Int) {
    self.top = top
  }

  package func append(
    _ interval: IntervalReport, to bytes: inout [UInt8], takePiece: TakePiece
  ) {
    bytes.append(#"{"type":"interval""#)
    append(
      start: interval.start, end: interval.end, rate: interval.rate,
      interval.statistics, interval.counts, to: &bytes, takePiece: takePiece)
    bytes.append(interval.followedFrom == nil ? #","partial":false"# : #","partial":true"#)
    bytes.append("}\n")
  }

  package func append(_ summary: Summary, to bytes: inout [UInt8], takePiece: TakePiece) {
    bytes.append(#"{"type":"summary""#)
    append(
      start: summary.span?.lowerBound, end: summary.span?.upperBound, rate: summary.rate,
      summary.statistics, summary.counts, to: &bytes, takePiece: takePiece)
    bytes.append(#","partial":false"#)
    bytes.append(#","lines":"#, summary.counts.lines)
    bytes.append("}\n")
  }

  package func append(_ transition: AlertTransition, to bytes: inout [UInt8]) {
    let time = Zone.utc.iso8601(transition.time)
    bytes.append(#"{"type":"alert","rule":"#, transition.rule.name.description)
    bytes.append(#","state":"#, transition.state.rawValue)
    bytes.append(#","time":"#, time)
    bytes.append(#","hits":"#, transition.hits)
    let average = transition.average
    bytes.append(
      #","average":"#, average, places: MeasureUnit.perSecond.decimals(of: average))
    bytes.append(#","threshold":"#)
    bytes.append(exactly: transition.limit)
    bytes.append(#","window":"#, transition.rule.windowSeconds)
    bytes.append(#","message":"#, transition.message(time: time))
    bytes.append(#","severity":"#, transition.rule.severity.rawValue)
    bytes.append(#","group":"#)
    if let group = transition.group {
      bytes.append(jsonString: group)
    } else {
      bytes.append("null")
    }
    let unit = transition.rule.measure.definition.unit
    bytes.append(
      #","value":"#, transition.reading.value,
      places: unit.decimals(of: transition.reading.value))
    bytes.append(transition.beganBefore ? #","began_before":true"# : #","began_before":false"#)
    bytes.append(#","causes":"#)
    bytes.append(transition.causes)
    if let found = transition.foundAt { bytes.append(#","found":"#, Zone.utc.iso8601(found)) }
    bytes.append("}\n")
  }

  package func append(_ event: SourceEvent, at time: Instant, to bytes: inout [UInt8]) {
    bytes.append(#"{"type":"source","source":"#, event.source.text)
    bytes.append(#","event":"#, event.change.word)
    if case .unparsed(let unparsed) = event.change {
      bytes.append(#","malformed":"#, unparsed.malformed)
      bytes.append(#","example":"#, String(decoding: unparsed.example, as: UTF8.self))
      bytes.append(#","expected":"#, unparsed.expected)
    }
    if case .unpaired(let hits) = event.change { bytes.append(#","hits":"#, hits) }
    if case .lag(let lag) = event.change {
      bytes.append(#","seconds":"#, lag.seconds)
      bytes.append(#","records":"#, lag.records)
    }
    if case .lost(let count, _) = event.change {
      if let count {
        bytes.append(#","records":"#, count)
      } else {
        bytes.append(#","records":null"#)
      }
    }
    if case .format(let finding) = event.change {
      bytes.append(#","format":"#, finding.format.name)
      bytes.append(#","sure":"#, finding.sureness, places: 3)
      bytes.append(#","lines":"#, finding.lines)
      bytes.append(#","read":"#, finding.read)
      bytes.append(#","next":"#, finding.next?.name)
    }
    bytes.append(#","reason":"#, event.change.reason)
    bytes.append(#","time":"#, Zone.utc.iso8601(time))
    bytes.append("}\n")
  }

  /// Appends the keys that an interval and a summary share.
  private func append(
    start: Instant?, end: Instant?, rate: Double?, _ statistics: Statistics, _ counts: LineCounts,
    to bytes: inout [UInt8], takePiece: TakePiece
  ) {
    bytes.append(#","start":"#, start.map(Zone.utc.iso8601))
    bytes.append(#","end":"#, end.map(Zone.utc.iso8601))
    bytes.append(#","hits":"#, statistics.hits)
    bytes.append(#","rate":"#, rate, places: 3)
    bytes.append(#","bytes":"#, statistics.bytes)
    bytes.append(#","clients":"#, statistics.clients)
    bytes.append(#","errors":"#, statistics.errors)
    bytes.append(#","sections":"#)
    bytes.append(
      groups: statistics.sections.prefix(top), of: .section, hasPercentiles: false,
      takePiece: takePiece)
    if !statistics.groups.isEmpty {
      bytes.append(#","groups":"#)
      bytes.appendList(statistics.groups, in: ("{", "}")) { groups, bytes in
        bytes.append(jsonString: groups.dimension.name.utf8)
        bytes.append(UInt8(ascii: ":"))
        bytes.append(groups: groups.counts.prefix(top), of: groups.dimension, takePiece: takePiece)
      }
    }
    bytes.append(#","statuses":"#)
    bytes.append(statuses: statistics.statuses)
    bytes.append(#","classes":"#)
    bytes.append(classesOf: statistics)
    bytes.append(#","methods":"#)
    bytes.append(methods: statistics.methods, takePiece: takePiece)
    bytes.append(#","response_bytes":"#)
    bytes.append(statistics.responseBytes)
    bytes.append(#","durations":"#)
    bytes.append(statistics.durations)
    bytes.append(#","late":"#, counts.late)
    bytes.append(#","skewed":"#, counts.skewed)
    bytes.append(#","malformed":"#, counts.malformed)
    bytes.append(#","comments":"#, counts.comments)
    bytes.append(#","excluded":"#, counts.excluded)
  }
}
