import Settings

/// The settings that are in force, as a settings file that says where each comes from.
enum SettingsText {
  /// Lists all options that a file may set; `given` are those that were set, what counts last.
  ///
  /// Behind them come the rules of `file`, as they stand there.
  static func text(_ given: [GivenValue], rulesOf file: SettingsFile? = nil) -> String {
    var text = "; The settings in force. Options win over a file, and a file over the defaults.\n"
    var section: String?
    for group in Options.table where group.section != nil {
      if group.section != section {
        section = group.section
        text += "\n[\(section ?? "")]\n"
      }
      for entry in group.entries where entry.isSetting { text += lines(entry, given) }
    }
    let names = file?.document.sections.filter(\.isRule).map {
      String($0.name.dropFirst(RuleSection.prefix.count))
    }
    return text + (file.map(rules) ?? "") + (file.map(KafkaOption.text) ?? "")
      + (file.map(channels) ?? "")
      + StockRules.text(without: Set(names ?? []))
  }

  /// The rules of a file; the threshold and the window of the default rule are among the options.
  private static func rules(_ file: SettingsFile) -> String {
    var text = ""
    for section in file.document.sections where section.isRule {
      text += "\n[\(section.name)]\n"
      for entry in section.entries where !SettingsKeys.isOption(entry, in: section) {
        text += "\(entry.key) = \(entry.value) ; \(file.path):\(entry.line)\n"
      }
    }
    return text
  }

  /// The channels of a file.
  private static func channels(_ file: SettingsFile) -> String {
    var text = ""
    for section in file.document.sections where section.isChannel {
      text += "\n[\(section.name)]\n"
      for entry in section.entries {
        text +=
          ChannelSection.isHidden(entry)
          ? "; \(entry.key) is not shown" : "\(entry.key) = \(entry.value)"
        text += " ; \(file.path):\(entry.line)\n"
      }
    }
    return text
  }

  private static func lines(_ entry: OptionEntry<Options>, _ given: [GivenValue]) -> String {
    var text = "; \(entry.meaning)\n"
    let rivals = Options.table.flatMap(\.entries)
      .filter { $0.name == entry.name || $0.choice != nil && $0.choice == entry.choice }
      .map(\.name)
    let deciding = given.last { rivals.contains($0.name) }
    let (value, place): (String?, String) =
      if let deciding {
        (deciding.name == entry.name ? deciding.text : nil, deciding.place)
      } else {
        (entry.defaultText, "default")
      }
    let isFlag =
      switch entry.action {
      case .flag, .optional: true
      case .value, .filter, .help, .version: false
      }
    switch value {
    case let value? where entry.isSecret && !value.hasPrefix("env:") && !value.hasPrefix("file:"):
      text += "; \(entry.name) from \(place) is not shown\n"
    case let value? where isFit(value): text += "\(entry.name) = \(value) ; \(place)\n"
    case let value?:
      text += "; \(entry.name) from \(place) cannot stand in a file: \(value.debugDescription)\n"
    case nil where isFlag: text += "\(entry.name) = no ; default\n"
    case nil: text += ";\(entry.name) =\n"
    }
    return text
  }

  /// Whether a file can hold a value: one that is read from it is the same.
  private static func isFit(_ value: String) -> Bool {
    let read = try? SettingsDocument(Array("[x]\nx = \(value) ; x".utf8))
    return read?.sections.count == 1 && read?.sections[0].entries.map(\.value) == [value]
  }
}
