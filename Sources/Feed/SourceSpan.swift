package import AccessLog

/// What has to be known of a source to read its next line; those that give lines only carry it.
package typealias SourceMemory = AccessLog.SourceMemory

/// Which lines of a batch come from which source.
package struct SourceSpan: Hashable, Sendable {
  package var source: SourceName
  /// Where its lines end in the bytes of the batch; they begin where those of the span before end.
  package var end: Int
  /// What has to be known to read the first of them.
  package var memory: SourceMemory

  package init(source: SourceName, end: Int, memory: SourceMemory) {
    self.source = source
    self.end = end
    self.memory = memory
  }
}
