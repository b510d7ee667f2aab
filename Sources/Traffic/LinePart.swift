package import AccessLog

/// Lines of a chunk that come from one source and follow one another.
package struct LinePart: Sendable {
  /// Where they end; they begin where those of the part before end.
  package var end: Int
  /// What has to be known to read the first of them.
  package var memory: SourceMemory

  package init(end: Int, memory: SourceMemory) {
    self.end = end
    self.memory = memory
  }
}
