/// A reader that lines are read with one after the other, so that it remembers what they have in common.
///
/// The one of a memory is shared: to change that for a line would copy it.
struct LineReaderCache: Sendable {
  private var state: SourceMemory.State?
  private var reader: (any LineReader)?

  /// What a line is of a record that stands in two lines.
  mutating func paired(
    _ bytes: RawSpan, _ line: Range<Int>, _ state: SourceMemory.State
  ) -> PairedLine {
    use(state)
    return reader?.paired(bytes, line) ?? .none
  }

  /// Whether a line is a hit.
  mutating func isHit(_ bytes: RawSpan, _ line: Range<Int>, _ state: SourceMemory.State) -> Bool {
    use(state)
    return reader?.isHit(bytes, line) ?? false
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
