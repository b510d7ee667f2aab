/// An option as pages and shells show it, whatever it sets.
struct ListedOption: Sendable {
  /// What stands behind its name.
  enum Argument: Sendable {
    case none
    case value(OptionValue)
    /// Behind a `=`, or not at all.
    case optional(OptionValue)
  }

  /// Without its dashes.
  var name: String
  var short: Character?
  var meaning: String
  var defaultText: String?
  var argument: Argument
  /// Whether a settings file may set it too.
  var isSetting: Bool

  /// What it asks for, if it does.
  var value: OptionValue? {
    switch argument {
    case .none: nil
    case .value(let value), .optional(let value): value
    }
  }
}

/// Options under a heading.
struct ListedGroup: Sendable {
  var title: String
  /// The section of a settings file that sets them too, if one does.
  var section: String?
  var options: [ListedOption]
}

extension OptionGroup {
  /// The group without what its options set.
  var listed: ListedGroup {
    ListedGroup(title: title, section: section, options: entries.map(\.listed))
  }
}

extension OptionEntry {
  /// The option without what it sets.
  var listed: ListedOption {
    let argument: ListedOption.Argument =
      switch action {
      case .value(let value, _): .value(value)
      case .filter: .value(.filter)
      case .optional(let value, _): .optional(value)
      case .flag, .help, .version: .none
      }
    return ListedOption(
      name: name, short: short, meaning: meaning, defaultText: defaultText, argument: argument,
      isSetting: isSetting && !["help", "version"].contains(name))
  }
}
