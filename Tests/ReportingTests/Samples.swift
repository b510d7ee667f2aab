import AccessLog
import Alerting
import Feed
import Reporting
import Traffic

extension Report {
  func text(_ interval: IntervalReport) -> String { text { append(interval, to: &$0) } }
  func text(_ transition: AlertTransition) -> String { text { append(transition, to: &$0) } }
  func text(_ summary: Summary) -> String { text { append(summary, to: &$0) } }
  func text(_ event: SourceEvent, at time: Instant) -> String {
    text { append(event, at: time, to: &$0) }
  }

  private func text(_ append: (inout [UInt8]) -> Void) -> String {
    var bytes: [UInt8] = []
    append(&bytes)
    return String(decoding: bytes, as: UTF8.self)
  }
}

/// 2020-07-08T08:10:30Z.
let morning = Instant(1_594_195_830)

/// Three hits in ten seconds, two of them on pages and one of those without a body.
var threeHits: IntervalReport {
  var statistics = Statistics()
  statistics.hits = 3
  statistics.bytes = 1_375
  statistics.clients = 2
  statistics.errors = 1
  statistics.sections = [
    GroupCount(name: Array("/pages".utf8), hits: 2, bytes: 1_375, errors: 0),
    GroupCount(name: Array("/".utf8), hits: 1, bytes: 0, errors: 1),
  ]
  statistics.statuses = [StatusCount(status: 200, hits: 2), StatusCount(status: 404, hits: 1)]
  statistics.methods = [MethodCount(name: Array("GET".utf8), hits: 3)]
  statistics.responseBytes = ResponseBytes(
    mean: 1_375.0 / 3, p50: 0, p90: 1_375, p99: 1_375, max: 1_375,
    histogram: [2, 0, 1, 0, 0, 0, 0, 0, 0])
  return IntervalReport(
    start: morning, end: morning + 10, statistics: statistics, counts: LineCounts())
}

/// An interval of a busy server, with every kind of remark.
var busyInterval: IntervalReport {
  var statistics = Statistics()
  statistics.hits = 12_345
  statistics.bytes = 157_286_400
  statistics.clients = 1_024
  statistics.errors = 57
  statistics.sections = [
    GroupCount(name: Array("/api".utf8), hits: 8_012, bytes: 132_120_576, errors: 41),
    GroupCount(
      name: Array("http://my.site.com/pages".utf8), hits: 3_000, bytes: 9_437_184, errors: 0),
    GroupCount(
      name: Array("/a-section-whose-name-is-longer-than-its-column\u{1B}]0;x".utf8),
      hits: 1_000, bytes: 512, errors: 1),
    GroupCount(name: Array("/rare".utf8), hits: 3, bytes: 0, errors: 3),
  ]
  statistics.statuses = [
    StatusCount(status: 200, hits: 11_900), StatusCount(status: 304, hits: 388),
    StatusCount(status: 404, hits: 50), StatusCount(status: 500, hits: 7),
  ]
  statistics.methods = [
    MethodCount(name: Array("GET".utf8), hits: 12_000),
    MethodCount(name: Array("POST".utf8), hits: 345),
  ]
  statistics.responseBytes = ResponseBytes(
    mean: 12_740.9, p50: 900, p90: 3_174, p99: 81_920, max: 104_857_600)
  var counts = LineCounts()
  counts.late = 3
  counts.skewed = 1
  counts.malformed = 2
  counts.comments = 1
  return IntervalReport(
    start: morning + 10, end: morning + 20, statistics: statistics, counts: counts)
}

let silence = IntervalReport(
  start: morning, end: morning + 10, statistics: Statistics(), counts: LineCounts())
