/// What servers have added up, in place of their lines: records that belong together.
package struct TallyBatch: Sendable, Equatable {
  package var source: SourceName
  /// The server that the records must be of; `nil` where they say it.
  package var server: [UInt8]?
  /// Each is the bytes of a record of metrics.
  package var records: [[UInt8]]
  /// When they were taken by those who pass them on; `nil` if they come as they are written.
  package var arrival: Arrival?
  /// Whether they were there before the start, and are in no total.
  package var isContext = false

  /// Times of arrival, in milliseconds since the epoch.
  package struct Arrival: Sendable, Equatable {
    /// Of each record; they do not go back.
    package var times: [Int]
    /// Where each record stands; empty if that is not known.
    package var places: [RecordPlace]
    /// All that arrived by then has been given.
    package var through: Int
    /// For how long by then nothing could be read, in milliseconds: that long no server seems to be silent.
    package var paused: Int

    package init(times: [Int], places: [RecordPlace] = [], through: Int, paused: Int) {
      self.times = times
      self.places = places
      self.through = through
      self.paused = paused
    }
  }

  package init(
    source: SourceName, server: [UInt8]? = nil, records: [[UInt8]], arrival: Arrival? = nil,
    isContext: Bool = false
  ) {
    self.source = source
    self.server = server
    self.records = records
    self.arrival = arrival
    self.isContext = isContext
  }
}
