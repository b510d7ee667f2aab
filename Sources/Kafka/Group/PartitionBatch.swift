package import Feed

/// What has come of one partition, by the servers whose lines they are.
package struct PartitionBatch: Sendable {
  package var partition: Int32
  /// Of the first record, and of the one that comes next.
  package var offset: Int
  package var next: Int
  /// When the record before the first one arrived, in milliseconds since the epoch.
  package var timeBefore: Int?
  /// The same of the last record.
  package var time: Int?
  /// When the partition's first record arrived, in the batch that begins with it.
  package var topicTime: Int?
  package var servers: [ServerBatch]
  /// How many records could not be read, and the offset of the last of them.
  package var unknown: Int
  package var lastUnknown: Int?

  package init(
    partition: Int32, offset: Int, next: Int, timeBefore: Int?, time: Int?, topicTime: Int? = nil,
    servers: [ServerBatch], unknown: Int = 0, lastUnknown: Int? = nil
  ) {
    self.partition = partition
    self.offset = offset
    self.next = next
    self.timeBefore = timeBefore
    self.time = time
    self.topicTime = topicTime
    self.servers = servers
    self.unknown = unknown
    self.lastUnknown = lastUnknown
  }
}

/// Lines of one server, in the order of their records, and what was said between them.
package struct ServerBatch: Sendable {
  /// What holds behind so many bytes of the lines.
  package struct Mark: Sendable, Equatable {
    package enum Kind: Sendable, Equatable {
      /// A log of the server had no line in a second of its machine's wall clock.
      case quiet(second: Int)
      /// The server had no record for so long that it is not waited for.
      case rest
    }

    package var end: Int
    package var kind: Kind

    package init(end: Int, kind: Kind) {
      self.end = end
      self.kind = kind
    }
  }

  package var server: [UInt8]
  /// Whole lines.
  package var bytes: [UInt8]
  package var spans: [SourceSpan]
  package var marks: [Mark]
  /// Of the first of its records in the batch.
  package var offset: Int

  package init(
    server: [UInt8], bytes: [UInt8], spans: [SourceSpan], marks: [Mark], offset: Int
  ) {
    self.server = server
    self.bytes = bytes
    self.spans = spans
    self.marks = marks
    self.offset = offset
  }
}
