/// The completion for fish.
enum FishCompletion {
  static var text: String {
    """
    # Completion of hightide for fish, made from its table of options.

    function __hightide_is
        set -l words (commandline -opc)
        set -l command ''
        if test (count $words) -gt 1; and contains -- $words[2] \(
          ShellWords.pages.compactMap(\.name).joined(separator: " "))
            set command $words[2]
        end
        test "$command" = "$argv[1]"
    end

    # Words with commas between them, behind those that are there.
    function __hightide_list
        set -l start (commandline -ct | string replace -r '^--[^=]*=' '' | string replace -r '[^,]*$' '')
        printf '%s\\n' "$start"$argv
    end

    \(ShellWords.commands.map(command).joined())\(CommandPage.all.map(options).joined())
    """
  }

  private static func command(_ command: (word: String, meaning: String)) -> String {
    "complete -c hightide -n 'test (count (commandline -opc)) -eq 1' -a \(command.word)"
      + " -d \(quoted(command.meaning))\n"
  }

  private static func options(_ page: CommandPage) -> String {
    ShellWords.options(page).map { option in
      var line = "complete -c hightide -n '__hightide_is \(page.name ?? "\"\"")'"
      if let short = option.short { line += " -s \(short)" }
      line += " -l \(option.name)"
      if case .value(let value) = option.argument {
        switch value.offer {
        case .nothing: line += " -x"
        case .files: line += " -r -F"
        case .words(let words): line += " -x -a \(quoted(words.joined(separator: " ")))"
        case .list(let words):
          line += " -x -a \(quoted("(__hightide_list \(words.joined(separator: " ")))"))"
        }
      }
      return line + " -d \(quoted(ShellWords.brief(option)))\n"
    }.joined()
  }

  private static func quoted(_ text: String) -> String {
    "'" + text.map { $0 == "'" || $0 == "\\" ? "\\\($0)" : String($0) }.joined() + "'"
  }
}
