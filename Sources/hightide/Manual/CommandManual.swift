import Dashboard

/// hightide(1): all commands, their options, and the keys of the screen.
enum CommandManual {
  static var text: String {
    var page = Mdoc(
      "hightide", section: 1, "watch HTTP access logs, and say when traffic is too high")
    page.heading("SYNOPSIS")
    for command in CommandPage.all {
      page.raw(".Nm hightide" + (command.name.map { " Cm \($0)" } ?? ""))
      page.raw(".Op Ar OPTION ...")
      page.raw(
        !command.operands.hasPrefix("[")
          ? ".Ar " + Mdoc.escaped(command.operands)
          : command.operands.hasSuffix("...") ? ".Op Ar FILE ..." : ".Op Ar FILE")
    }
    page.heading("DESCRIPTION")
    page.sentences(CommandPage.watch.words)
    page.paragraph(
      "FILE is a path, a pattern in quotes such as '/var/log/nginx/*.log', or - for standard input. "
        + "On a terminal there is a dashboard; elsewhere, and with --plain or --json, there are "
        + "reports.")
    page.raw(".Pp")
    page.raw("The commands are:")
    page.list(
      CommandPage.all.compactMap { command in
        command.name.map { (word: $0, meaning: "\(command.summary).") }
      })
    for command in CommandPage.all { describe(command, on: &page) }
    page.heading("KEYS")
    for topic in KeyHelp.topics {
      page.subheading(topic.title)
      page.list(topic.rows.map { (word: $0.key, meaning: $0.meaning + ".") })
    }
    end(&page)
    return page.text
  }

  private static func describe(_ command: CommandPage, on page: inout Mdoc) {
    page.heading(command.name.map { "\($0.uppercased()) OPTIONS" } ?? "OPTIONS")
    if command.name != nil { page.sentences(command.words) }
    for group in command.groups {
      page.subheading(group.title)
      page.raw(".Bl -tag -width Ds")
      for option in group.options {
        page.raw(item(option))
        let standard = option.defaultText.map { " (default \($0))" } ?? ""
        page.sentences(option.meaning + standard + ".")
        if case .value(let value)? = Optional(option.argument), hasMore(value) {
          page.sentences("It takes \(value.accepted).")
        }
      }
      page.raw(".El")
    }
    if !command.remarks.isEmpty { page.paragraph(command.remarks) }
  }

  /// Whether what is accepted says more than the placeholder.
  private static func hasMore(_ value: OptionValue) -> Bool {
    value.placeholder != "FILE" && value.placeholder != "COMMAND"
  }

  private static func item(_ option: ListedOption) -> String {
    var line = ".It " + (option.short.map { "Fl \($0) , " } ?? "")
    line += "Fl " + Mdoc.escaped("-" + option.name)
    switch option.argument {
    case .none: break
    case .value(let value): line += " Ar " + Mdoc.escaped(value.placeholder)
    case .optional(let value): line += " Ns Oo = Ns Ar " + Mdoc.escaped(value.placeholder) + " Oc"
    }
    return line
  }

  private static func end(_ page: inout Mdoc) {
    page.heading("ENVIRONMENT")
    page.list([
      ("NO_COLOR", "if it is set to any text, there are no colours unless --color says so."),
      ("XDG_CONFIG_HOME", "the folder in which hightide/config.ini is looked for."),
      ("TERM", "the type of the terminal."),
      ("COLORFGBG", "the colours of a terminal that does not tell its background."),
      ("TMPDIR", "where --demo keeps its log."),
    ])
    page.heading("FILES")
    page.list([
      ("/var/log/access.log", "the log that is watched where none is named."),
      ("/etc/hightide.ini", "settings of the machine; those of a user win over them."),
    ])
    page.heading("EXIT STATUS")
    page.sentences(
      "0 if all went well, 1 after a failure while running, such as a log that cannot be read or a "
        + "replay of nothing but malformed lines, 2 for wrong usage or settings.")
    page.heading("EXAMPLES")
    page.examples(ManualExample.commands)
    page.heading("SEE ALSO")
    page.raw(".Xr hightide.ini 5 ,")
    page.raw(".Xr hightide-filters 7")
    page.heading("HISTORY")
    page.list(Version.changes.map { (word: "Version \($0.version)", meaning: $0.words) })
  }
}
