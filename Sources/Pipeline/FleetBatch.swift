package import AccessLog
package import Feed
import Fleet
import TallyCodec
package import Traffic

/// Records that servers sent and that belong together, as they are read.
package struct FleetBatch: Sendable {
  struct Entry {
    var record: MetricsRecord
    /// How many bytes it had.
    var size: Int
    /// When it arrived, in milliseconds since the epoch; `nil` if it comes as it is written.
    var arrival: Int?
  }

  package let source: SourceName
  var entries: [Entry] = []
  /// Records that could not be read, and where they stand if that is known.
  var errors: [(error: MetricsError, place: RecordPlace?)] = []
  let arrival: TallyBatch.Arrival?
  let isContext: Bool
  /// The origin of what was there at the start, where a server has one of its own for that.
  let contextOrigin: [UInt8]?
  private let liveOrigin: [UInt8]

  /// What an origin is called among those of other sources.
  private static func origin(_ name: some Sequence<UInt8>, of source: SourceName) -> [UInt8] {
    source.bytes + [0] + name
  }

  /// Whether any of them counts, and is not of before the start.
  var isLive: Bool { entries.contains { $0.record.origin == liveOrigin } }

  /// Reads records; where the batch is of one server, a record of another is damaged: a source speaks for
  /// no other server.
  package init(_ batch: TallyBatch, scanner: LineScanner, counting: Counting) {
    source = batch.source
    arrival = batch.arrival
    isContext = batch.isContext
    liveOrigin = FleetBatch.origin([UInt8(ascii: "l")], of: source)
    contextOrigin =
      batch.server == nil ? nil : FleetBatch.origin([UInt8(ascii: "c")], of: source)
    for (index, bytes) in batch.records.enumerated() {
      do throws(MetricsError) {
        var record = try MetricsRecord(bytes, scanner: scanner, counting: counting)
        if let server = batch.server {
          guard record.server == Array(server.prefix(MetricsRecord.longestName)) else {
            errors.append((.damaged(.impossible("a record is of another server")), nil))
            continue
          }
          record.origin = FleetBatch.origin(record.origin.prefix(1), of: source)
        } else {
          record.origin = FleetBatch.origin(record.origin, of: source)
        }
        entries.append(
          Entry(record: record, size: bytes.count, arrival: batch.arrival?.times[index]))
      } catch {
        let places = batch.arrival?.places ?? []
        errors.append((error, index < places.count ? places[index] : nil))
      }
    }
  }
}
