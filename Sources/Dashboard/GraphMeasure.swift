import AccessLog
import Canvas
import Traffic

/// What the graph shows over time.
package enum GraphMeasure: CaseIterable, Sendable {
  case requests
  /// By class: server errors below client errors.
  case errors
  case bytes
  /// Distinct ones of each interval.
  case clients
  /// The 90th percentile of each interval.
  case durations

  /// The next one that the key chooses.
  var next: GraphMeasure {
    let all = GraphMeasure.allCases
    let index = all.firstIndex(of: self) ?? 0
    return all[(index + 1) % all.count]
  }

  func name(intervalSeconds: Int) -> String {
    switch self {
    case .requests: "Requests per second"
    case .errors: "Errors per second"
    case .bytes: "Bytes per second"
    case .clients: "Clients in \(durationText(intervalSeconds))"
    case .durations: "Duration in ms, p90 of \(durationText(intervalSeconds))"
    }
  }

  var kind: TimeGraph.Kind {
    switch self {
    case .requests: .requests(threshold: nil)
    case .errors: .errors
    case .bytes: .bytes
    case .clients: .clients
    case .durations: .durations
    }
  }

  /// What each second adds up to; `nil` for what is only known of whole intervals.
  func seconds(_ series: SecondSeries) -> [Int]? {
    switch self {
    case .requests: series.hits
    case .errors: series.errors
    case .bytes: series.bytes
    case .clients, .durations: nil
    }
  }

  /// What it is of an interval; `nil` where no line says.
  func value(of statistics: Statistics) -> Double? {
    switch self {
    case .requests: Double(statistics.hits)
    case .errors: Double(statistics.errors)
    case .bytes: Double(statistics.bytes)
    case .clients: Double(statistics.clients)
    case .durations: statistics.durations.map { Double($0.p90) / 1_000_000 }
    }
  }
}

extension TimeScale {
  /// A value of each column: the greatest of the intervals that it has a part of.
  func values(of intervals: [IntervalReport], _ value: (Statistics) -> Double?) -> [Double?] {
    var values: [Double?] = Array(repeating: nil, count: columns)
    guard columns > 0 else { return values }
    for report in intervals where report.end > start {
      guard let known = value(report.statistics) else { continue }
      let first = max(0, column(of: report.start) ?? (report.start < start ? 0 : columns))
      let last = min(columns - 1, column(of: report.end - 1) ?? columns - 1)
      guard first <= last else { continue }
      for column in first...last { values[column] = max(values[column] ?? known, known) }
    }
    return values
  }
}
