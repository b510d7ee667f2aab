import Foundation
import TestSupport

/// What the reports of all runs of a program add up to, read as they come.
///
/// A run that resumes from a state may report again what the one before did: the last report of
/// each interval counts.
struct ReportTally {
  private var intervals: [Date: ReportLine] = [:]
  private var alertsByTime: [Date: ToldAlert] = [:]
  private var readBytes = 0
  /// The intervals that the present run has reported.
  private var own: Set<Date> = []
  /// Reports of an interval that had been reported by the same run.
  private(set) var repeated = 0
  /// Alerts of one time that were not told alike.
  private(set) var contradictions = 0
  private(set) var latestEnd = Date.distantPast
  /// The summary of the last run, once it has ended in order.
  private(set) var summary: ReportLine?
  private(set) var events: [String] = []
  /// How often any run said that lines may be missing.
  private(set) var missed = 0

  /// Takes what a program has written since it was asked last.
  mutating func read(_ program: PipedProcess) throws {
    let output = program.output[readBytes...]
    guard let end = output.lastIndex(of: UInt8(ascii: "\n")) else { return }
    for line in output[..<end].split(separator: UInt8(ascii: "\n")) {
      add(try ReportLine(String(decoding: line, as: UTF8.self)))
    }
    readBytes = end + 1
  }

  /// Makes ready for what the next run writes.
  mutating func beginRun() {
    readBytes = 0
    own = []
    summary = nil
    events = []
  }

  /// The lines of all intervals; those that came too late for theirs are in the one reported next.
  ///
  /// What is neither is not known of an interval.
  var total: WrittenLines {
    intervals.values.reduce(into: WrittenLines()) {
      $0.hits += ($1.hits ?? 0) + ($1.late ?? 0)
      $0.malformed += $1.malformed ?? 0
      $0.comments += $1.comments ?? 0
    }
  }

  var late: Int { intervals.values.reduce(0) { $0 + ($1.late ?? 0) } }

  /// The hits of the intervals that had any.
  var hits: [Date: Int] { intervals.compactMapValues(\.hits).filter { $0.value > 0 } }

  var alerts: [ToldAlert] { alertsByTime.values.sorted { $0.time < $1.time } }

  private mutating func add(_ report: ReportLine) {
    switch report.type {
    case "interval":
      guard let start = report.start, let end = report.end else { return }
      if !own.insert(start).inserted { repeated += 1 }
      intervals[start] = report
      latestEnd = max(latestEnd, end)
    case "alert":
      guard let time = report.time else { return }
      let alert = ToldAlert(time: time, state: report.state ?? "", hits: report.hits ?? -1)
      if let told = alertsByTime.updateValue(alert, forKey: time), told != alert {
        contradictions += 1
      }
    case "source":
      events.append(report.event ?? "")
      if report.event == "missed" { missed += 1 }
    case "summary": summary = report
    default: break
    }
  }
}
