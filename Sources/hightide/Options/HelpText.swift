/// What `--help` prints: 80 columns, made from the tables of options.
enum HelpText {
  static let watch = """
    Usage: hightide [OPTION]... [FILE]...
           hightide generate [OPTION]... [FILE]
           hightide top [OPTION]... [FILE]...
           hightide check [OPTION]... [FILE]...
           hightide explain [OPTION]... [FILE]...

    Follows HTTP access logs while they are written, and says when traffic rises
    above a threshold and when it falls back. FILE defaults to \(Options.defaultFile),
    or else to the logs that the configuration of a server names; - is standard
    input.
    \(list(Options.table))
    \(units)
    On the dashboard, ? lists the keys. Exit status: 0 if all went well, 1 after a
    failure, 2 for wrong usage.

    """

  static let top = """
    Usage: hightide top [OPTION]... [FILE]...

    Lists the groups with the most hits of the last minutes of FILE, and exits. What
    FILE was rotated to is read as far back as the time goes. FILE defaults to
    \(Options.defaultFile); - is standard input.
    \(list(TopOptions.table))
    \(units)
    A TIME is ISO 8601, or HH:MM[:SS] of the log's last day.

    """

  static let check = """
    Usage: hightide check [OPTION]... [FILE]...

    Says what the rules of the settings mean, and warns of those that cannot trigger
    or recover. With --replay it says what they would have done over FILE, which
    defaults to \(Options.defaultFile), with --suggest it proposes values for them,
    and with --test it runs tests of them.
    \(list(CheckOptions.table))
    Exit status: 0 if all went well, 1 after a failure or a failed test, 2 for wrong
    usage or settings.

    """

  static let explain = """
    Usage: hightide explain [OPTION]... [FILE]...

    Says which format each FILE has and why, how its first lines read field by
    field, and which lines do not parse, for which reason. FILE defaults to
    \(Options.defaultFile); - is standard input.
    \(list(ExplainOptions.table))

    """

  static let generate = """
    Usage: hightide generate [OPTION]... [FILE]

    Writes realistic traffic to FILE, or to standard output, until it is stopped or
    has written what was asked for.
    \(list(GenerateOptions.table))
    \(units)

    """

  /// How numbers with a unit are written, wherever an option takes one.
  private static let units =
    "A DURATION is 500ms, 10s, 2m, 1h30m, 1d, or plain seconds; a RATE is 10 or 10/s."

  /// Column in which the meanings begin.
  private static let meaningColumn = 29
  private static let width = 80

  private static func list<Settings>(_ groups: [OptionGroup<Settings>]) -> String {
    var text = ""
    for group in groups {
      text += "\n\(group.title)\n"
      for entry in group.entries { text += lines(entry) }
    }
    return text
  }

  private static func lines<Settings>(_ entry: OptionEntry<Settings>) -> String {
    let letter = entry.short.map { "-\($0), " } ?? "    "
    var name = "  \(letter)--\(entry.name)"
    switch entry.action {
    case .value(let value, _): name += " \(value.placeholder)"
    case .filter: name += " \(OptionValue.filter.placeholder)"
    case .optional(let value, _): name += "[=\(value.placeholder)]"
    case .flag, .help, .version: break
    }
    let meaning = entry.meaning + (entry.defaultText.map { " (default \($0))" } ?? "")
    let indent = String(repeating: " ", count: meaningColumn)
    let padding = String(repeating: " ", count: max(1, meaningColumn - name.count))
    return name + padding
      + wrapped(meaning, width: width - meaningColumn).joined(separator: "\n" + indent) + "\n"
  }

  private static func wrapped(_ text: String, width: Int) -> [String] {
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
