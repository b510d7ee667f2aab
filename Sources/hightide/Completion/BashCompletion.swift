/// The completion for bash.
enum BashCompletion {
  static var text: String {
    """
    # Completion of hightide for bash, made from its table of options.

    _hightide_words() { mapfile -t COMPREPLY < <(compgen -W "$1" -- "$current"); }

    _hightide_files() {
      compopt -o filenames 2>/dev/null
      mapfile -t COMPREPLY < <(compgen -f -- "$current")
    }

    # Words with commas between them.
    _hightide_list() {
      local start=
      [[ $current == *,* ]] && start=${current%,*},
      compopt -o nospace 2>/dev/null
      mapfile -t COMPREPLY < <(compgen -P "$start" -W "$1" -- "${current#"$start"}")
    }

    _hightide() {
      local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD-1]} command=
      COMPREPLY=()
      # Bash takes the = behind an option for a word.
      if [[ $current == = ]]; then current=
      elif [[ $previous == = ]]; then previous=${COMP_WORDS[COMP_CWORD-2]}
      fi
      if ((COMP_CWORD > 1)); then
        case ${COMP_WORDS[1]} in
          \(ShellWords.pages.compactMap(\.name).joined(separator: " | "))) command=${COMP_WORDS[1]} ;;
        esac
      fi
      case $command:$previous in
    \(CommandPage.all.map(values).joined()    )  esac
      if [[ $current == -* ]]; then
        case $command in
    \(CommandPage.all.map(options).joined()    )    esac
        return
      fi
      _hightide_files
      if ((COMP_CWORD == 1)); then
        mapfile -t -O "${#COMPREPLY[@]}" COMPREPLY < <(compgen -W "\(
          ShellWords.commands.map(\.word).joined(separator: " "))" -- "$current")
      fi
    }

    complete -F _hightide hightide

    """
  }

  /// What is offered behind the options of a command.
  private static func values(_ page: CommandPage) -> String {
    let name = page.name ?? ""
    return ShellWords.options(page).map { option in
      guard case .value(let value) = option.argument else { return "" }
      let action: String
      switch value.offer {
      case .nothing: action = "return"
      case .files: action = "_hightide_files; return"
      case .words(let words): action = "_hightide_words \"\(words.joined(separator: " "))\"; return"
      case .list(let words): action = "_hightide_list \"\(words.joined(separator: " "))\"; return"
      }
      let patterns = ShellWords.spellings(option).map { "\(name):\($0)" }
      return "    \(patterns.joined(separator: " | "))) \(action) ;;\n"
    }.joined()
  }

  private static func options(_ page: CommandPage) -> String {
    let words = ShellWords.options(page).flatMap(ShellWords.spellings).joined(separator: " ")
    return "      \(page.name.map { $0 } ?? "''")) _hightide_words \"\(words)\" ;;\n"
  }
}
