import AccessLog
import Traffic

extension HeldHit {
  /// Reads a hit whose line a scanner with the same format takes for one.
  init(layout4 reader: inout RecordReader, merger: inout RunMerger) throws(RecordError) {
    self.init(
      second: try reader.instant().seconds, sums: SecondSums(try HitSums(layout4: &reader)),
      line: try reader.blob(upTo: HeldHit.maximumLineBytes), memory: merger.memory,
      origin: try reader.flag() ? .live : .context)
    try checkLine(&merger)
  }
}
