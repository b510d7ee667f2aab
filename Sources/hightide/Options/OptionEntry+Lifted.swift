import Settings

extension OptionEntry<Options> {
  /// The same option with the same meaning, of a command whose settings have those of watching among them.
  ///
  /// It is no key of settings files: watching has that.
  func lifted<Command>(
    _ path: any WritableKeyPath<Command, Options> & Sendable
  ) -> OptionEntry<Command> {
    let action: OptionEntry<Command>.Action =
      switch self.action {
      case .flag(let set): .flag { set(&$0[keyPath: path]) }
      case .value(let value, let set): .value(value) { set(&$0[keyPath: path], $1) }
      case .optional(let value, let set): .optional(value) { set(&$0[keyPath: path], $1) }
      case .filter(let set): .filter { set(&$0[keyPath: path], $1) }
      case .help: .help
      case .version: .version
      }
    var lifted = OptionEntry<Command>(
      name: name, short: short, meaning: meaning, choice: choice, isSetting: false, action: action)
    lifted.defaultText = defaultText
    lifted.mistake = mistake
    lifted.isSecret = isSecret
    return lifted
  }
}

extension [OptionEntry<Options>] {
  /// Those with these names, in this order, or all.
  func lifted<Command>(
    _ path: any WritableKeyPath<Command, Options> & Sendable, _ names: [String]? = nil
  ) -> [OptionEntry<Command>] {
    let chosen = names.map { names in names.compactMap { name in first { $0.name == name } } }
    return (chosen ?? self).map { $0.lifted(path) }
  }
}
