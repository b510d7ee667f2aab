/// What the completions of all shells are made from.
enum ShellWords {
  /// The words that may stand behind `hightide`, and what they mean.
  static let commands =
    CommandPage.all.compactMap { page in page.name.map { (word: $0, meaning: page.summary) } }
    + [
      (word: "help", meaning: "print the options"), (word: "version", meaning: "print the version"),
    ]

  /// Those that have options of their own.
  static let pages = CommandPage.all.filter { $0.name != nil }

  /// What an option means, in a few words.
  static func brief(_ option: ListedOption) -> String {
    let first = option.meaning.prefix { $0 != ";" && $0 != ":" }
    let most = 72
    guard first.count > most else { return String(first) }
    let cut = first.prefix(most)
    return cut.prefix(upTo: cut.lastIndex(of: " ") ?? cut.endIndex) + " ..."
  }

  /// The options of a command.
  static func options(_ page: CommandPage) -> [ListedOption] { page.groups.flatMap(\.options) }

  /// An option as it may be typed.
  static func spellings(_ option: ListedOption) -> [String] {
    (option.short.map { ["-\($0)"] } ?? []) + ["--\(option.name)"]
  }
}
