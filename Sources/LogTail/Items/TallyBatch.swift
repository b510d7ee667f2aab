package import Feed

/// What a server has added up, in place of its lines: records that belong together.
package struct TallyBatch: Sendable, Equatable {
  package var source: SourceName
  /// The server that the records must be of.
  package var server: [UInt8]
  /// Each is the bytes of a record of metrics.
  package var records: [[UInt8]]

  package init(source: SourceName, server: [UInt8], records: [[UInt8]]) {
    self.source = source
    self.server = server
    self.records = records
  }
}
