/// What `--help` prints: 80 columns, made from the table of commands.
enum HelpText {
  static let watch = text(.watch)
  static let top = text(.top)
  static let check = text(.check)
  static let explain = text(.explain)
  static let ship = text(.ship)
  static let topics = text(.topics)
  static let alert = text(.alert)
  static let demo = text(.demo)
  static let generate = text(.generate)
  static let fold = text(.fold)

  /// Column in which the meanings begin.
  private static let meaningColumn = 29
  private static let width = 80

  /// The page of a command; that of watching names the others.
  static func text(_ page: CommandPage) -> String {
    let others = page.name == nil ? CommandPage.all.filter { $0.name != nil } : []
    let usage = ([page] + others).map { "\($0.title) [OPTION]... \($0.operands)" }
    return "Usage: " + usage.joined(separator: "\n       ") + "\n\n" + page.words + "\n"
      + list(page.groups) + "\n" + (page.remarks.isEmpty ? "" : page.remarks + "\n")
  }

  private static func list(_ groups: [ListedGroup]) -> String {
    groups.map { "\n\($0.title)\n" + $0.options.map(lines).joined() }.joined()
  }

  private static func lines(_ option: ListedOption) -> String {
    let letter = option.short.map { "-\($0), " } ?? "    "
    var name = "  \(letter)--\(option.name)"
    switch option.argument {
    case .value(let value): name += " \(value.placeholder)"
    case .optional(let value): name += "[=\(value.placeholder)]"
    case .none: break
    }
    let meaning = option.meaning + (option.defaultText.map { " (default \($0))" } ?? "")
    let indent = String(repeating: " ", count: meaningColumn)
    let padding = String(repeating: " ", count: max(1, meaningColumn - name.count))
    return name + padding
      + wrapped(meaning, width: width - meaningColumn).joined(separator: "\n" + indent) + "\n"
  }

  /// A text in lines of at most that many characters, but for words that are longer.
  static func wrapped(_ text: String, width: Int) -> [String] {
    var lines: [String] = []
    for word in text.split(separator: " ") {
      if let last = lines.last, last.count + 1 + word.count <= width {
        lines[lines.count - 1] = last + " " + word
      } else {
        lines.append(String(word))
      }
    }
    return lines
  }
}
