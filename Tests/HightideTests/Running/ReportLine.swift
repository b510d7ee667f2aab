import Foundation
import TestSupport

/// One line of `--json`, as far as the tests look into it.
struct ReportLine: Decodable {
  var type: String
  var start: Date?
  var end: Date?
  var hits: Int?
  var late: Int?
  var lines: Int?
  var malformed: Int?
  var comments: Int?
  var sections: [SectionLine]?
  var state: String?
  var time: Date?
  var average: Double?
  var threshold: Double?
  var window: Int?
  var message: String?
  var event: String?
  var source: String?

  struct SectionLine: Decodable {
    var section: String
    var hits: Int
  }

  init(_ line: String) throws {
    let decoder = JSONDecoder()
    decoder.dateDecodingStrategy = .iso8601
    self = try decoder.decode(ReportLine.self, from: Data(line.utf8))
  }
}

extension PipedProcess {
  /// The lines of `--json` so far.
  var reports: [ReportLine] {
    get throws { try lines.map { try ReportLine($0) } }
  }

  /// Waits until there is such a report, and returns it.
  func report(_ condition: (ReportLine) -> Bool) throws -> ReportLine? {
    _ = try wait { try $0.reports.contains(where: condition) }
    return try reports.first(where: condition)
  }
}
