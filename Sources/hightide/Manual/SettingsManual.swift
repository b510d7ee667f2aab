import Notifying
import Settings

/// hightide.ini(5): the sections of a settings file and their keys.
enum SettingsManual {
  static var text: String {
    var page = Mdoc("hightide.ini", section: 5, "settings of hightide")
    page.heading("DESCRIPTION")
    page.sentences(
      "Settings are in $XDG_CONFIG_HOME/hightide/config.ini (~/.config where the variable is not set) "
        + "or else in /etc/hightide.ini; --config names another file. Options win over them. A file "
        + "has sections in brackets, and in them keys with values:")
    page.literal("[watch]\ninterval = 30s\n\n[rule high-traffic]\nabove = 50/s")
    page.paragraph(
      "Comments begin with ; or #, at the beginning of a line or behind a space. What is not "
        + "understood is a mistake, which is told with its line, and nothing is watched then. "
        + "--print-config prints the settings that are in force, as such a file.")
    for section in sections {
      page.heading("SECTION \(section.uppercased())")
      page.sentences("Each key is the long option of that name, under the heading [\(section)]:")
      page.list(
        Options.table.map(\.listed).filter { $0.section == section }.flatMap(\.options)
          .filter(\.isSetting).map { (word: $0.name, meaning: meaning($0)) })
    }
    page.heading("SECTION KAFKA")
    page.sentences(
      "Each key is a property of librdkafka, such as security.protocol, and is passed on to it where a "
        + "kafka:// is named.")
    page.heading("SECTIONS RULE NAME")
    page.sentences(
      "Any number of rules are judged every second, in the order of the file, each under a heading "
        + "such as [rule server-errors]. [rule high-traffic] is "
        + "the rule of --threshold and --window; of it \(keysOfDefaultRule) can be set.")
    page.list(RuleKey.allCases.map { (word: $0.rawValue, meaning: $0.meaning + ".") })
    page.heading("SECTIONS NOTIFY NAME")
    page.sentences(
      "A channel that is told of alerts, under a heading such as [notify team]. These keys are for all kinds:"
    )
    page.list(ChannelSection.common.map { (word: $0.key, meaning: $0.meaning + ".") })
    for kind in ChannelKind.table where !kind.keys.isEmpty {
      page.paragraph("A channel with kind = \(kind.name) also has:")
      page.list(
        kind.keys.map { key in
          (
            word: key.name,
            meaning: "\(key.accepted)" + (key.isRequired ? " (has to be there)." : ".")
          )
        })
    }
    page.heading("FILES")
    page.list([
      ("/etc/hightide.ini", "the settings of the machine."),
      ("~/.config/hightide/config.ini", "those of a user, in place of the machine's."),
    ])
    page.heading("EXAMPLES")
    page.sentences("Rules that suit most sites:")
    page.literal(example)
    page.heading("SEE ALSO")
    page.raw(".Xr hightide 1 ,")
    page.raw(".Xr hightide-filters 7")
    return page.text
  }

  /// A file that a test reads.
  static let example =
    StockRules.all.prefix(3).map { rule in
      "; \(rule.name): \(rule.reason)\n[rule \(rule.name)]\n\(rule.keys)"
    }.joined(separator: "\n\n") + "\n\n[notify journal]\nkind = journal"

  private static var sections: [String] {
    var names: [String] = []
    for name in Options.table.compactMap(\.section) where !names.contains(name) {
      names.append(name)
    }
    return names
  }

  /// Its measure can be named, and is always the rate.
  private static var keysOfDefaultRule: String {
    let names = RuleKey.allCases.filter { $0.isOfDefaultRule && $0 != .measure }.map(\.rawValue)
    return names.dropLast().joined(separator: ", ") + " and " + names.suffix(1).joined()
  }

  private static func meaning(_ option: ListedOption) -> String {
    let standard = option.defaultText.map { " (default \($0))" } ?? ""
    let accepted: String
    switch option.argument {
    case .none: accepted = "yes or no"
    case .value(let value): accepted = value.accepted
    case .optional(let value): accepted = "yes, no or \(value.accepted)"
    }
    return "\(option.meaning)\(standard). It takes \(accepted)."
  }
}
