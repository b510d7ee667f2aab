import Feed
import LogTail

/// Who writes the lines of a topic, and what has to be known to read them: the format is found for each
/// server and each shape of its records.
///
/// What is remembered is bounded: those beyond ``most`` share one memory.
struct LineOrigins {
  static let most = 8_192

  /// How a record holds its line.
  enum Shape: Hashable {
    /// It is the line.
    case line
    /// It is a JSON object that is the line.
    case object
    /// It is around the line.
    case wrapped
    /// It is a line of this log, as the program ships them.
    case shipped(UInt64)
  }

  private struct Key: Hashable {
    var server: [UInt8]
    var shape: Shape
  }

  struct Origin {
    let source: SourceName
    /// Empty for those that share one memory.
    let server: [UInt8]
    var memory: SourceMemory
  }

  private let name: String
  private let knowledge: LineKnowledge
  private var indices: [Key: Int] = [:]
  /// How many origins there are of a server.
  private var shapes: [[UInt8]: Int] = [:]
  private(set) var known: [Origin]
  private var last: (key: Key, index: Int)?

  /// Begins with none; `name` is the topic's as the user gave it.
  init(_ name: String, _ knowledge: LineKnowledge) {
    self.name = name
    self.knowledge = knowledge
    known = [Origin(source: SourceName(name), server: [], memory: knowledge.blank)]
  }

  /// The number of an origin, which is the same from then on.
  mutating func index(of server: [UInt8], _ shape: Shape) -> Int {
    if let last, last.key.shape == shape, last.key.server == server { return last.index }
    let key = Key(server: server, shape: shape)
    let index = indices[key] ?? add(key)
    last = (key, index)
    return index
  }

  private mutating func add(_ key: Key) -> Int {
    guard known.count <= LineOrigins.most else { return 0 }
    let count = shapes[key.server, default: 0] + 1
    shapes[key.server] = count
    let text = String(decoding: key.server, as: UTF8.self)
    let source = "\(name) from \(text)" + (count > 1 ? " (\(count))" : "")
    known.append(
      Origin(
        source: SourceName(source), server: key.server,
        memory: knowledge.ofServer(knowledge.blank, key.server)))
    indices[key] = known.count - 1
    return known.count - 1
  }

  /// Takes in lines that come next, and returns what has to be known to read the first of them.
  mutating func learn(_ lines: [UInt8], of index: Int) -> SourceMemory {
    let memory = known[index].memory
    // Bytes are without padding.
    _ = unsafe knowledge.learn(lines.span.bytes, &known[index].memory)
    return memory
  }
}
