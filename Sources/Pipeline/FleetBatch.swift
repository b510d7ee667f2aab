package import AccessLog
package import Feed
import Fleet
import TallyCodec
package import Traffic

/// Records that a server sent and that belong together, as they are read.
package struct FleetBatch: Sendable {
  package let source: SourceName
  var records: [(record: MetricsRecord, size: Int)] = []
  var errors: [MetricsError] = []

  /// What an origin is called among those of other sources.
  private static func origin(_ name: [UInt8], of source: SourceName) -> [UInt8] {
    source.bytes + [0] + name.prefix(1)
  }

  /// Whether any of them counts, and is not of before the start.
  var isLive: Bool { records.contains { $0.record.origin == FleetBatch.origin(live, of: source) } }

  /// The origin of what was there at the start.
  var contextOrigin: [UInt8] { FleetBatch.origin(context, of: source) }

  private let live = [UInt8(ascii: "l")]
  private let context = [UInt8(ascii: "c")]

  /// Reads records, which must be of that server: a source speaks for nobody else.
  package init(
    _ records: [[UInt8]], of source: SourceName, server: [UInt8], timing: Timing,
    scanner: LineScanner, counting: Counting
  ) {
    self.source = source
    for bytes in records {
      do throws(MetricsError) {
        var record = try MetricsRecord(bytes, scanner: scanner, counting: counting)
        guard record.server == Array(server.prefix(MetricsRecord.longestName)) else {
          errors.append(.damaged(.impossible("a record is of another server")))
          continue
        }
        record.origin = FleetBatch.origin(record.origin, of: source)
        self.records.append((record, bytes.count))
      } catch {
        errors.append(error)
      }
    }
  }
}
