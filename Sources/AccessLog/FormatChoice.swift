/// The format that a user asks for.
public enum FormatChoice: Sendable, Hashable {
  /// Whichever the lines turn out to have.
  case auto
  case named(LogFormat)

  /// Reads the word of the option, or returns `nil` if it is neither one of ``names``, alone or in an
  /// envelope, nor a definition that can be read; see ``LogFormat/init(definition:)``.
  public init?(name: String) {
    if name == FormatChoice.auto.name {
      self = .auto
    } else if let format = LogFormat(name: name) ?? (try? LogFormat(jsonDefinition: name)) {
      self = .named(format)
    } else if LogFormat.isDefinition(name), let format = try? LogFormat(definition: name) {
      self = .named(format)
    } else {
      return nil
    }
  }

  /// The word of the option.
  public var name: String {
    switch self {
    case .auto: "auto"
    case .named(let format): format.name
    }
  }

  /// All that the option accepts, in the order in which they are listed.
  public static let names = [FormatChoice.auto.name] + LogFormat.all.map(\.name)
}
