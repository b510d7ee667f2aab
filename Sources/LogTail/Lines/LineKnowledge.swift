package import Feed

/// The time of a line, in seconds since the epoch; `nil` where it has none, or none to be trusted.
///
/// Given the line without its newline.
package typealias LineTime = @Sendable (RawSpan) -> Int?

/// What has to be asked of lines, answered by a part of the program that knows what lines say.
package struct LineKnowledge: Sendable {
  /// What is known of a source of which nothing has been read.
  package var blank: SourceMemory
  /// The time of a line that comes next in a source.
  package var time: @Sendable (RawSpan, SourceMemory) -> Int?
  /// The time of a line that has none so, from the time when its source was written in another format.
  package var formerTime: @Sendable (RawSpan, SourceMemory) -> Int?
  /// Takes in whole lines that come next; returns whether later ones may change the memory.
  package var learn: @Sendable (RawSpan, inout SourceMemory) -> Bool
  /// Takes in the directives among whole lines, and nothing else that these say.
  package var learnDirectives: @Sendable (RawSpan, inout SourceMemory) -> Void

  /// Whether all is known that lines far before those that come next can tell.
  package var isSettled: @Sendable (SourceMemory) -> Bool

  /// Whether a record stands in two lines, with those of others between them.
  package var isPairing: @Sendable (SourceMemory) -> Bool
  /// The same memory for the lines of a server of that name.
  package var ofServer: @Sendable (SourceMemory, [UInt8]) -> SourceMemory

  package init(
    blank: SourceMemory, time: @escaping @Sendable (RawSpan, SourceMemory) -> Int?,
    formerTime: @escaping @Sendable (RawSpan, SourceMemory) -> Int? = { _, _ in nil },
    learn: @escaping @Sendable (RawSpan, inout SourceMemory) -> Bool,
    learnDirectives: @escaping @Sendable (RawSpan, inout SourceMemory) -> Void = { _, _ in },
    isSettled: @escaping @Sendable (SourceMemory) -> Bool,
    isPairing: @escaping @Sendable (SourceMemory) -> Bool = { _ in false },
    ofServer: @escaping @Sendable (SourceMemory, [UInt8]) -> SourceMemory = { memory, _ in memory }
  ) {
    self.blank = blank
    self.time = time
    self.formerTime = formerTime
    self.learn = learn
    self.learnDirectives = learnDirectives
    self.isSettled = isSettled
    self.isPairing = isPairing
    self.ofServer = ofServer
  }

  /// Takes in whole lines; returns whether later ones may change the memory.
  func learn(_ lines: Span<UInt8>, _ memory: inout SourceMemory) -> Bool {
    // Bytes are without padding.
    unsafe learn(lines.bytes, &memory)
  }

  func learnDirectives(_ lines: Span<UInt8>, _ memory: inout SourceMemory) {
    unsafe learnDirectives(lines.bytes, &memory)
  }

  /// The times of lines anywhere in a source, of which the memory says how its last ones are read.
  package func times(with memory: SourceMemory) -> LineTime {
    let (time, formerTime) = (time, formerTime)
    return { time($0, memory) ?? formerTime($0, memory) }
  }
}
