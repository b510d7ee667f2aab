/// The completion for zsh.
enum ZshCompletion {
  static var text: String {
    """
    #compdef hightide
    # Completion of hightide for zsh, made from its table of options.

    _hightide_first() {
      local -a commands=(
    \(ShellWords.commands.map { "    \(quoted("\($0.word):\($0.meaning)"))\n" }.joined()    )  )
      # Behind options there is no command.
      (( CURRENT == 2 )) && _describe command commands
      _files
    }

    _hightide() {
      local command=
      if (( CURRENT > 2 )); then
        case $words[2] in
          (\(ShellWords.pages.compactMap(\.name).joined(separator: "|")))
            command=$words[2]
            shift words
            (( CURRENT-- ))
            ;;
        esac
      fi
      case $command in
    \(ShellWords.pages.map { arguments($0, first: "") }.joined()    )\(
      arguments(.watch, first: "        '1: :_hightide_first' \\\n"))  esac
    }

    if [[ $funcstack[1] == _hightide ]]; then
      _hightide "$@"
    else
      compdef _hightide hightide
    fi

    """
  }

  private static func arguments(_ page: CommandPage, first: String) -> String {
    let specs = ShellWords.options(page).map { "        \(spec($0)) \\\n" }.joined()
    return "    (\(page.name ?? "*"))\n      _arguments -s -S \\\n" + specs + first
      + "        '*:FILE:_files'\n      ;;\n"
  }

  private static func spec(_ option: ListedOption) -> String {
    var tail = "[" + escaped(ShellWords.brief(option)) + "]"
    var (long, short) = ("--\(option.name)", option.short.map { "-\($0)" })
    switch option.argument {
    case .none: break
    case .value(let value):
      long += "="
      short = short.map { $0 + "+" }
      tail += ":\(escaped(value.placeholder)):" + action(value.offer)
    case .optional(let value):
      long += "=-"
      tail += "::\(escaped(value.placeholder)):" + action(value.offer)
    }
    guard let short, let letter = option.short else { return quoted(long + tail) }
    return "'(-\(letter) --\(option.name))'{\(short),\(long)}\(quoted(tail))"
  }

  private static func action(_ offer: OptionValue.Offer) -> String {
    switch offer {
    case .nothing: " "
    case .files: "_files"
    case .words(let words): "(" + words.map(escaped).joined(separator: " ") + ")"
    case .list(let words): " _values -s , word " + words.map(escaped).joined(separator: " ")
    }
  }

  private static func escaped(_ text: String) -> String {
    text.map { "[]:\\".contains($0) ? "\\\($0)" : String($0) }.joined()
  }

  private static func quoted(_ text: String) -> String {
    "'" + text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''")
      + "'"
  }
}
