import LogTail

/// Finds the line in records that other programs wrote, and whose it is.
///
/// An object that by itself is a line of a known format is that line; otherwise the first string that may be
/// one is. Which of these it is, is decided for each server and each set of keys.
struct RecordUnwrapping {
  enum Outcome: Equatable {
    case taken
    /// It is there a second time.
    case repeated
    /// The program's own, of a kind or a version that is not known.
    case unknown
  }

  private struct Key: Hashable {
    var server: [UInt8]
    var shape: UInt64
  }

  /// Whether objects are lines; of those that are not, how many have been looked at.
  private enum Verdict {
    case line
    case wrapped(lookedAt: Int)
  }

  private static let mostVerdicts = 8_192
  /// Stop trying whole objects with the same keys once this many were no line.
  private static let mostLooks = 8
  private static let longestName = 253

  var origins: LineOrigins
  private let knowledge: LineKnowledge
  private let topic: [UInt8]
  private var object = RecordObject()
  private var verdicts: [Key: Verdict] = [:]

  init(_ name: String, topic: String, _ knowledge: LineKnowledge) {
    origins = LineOrigins(name, knowledge)
    self.knowledge = knowledge
    self.topic = Array(topic.utf8)
  }

  /// Adds the line or lines of a record.
  mutating func add(_ record: TopicRecord, to lines: inout some LineGathering) {
    guard unsafe record.value.first == UInt8(ascii: "{"), unsafe object.read(record.value) else {
      let origin = origins.index(of: server(record), .line)
      return unsafe lines.add(record.value, of: origin, at: record.time, &origins)
    }
    let line = object.line
    let name = line == nil ? server(record) : objectServer(record)
    var isLine = true
    if let line { isLine = unsafe self.isLine(record.value, around: line, of: name) }
    let origin = origins.index(of: name, isLine ? .object : .wrapped)
    guard !isLine, let line else {
      return unsafe lines.add(record.value, of: origin, at: record.time, &origins)
    }
    unsafe lines.add(unescaping: line, of: record.value, of: origin, at: record.time, &origins)
  }

  /// Whether an object is a line by itself, and what may be the line in it is not.
  private mutating func isLine(
    _ value: UnsafeRawBufferPointer, around inner: Range<Int>, of server: [UInt8]
  ) -> Bool {
    let key = Key(server: server, shape: object.shape)
    switch verdicts[key] {
    case .line?: return true
    case .wrapped(RecordUnwrapping.mostLooks)?: return false
    case let verdict:
      if verdicts.count >= RecordUnwrapping.mostVerdicts { verdicts = [:] }
      var text: [UInt8] = []
      unsafe text.append(unescaping: inner, of: value)
      // Some objects are read by the formats too, as envelopes.
      if isHit(text) {
        verdicts[key] = .wrapped(lookedAt: RecordUnwrapping.mostLooks)
        return false
      }
      let isLine = unsafe isHit(Array(value))
      var looks = 1
      if case .wrapped(let before)? = verdict { looks = before + 1 }
      verdicts[key] = isLine ? .line : .wrapped(lookedAt: looks)
      return isLine
    }
  }

  /// Whether a line is a hit in some format that may be meant.
  private func isHit(_ text: [UInt8]) -> Bool {
    var line = text
    while [10, 13].contains(line.last) { line.removeLast() }
    var memory = knowledge.blank
    // Bytes are without padding.
    _ = unsafe knowledge.learn((line + [10]).span.bytes, &memory)
    return unsafe knowledge.time(line.span.bytes, memory) != nil
  }

  /// The server that an object names, or else the record.
  private func objectServer(_ record: TopicRecord) -> [UInt8] {
    guard let range = object.server, range.count <= RecordUnwrapping.longestName else {
      return server(record)
    }
    var name: [UInt8] = []
    unsafe name.append(unescaping: range, of: record.value)
    return name
  }

  /// The server that a record's key names, or else the topic.
  func server(_ record: TopicRecord) -> [UInt8] {
    guard unsafe (1...RecordUnwrapping.longestName).contains(record.key.count) else { return topic }
    let name = unsafe Array(record.key)
    for byte in name {
      switch byte {
      // A line has spaces or quotes, what is binary has others.
      case 33...126: if [0x22, 0x7B, 0x7D, 0x5C].contains(byte) { return topic }
      case 0x80...: break
      default: return topic
      }
    }
    // No UTF-8 is no name either.
    return String(validating: name, as: UTF8.self) == nil ? topic : name
  }
}
