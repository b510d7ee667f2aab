package import Feed

/// What following gives, in order.
package enum TailItem: Sendable, Equatable {
  case lines(LineBatch)
  /// What was added up of lines that are not here.
  case tallies(TallyBatch)
  case source(SourceEvent)
  /// All that was there at the start has been passed on: what is known is up to date.
  ///
  /// Comes once, and not in a replay. The newest of the files was last written to at `modified`,
  /// in seconds since the epoch; `nil` if there is no file. The positions say how far every file is
  /// read, also those, and the names and patterns, that have given no line yet.
  ///
  /// Of backfill all lines since `coveredSince` were given, in seconds since the epoch; `nil` is for
  /// all there are. Otherwise stretches of earlier lines follow, between what is new.
  case caughtUp(modified: Int?, coveredSince: Int?, positions: [FilePosition])
  /// Whole lines of a stretch that comes before all that was given.
  case earlier([UInt8], spans: [SourceSpan])
  /// The stretch is over: all lines since `coveredSince` have been given.
  ///
  /// Unless it `isAll`, another one follows if it is asked for.
  case earlierEnds(coveredSince: Int?, isAll: Bool)
}

/// Whole lines.
package struct LineBatch: Sendable, Equatable {
  package enum Origin: Sendable, Equatable {
    /// Was there when the program started, and is context.
    case backfill
    /// Is to be counted.
    case live
  }

  /// Not empty, and ends with a newline, also where a last line in the log had none.
  ///
  /// A line of more than 64 KiB may be cut, but never to 64 KiB or less.
  package var bytes: [UInt8]
  package var origin: Origin
  /// How far each file that these lines come from is read, once they count.
  package var positions: [FilePosition]
  /// Which lines come from which source; the last span ends with the bytes.
  package var spans: [SourceSpan]

  package init(
    bytes: [UInt8], origin: Origin, positions: [FilePosition], spans: [SourceSpan]
  ) {
    self.bytes = bytes
    self.origin = origin
    self.positions = positions
    self.spans = spans
  }
}
