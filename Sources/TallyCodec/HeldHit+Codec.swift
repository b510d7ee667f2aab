import AccessLog
import Traffic

extension HeldHit {
  /// More than a line that is a hit can have.
  private static let maximumLineBytes = 1 << 20

  func write(to writer: inout StateWriter) {
    writer.number(second)
    sums.write(to: &writer)
    writer.blob(line)
    writer.flag(origin == .live)
  }

  /// Reads a hit whose line a scanner with the same format takes for one.
  init(from reader: inout StateReader, merger: inout RunMerger) throws(StateError) {
    self.init(
      second: try reader.instant().seconds, sums: try HitSums(from: &reader),
      line: try reader.blob(upTo: HeldHit.maximumLineBytes),
      origin: try reader.flag() ? .live : .context)
    var tally = Tally()
    merger.merge(line, 0..<line.count, into: &tally)
    try require(
      sums.hits == 1 && tally.hits == 1 && tally.bytes == sums.bytes,
      or: "what is held is no hit")
  }
}
