import Feed

extension Generation {
  /// What has to be known to read the line that comes next, if that has been asked.
  var knownMemory: SourceMemory? {
    remembered.flatMap { $0.offset == content.length ? $0.memory : nil }
  }

  /// Takes what an earlier run knew, if this is read on where that ended.
  func remember(_ position: FilePosition?) {
    guard remembered == nil, let position, position.offset == content.length,
      let memory = position.memory
    else { return }
    remembered = (memory, content.length)
  }

  /// What has to be known to read the line that comes next: what was learnt as the lines before it
  /// were read, or what they say as they stand in the file.
  func recall(_ knowledge: LineKnowledge) -> SourceMemory {
    if let knownMemory { return knownMemory }
    defer { predecessor = nil }
    let memory =
      if content.length == 0, let before = predecessor?.knownMemory, knowledge.isPairing(before) {
        // A request whose first line ended the one file is answered in the next.
        before
      } else if let compression {
        knowledge.memory(of: descriptor, in: compression, before: content.length)
      } else {
        // Reading the lines themselves meets the same failure, and reports it.
        (try? knowledge.memory(of: descriptor, before: content.length)) ?? knowledge.blank
      }
    remembered = (memory, content.length)
    return memory
  }

  /// Reads on like ``readOn(before:atMost:)``, and takes in what the lines say of those behind them.
  func read(
    before limit: Int, atMost maximum: Int, _ knowledge: LineKnowledge
  ) -> [UInt8]? {
    var memory = recall(knowledge)
    guard let lines = readOn(before: limit, atMost: maximum) else { return nil }
    remembered = nil
    // Bytes are without padding.
    _ = unsafe knowledge.learn(lines.span.bytes, &memory)
    remembered = (memory, content.length)
    return lines
  }
}
