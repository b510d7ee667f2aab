/// Reads the answers of ``FarShell`` from what a connection gives, however that is cut.
///
/// Before the first answer may stand what a login prints. The far side is not trusted: whatever it sends,
/// no more is kept than a question allows.
struct FarReader {
  /// How much a login may print, in bytes.
  static let longestGreeting = 65_536
  /// How long a line of an answer may be, in bytes; and all lines of a list.
  static let longestLine = 4_096
  static let longestList = 1 << 20

  private enum State {
    case greeting
    case between
    case bytes(count: Int, name: FarName, time: Int)
    case list([FarEntry])
  }

  private let token: [UInt8]
  private let path: [UInt8]
  private var state = State.greeting
  private var buffer: [UInt8] = []
  /// How many bytes were asked for at most.
  private var limit = 0
  private var listBytes = 0

  init(token: String, path: String) {
    self.token = Array(token.utf8)
    self.path = Array(path.utf8)
  }

  /// Says how many bytes the next answer may have.
  mutating func expect(atMost limit: Int) { self.limit = limit }

  /// Takes what came, and returns the answers that are whole.
  mutating func take(_ bytes: [UInt8]) throws(FarFault) -> [FarAnswer] {
    buffer += bytes
    var answers: [FarAnswer] = []
    while let answer = try next() {
      answers += answer
      if case .fold? = answer.last { break }
    }
    return answers
  }

  /// The answers that the next piece completes, perhaps none; `nil` if it is not all there.
  private mutating func next() throws(FarFault) -> [FarAnswer]? {
    switch state {
    case .greeting:
      guard let line = try takeLine(atMost: FarReader.longestGreeting) else { return nil }
      guard let words = words(of: line) else { return [] }
      if words == ["fold", "1"] {
        defer { buffer = [] }
        return [.fold(buffer)]
      }
      guard words == ["hello", "1"] else { throw FarFault("it answers in another version", line) }
      state = .between
      return [.hello]
    case .between:
      guard let line = try takeLine(atMost: FarReader.longestLine) else { return nil }
      guard let words = words(of: line) else { throw FarFault("it says what was not asked", line) }
      if words == ["L"] {
        state = .list([])
        listBytes = 0
        return []
      }
      guard words.first == "D", words.count > 3, let count = Int(words[1]),
        let time = Int(words[2]),
        let name = FarName(words[3...]), (0...limit).contains(count)
      else { throw FarFault("it says what was not asked", line) }
      state = .bytes(count: count, name: name, time: time)
      return []
    case .bytes(let count, let name, let time): return try nextBytes(count, name, time)
    case .list(let entries):
      guard let line = try takeLine(atMost: FarReader.longestLine) else { return nil }
      if let words = words(of: line) {
        guard words.first == "E" else { throw FarFault("it says what was not asked", line) }
        state = .between
        return [.list(entries)]
      }
      listBytes += line.count
      guard listBytes <= FarReader.longestList else { throw FarFault("it lists without end") }
      state = .list(entries + [entry(line)].compactMap(\.self))
      return []
    }
  }

  private mutating func nextBytes(
    _ count: Int, _ name: FarName, _ time: Int
  ) throws(FarFault) -> [FarAnswer]? {
    guard buffer.count > count else {
      // The line that follows the bytes stands within them.
      guard count > 0, buffer.last == newline,
        buffer.suffix(FarReader.longestLine / 8).contains(token)
      else { return nil }
      buffer = []
      state = .between
      return [.cut]
    }
    guard let end = buffer[count...].firstIndex(of: newline) else {
      guard buffer.count <= count + FarReader.longestLine else {
        throw FarFault("it says what was not asked", buffer[count...])
      }
      return nil
    }
    let line = Array(buffer[count..<end])
    guard let words = words(of: line), words.first == "E", let after = FarName(words.dropFirst())
    else {
      if buffer[max(0, count - FarReader.longestLine / 8)..<end].contains(token) {
        buffer = []
        state = .between
        return [.cut]
      }
      throw FarFault("it says what was not asked", line)
    }
    let bytes = Array(buffer[..<count])
    buffer.removeSubrange(...end)
    state = .between
    return [.bytes(bytes, before: name, after: after, time: time)]
  }

  /// The next line without its newline; `nil` if it has not ended.
  private mutating func takeLine(atMost limit: Int) throws(FarFault) -> [UInt8]? {
    guard let end = buffer.firstIndex(of: newline) else {
      guard buffer.count <= limit else { throw FarFault("it does not answer as expected", buffer) }
      return nil
    }
    if case .greeting = state {
      listBytes += end
      guard listBytes <= limit else { throw FarFault("it does not answer as expected", buffer) }
    }
    let line = Array(buffer[..<end])
    buffer.removeSubrange(...end)
    return line
  }

  /// The words behind the token; `nil` if the line does not begin with it.
  private func words(of line: [UInt8]) -> ArraySlice<Substring>? {
    guard line.starts(with: token) else { return nil }
    let words = String(decoding: line.dropFirst(token.count), as: UTF8.self).split(separator: " ")
    return words[...]
  }

  /// Reads a line of `ls -din`: inode, mode, links, owner, group, size, date, name.
  private func entry(_ line: [UInt8]) -> FarEntry? {
    guard let place = line[...].firstPlace(of: [32] + path) else { return nil }
    let words = String(decoding: line[..<place], as: UTF8.self).split(separator: " ")
    guard words.count > 5, words[1].hasPrefix("-"), let inode = UInt64(words[0]),
      let size = Int(words[5])
    else { return nil }
    let suffix = String(decoding: line[(place + 1 + path.count)...], as: UTF8.self)
    return FarEntry(inode: inode, size: size, suffix: suffix)
  }
}

extension ArraySlice<UInt8> {
  fileprivate func contains(_ other: [UInt8]) -> Bool { firstPlace(of: other) != nil }

  /// Where the other bytes begin that stand in it.
  fileprivate func firstPlace(of other: [UInt8]) -> Int? {
    guard count >= other.count else { return nil }
    return (startIndex...endIndex - other.count).first { self[$0...].starts(with: other) }
  }
}
