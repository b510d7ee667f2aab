package import AccessLog
package import Traffic

/// A tally as bytes of its own, for whoever stores or sends one.
///
/// The number of the layout, a mark of the key that names are hashed with, and parts, each with its
/// tag and its length. The next version may add parts: an older one skips those that it does not
/// know if their tag is even, and refuses the record if it is odd. Writing what was read gives the
/// same bytes.
package enum TallyRecord {
  /// The layout that is written: one more when parts no longer mean what they did.
  private static let layout = 1
  /// The tally; see `Tally.write(to:)`.
  private static let tallyTag = 1

  /// The bytes of a tally whose names are hashed as `scanner` does.
  ///
  /// - Complexity: O(size): 1 KiB when small, at most 6 MiB and the names of heavy hitters.
  package static func bytes(of tally: Tally, scanner: LineScanner) -> [UInt8] {
    var part = StateWriter()
    tally.write(to: &part)
    var writer = StateWriter()
    writer.count(layout)
    writer.word(scanner.keyMark)
    writer.count(tallyTag)
    writer.blob(part.bytes)
    return writer.bytes
  }

  /// Reads a tally that was written with the same key.
  ///
  /// Some names are known by nothing but their hash, so that a record of another key is refused.
  package static func tally(
    from bytes: [UInt8], scanner: LineScanner
  ) throws(StateError) -> Tally {
    var reader = StateReader(bytes)
    try require(try reader.count() == layout, or: "the layout of a tally is unknown")
    try require(
      try reader.word() == scanner.keyMark, or: "the names of a tally are hashed with another key")
    var tally: Tally?
    while !reader.isAtEnd {
      let tag = try reader.count()
      let bytes = try reader.blob()
      guard tag == tallyTag else {
        try require(tag % 2 == 0, or: "a tally has a part that only a newer version can read")
        continue
      }
      try require(tally == nil, or: "a tally is there twice")
      var part = StateReader(bytes)
      tally = try Tally(from: &part, scanner: scanner)
      try require(part.isAtEnd, or: "a tally is longer than what it says")
    }
    guard let tally else { throw .endsEarly }
    return tally
  }
}
