package import AccessLog
package import Traffic

/// A tally as bytes of its own, to be stored or sent: the record that the state file has too.
///
/// Writing what was read gives the same bytes. They do not depend on the process that wrote them.
package enum TallyRecord {
  /// The bytes of a tally.
  ///
  /// - Complexity: O(size): 1 KiB when small, at most 6 MiB and the names of heavy hitters.
  package static func bytes(of tally: Tally) -> [UInt8] {
    var writer = RecordWriter()
    tally.write(to: &writer)
    return writer.bytes
  }

  /// Reads a tally whose names are hashed with the same key as the scanner's.
  package static func tally(
    from bytes: [UInt8], scanner: LineScanner
  ) throws(RecordError) -> Tally {
    var reader = RecordReader(bytes)
    return try Tally(from: &reader, scanner: scanner)
  }
}
