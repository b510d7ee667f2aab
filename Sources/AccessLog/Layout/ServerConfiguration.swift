/// Where a definition stands in the configuration of a server.
public enum ServerConfiguration: Sendable, CaseIterable {
  case nginx
  case apache

  /// Stands before the name of the file.
  public var prefix: String {
    switch self {
    case .nginx: "nginx:"
    case .apache: "apache:"
    }
  }

  private var directive: String {
    switch self {
    case .nginx: "log_format"
    case .apache: "LogFormat"
    }
  }

  /// A definition of that name; the only one without a name.
  ///
  /// - Throws: an error that lists those that there are.
  public func definition(in text: String, named name: String?) throws(LayoutError) -> String {
    let found = definitions(in: text)
    guard !found.isEmpty else { throw LayoutError("there is no \(directive) in it") }
    let names = found.map { $0.name.isEmpty ? "one without a name" : $0.name }
      .joined(separator: ", ")
    if let name {
      guard let match = found.first(where: { $0.name == name }) else {
        throw LayoutError("it has no \(directive) \(name), but \(names)")
      }
      return match.text
    }
    guard found.count == 1 else {
      throw LayoutError("it has several: name one behind the file, \(prefix)FILE:NAME, of \(names)")
    }
    return found[0].text
  }

  private func definitions(in text: String) -> [(name: String, text: String)] {
    switch self {
    case .nginx:
      ServerConfiguration.statements(text, endAtSemicolon: true).compactMap { words in
        guard words.first == directive, words.count >= 3 else { return nil }
        var parts = Array(words.dropFirst(2))
        var mode = ""
        if let first = parts.first, first.hasPrefix("escape=") {
          mode = first + " "
          parts.removeFirst()
        }
        return (words[1], mode + parts.joined())
      }
    case .apache:
      ServerConfiguration.statements(text, endAtSemicolon: false).compactMap { words in
        guard words.first?.lowercased() == directive.lowercased(), words.count >= 2 else {
          return nil
        }
        return (words.count > 2 ? words[2] : "", words[1])
      }
    }
  }

  /// The words of each statement, without quotes and comments.
  ///
  /// A backslash before a quote or a backslash is no part of the word; in nginx's configuration
  /// statements and blocks end with `;`, `{` and `}`, in Apache's with the line, unless a backslash ends
  /// that.
  public static func statements(_ text: String, endAtSemicolon: Bool) -> [[String]] {
    var statements: [[String]] = []
    var words: [String] = []
    var word: String?
    var quote: Character?
    var isComment = false
    let letters = Array(
      text.split(separator: "\r\n", omittingEmptySubsequences: false)
        .joined(separator: "\n"))
    func endWord() {
      if let ended = word { words.append(ended) }
      word = nil
    }
    func endStatement() {
      endWord()
      if !words.isEmpty { statements.append(words) }
      words = []
    }
    var index = 0
    while index < letters.count {
      let letter = letters[index]
      index += 1
      if isComment {
        if letter == "\n" { isComment = false }
        guard letter == "\n", !endAtSemicolon else { continue }
        endStatement()
      } else if letter == "\\", index < letters.count {
        let next = letters[index]
        index += 1
        if next == "\n" { continue }
        // Apache reads the other escapes of a LogFormat itself.
        let isKept = !endAtSemicolon && next != quote || endAtSemicolon && !"\"'\\".contains(next)
        word = (word ?? "") + (isKept ? "\\" : "") + String(next)
      } else if let open = quote {
        if letter == open { quote = nil } else { word = (word ?? "") + String(letter) }
      } else if letter == "\"" || letter == "'" {
        quote = letter
        word = word ?? ""
      } else if letter == "#", word == nil {
        isComment = true
      } else if endAtSemicolon && ";{}".contains(letter) || !endAtSemicolon && letter == "\n" {
        endStatement()
      } else if letter.isWhitespace {
        endWord()
      } else {
        word = (word ?? "") + String(letter)
      }
    }
    endStatement()
    return statements
  }
}
