extension SourceMemory {
  /// More than ``bytes`` can be.
  package static let maximumBytes = 65_536

  /// All of it, for a later run: the name of the format, or `auto` and how many more lines are
  /// searched for a hit; then the directives, each with its newline.
  package var bytes: [UInt8] {
    var bytes: [UInt8] = []
    switch learning {
    case .everyLine(let left): bytes += "auto \(left)".utf8
    case .directives where !isFound: bytes += "auto 0".utf8
    case .directives, .nothing: bytes += format.name.utf8
    }
    return bytes + [UInt8(ascii: "\n")] + header
  }

  /// Reads what ``bytes`` was; `nil` if that is not possible.
  package init?(bytes: [UInt8]) {
    let lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    guard lines.last?.isEmpty == true, let first = lines.first else { return nil }
    let words = String(decoding: first, as: UTF8.self).split(separator: " ")
    guard let name = words.first, let choice = FormatChoice(name: String(name)),
      words.count == (choice == .auto ? 2 : 1)
    else { return nil }
    self.init(choice)
    // What is still searched for is not found by its directives alone.
    guard let left = words.dropFirst().first.map({ Int($0) }) ?? 0,
      (0...SourceMemory.searchedLines).contains(left)
    else { return nil }
    if choice == .auto { self.init(searching: left) }
    for line in lines.dropFirst().dropLast() {
      let line = Array(line)
      unsafe learn(line.span.bytes, 0..<line.count)
    }
    guard header == Array(bytes[(first.count + 1)...]), choice != .auto || !isFound else {
      return nil
    }
  }
}
