/// Which lines of a batch come from which source.
package struct SourceSpan: Hashable, Sendable {
  package var source: SourceName
  /// Where its lines end in the bytes of the batch; they begin where those of the span before end.
  package var end: Int

  package init(source: SourceName, end: Int) {
    self.source = source
    self.end = end
  }
}
