/// One file of Swift, read for what it names.
struct SourceFile {
  let path: String
  /// Without comments.
  let code: [String]

  init(path: String, text: String) {
    self.path = path
    code = text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
      String(line.firstRange(of: "//").map { line[..<$0.lowerBound] } ?? line)
    }
  }

  /// The modules that are imported, whatever the access and attributes.
  var imports: Set<String> {
    let pattern =
      /^\s*(?:@\w+(?:\([^)]*\))?\s+)*(?:(?:public|package|internal|fileprivate|private)\s+)?import\s+(?:(?:struct|class|enum|protocol|typealias|func|let|var)\s+)?(\w+)/
    return Set(code.compactMap { line in line.firstMatch(of: pattern).map { String($0.1) } })
  }

  /// The types that are declared, nested ones too.
  var types: Set<String> {
    let pattern = /\b(?:struct|class|enum|actor|protocol|typealias)\s+(\w+)/
    return Set(code.flatMap { line in line.matches(of: pattern).map { String($0.1) } })
  }

  /// The first line, from 1, that holds a name as a word of its own.
  func firstLine(naming name: String) -> Int? {
    code.firstIndex { line in
      line.ranges(of: name).contains { range in
        let before = line[..<range.lowerBound].last
        let after = line[range.upperBound...].first
        return !(before?.isPartOfAName ?? false) && !(after?.isPartOfAName ?? false)
      }
    }.map { $0 + 1 }
  }
}

extension Character {
  fileprivate var isPartOfAName: Bool { isLetter || isNumber || self == "_" }
}
