import Feed
import LogTail
import System

/// Gathers messages until they are passed on, those of each origin together and in their order.
///
/// What is remembered of origins is bounded: a sender can forge as many as it likes. Those beyond share
/// one memory.
struct SyslogBatch {
  static let mostOrigins = 1_024
  /// How much is gathered at most, but for one message.
  static let size = 1 << 19

  private struct Origin {
    let source: SourceName
    var memory: SourceMemory
    var lines: [UInt8] = []
  }

  private let name: String
  private let knowledge: LineKnowledge
  private var origins: [SyslogOrigin: Int] = [:]
  private var known: [Origin] = []
  /// Those that have lines, in the order in which they came.
  private var waiting: [Int] = []
  private(set) var byteCount = 0

  /// Begins with nothing; `name` is where the messages come in.
  init(_ name: String, _ knowledge: LineKnowledge) {
    self.name = name
    self.knowledge = knowledge
    known = [Origin(source: SourceName(name), memory: knowledge.blank)]
  }

  /// Adds a message as a line; what ends it is no part of it, and newlines within become spaces.
  mutating func add(_ message: Span<UInt8>, from peer: PeerAddress) {
    var end = message.count
    while end > 0, [0, 10, 13].contains(message[end - 1]) { end -= 1 }
    guard end > 0 else { return }
    let origin = index(of: SyslogOrigin(message, from: peer))
    if known[origin].lines.isEmpty { waiting.append(origin) }
    for index in 0..<min(end, SyslogFramer.longest) {
      known[origin].lines.append(message[index] == newline ? 32 : message[index])
    }
    known[origin].lines.append(newline)
    byteCount += end + 1
  }

  private mutating func index(of origin: SyslogOrigin) -> Int {
    if let index = origins[origin] { return index }
    guard known.count <= SyslogBatch.mostOrigins else { return 0 }
    let memory = knowledge.ofServer(knowledge.blank, Array("\(origin.peer)".utf8))
    known.append(Origin(source: SourceName("\(name) from \(origin)"), memory: memory))
    origins[origin] = known.count - 1
    return known.count - 1
  }

  /// What has been gathered; `nil` if that is nothing.
  mutating func take() -> LineBatch? {
    guard !waiting.isEmpty else { return nil }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(byteCount)
    var spans: [SourceSpan] = []
    for index in waiting {
      let lines = known[index].lines
      let memory = known[index].memory
      bytes += lines
      spans.append(SourceSpan(source: known[index].source, end: bytes.count, memory: memory))
      // Bytes are without padding.
      _ = unsafe knowledge.learn(lines.span.bytes, &known[index].memory)
      known[index].lines.removeAll(keepingCapacity: lines.count <= 4_096)
    }
    waiting.removeAll(keepingCapacity: true)
    byteCount = 0
    return LineBatch(bytes: bytes, origin: .live, positions: [], spans: spans)
  }
}
