import Feed
import LogTail

extension FarLog {
  /// Gives whole lines.
  mutating func give(_ lines: [UInt8], isContext: Bool = false) {
    let lines = withoutSkipped(lines)
    guard !lines.isEmpty else { return }
    // The others did not wait for it.
    guard !isContext || !hasCaughtUp else {
      // Bytes are without padding.
      _ = unsafe knowledge.learn(lines.span.bytes, &memory)
      return
    }
    if isContext, coveredSince == nil {
      coveredSince = FarSearch.firstTime(lines, skipsFirst: false, knowledge, memory)?.time
    }
    let span = SourceSpan(source: SourceName(name), end: lines.count, memory: memory)
    // Bytes are without padding.
    _ = unsafe knowledge.learn(lines.span.bytes, &memory)
    lastTime = FarSearch.lastTime(lines, knowledge, memory) ?? lastTime
    var positions = closed + old.map { $0.position(named: name, memory: memory) }
    if let current { positions.append(current.position(named: name, memory: memory)) }
    items.append(
      .lines(
        LineBatch(
          bytes: lines, origin: isContext ? .backfill : .live, positions: positions, spans: [span]))
    )
    closed = []
  }

  /// Lines without those that are not to be given.
  private mutating func withoutSkipped(_ lines: [UInt8]) -> [UInt8] {
    var lines = lines
    if isTorn, let end = lines.firstIndex(of: newline) {
      isTorn = false
      lines.removeSubrange(...end)
    }
    guard let time = skipBefore else { return lines }
    guard let place = FarSearch.place(notBefore: time, lines, knowledge, memory) else { return [] }
    skipBefore = nil
    return Array(lines[place...])
  }
}
