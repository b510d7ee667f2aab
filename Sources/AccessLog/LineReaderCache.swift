/// A reader that lines are read with one after the other, so that it remembers what they have in common.
///
/// The one of a memory is shared: to change that for a line would copy it.
struct LineReaderCache: Sendable {
  private var state: SourceMemory.State?
  private var reader: (any LineReader)?
  private var records = [LineRecord()]
  /// What is hashed of a line is not used.
  private static let names = NameHashes(key: 0)

  /// What a line is of a record that stands in two lines.
  mutating func paired(
    _ bytes: RawSpan, _ line: Range<Int>, _ state: SourceMemory.State
  ) -> PairedLine {
    use(state)
    return reader?.paired(bytes, line) ?? .none
  }

  /// Whether a line is a hit.
  ///
  /// It is scanned as a block of one line: most lines are read so in a fifth of the time.
  mutating func isHit(_ bytes: RawSpan, _ line: Range<Int>, _ state: SourceMemory.State) -> Bool {
    use(state)
    let block = reader?.scan(
      bytes, from: line.lowerBound, to: line.upperBound, into: &records, LineReaderCache.names,
      .nothing)
    if reader?.decodes == true { reader?.forgetDecoded() }
    return block?.count == 1 && records[0].isHit
  }

  private mutating func use(_ state: SourceMemory.State) {
    guard self.state !== state else { return }
    self.state = state
    reader = state.reader
  }
}

extension SourceMemory {
  /// Takes in a line as the other method of this name does, and a single one: what it has in common with
  /// others is not remembered.
  mutating func learn(_ bytes: RawSpan, _ line: Range<Int>, length: Int) {
    var reader = LineReaderCache()
    learn(bytes, line, length: length, with: &reader)
  }
}
