import Foundation

/// What the reports of a run add up to, read as they come.
struct ReportTally {
  /// The hits of each interval by its start; the last report of one counts.
  private var hits: [Date: Int] = [:]
  private var readBytes = 0
  /// Reports of an interval that had been reported by the same process.
  private(set) var repeated = 0
  private(set) var latestEnd = Date.distantPast
  private(set) var summary: ReportLine?
  private(set) var events: [String] = []

  /// Takes what a program has written since it was asked last.
  mutating func read(_ program: PipedProcess) throws {
    let output = program.output[readBytes...]
    guard let end = output.lastIndex(of: UInt8(ascii: "\n")) else { return }
    for line in output[..<end].split(separator: UInt8(ascii: "\n")) {
      add(try ReportLine(String(decoding: line, as: UTF8.self)))
    }
    readBytes = end + 1
  }

  var intervalHits: Int { hits.values.reduce(0, +) }

  private mutating func add(_ report: ReportLine) {
    switch report.type {
    case "interval":
      guard let start = report.start, let end = report.end else { return }
      if hits.updateValue(report.hits ?? 0, forKey: start) != nil { repeated += 1 }
      latestEnd = max(latestEnd, end)
    case "source": events.append(report.event ?? "")
    case "summary": summary = report
    default: break
    }
  }
}
