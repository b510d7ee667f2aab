import AccessLog
import Query
import Settings

/// One option of a command: what is typed, what it means and what it does.
///
/// A table of these is all that the parser and the help text know.
struct OptionEntry<Settings>: Sendable {
  enum Action: Sendable {
    case flag(@Sendable (inout Settings) -> Void)
    case value(OptionValue, @Sendable (inout Settings, String) -> Bool)
    /// With a value behind `=`, or without one.
    case optional(OptionValue, @Sendable (inout Settings, String?) -> Bool)
    case filter(@Sendable (inout Settings, Filter) -> Void)
    case help
    case version
  }

  /// Without its dashes.
  var name: String
  var short: Character?
  var meaning: String
  /// What holds without the option, as it would be entered.
  var defaultText: String?
  /// Options of the same choice exclude each other.
  var choice: String?
  /// Whether a settings file may set it too.
  var isSetting = true
  /// Whether its value is never shown.
  var isSecret = false
  /// What is wrong with a value that is not accepted, where more can be said than what is.
  var mistake: @Sendable (String) -> String? = { _ in nil }
  var action: Action

  /// Creates an option without a value.
  static func flag(
    _ name: String, short: Character? = nil, choice: String? = nil, isSetting: Bool = true,
    _ meaning: String, _ set: @escaping @Sendable (inout Settings) -> Void
  ) -> Self {
    Self(
      name: name, short: short, meaning: meaning, choice: choice, isSetting: isSetting,
      action: .flag(set))
  }

  /// Creates an option with a value; `set` returns whether the value is accepted.
  static func value(
    _ name: String, short: Character? = nil, choice: String? = nil, _ value: OptionValue,
    default defaultText: String? = nil, _ meaning: String,
    _ set: @escaping @Sendable (inout Settings, String) -> Bool
  ) -> Self {
    Self(
      name: name, short: short, meaning: meaning, defaultText: defaultText, choice: choice,
      action: .value(value, set))
  }

  /// Creates an option that may have a value, behind `=`.
  static func optional(
    _ name: String, _ value: OptionValue, _ meaning: String,
    _ set: @escaping @Sendable (inout Settings, String?) -> Bool
  ) -> Self {
    Self(name: name, meaning: meaning, action: .optional(value, set))
  }

  /// Creates an option whose value is a filter.
  static func filter(
    _ name: String, _ meaning: String, _ set: @escaping @Sendable (inout Settings, Filter) -> Void
  ) -> Self {
    Self(name: name, meaning: meaning, action: .filter(set))
  }

  /// Creates the option that says how lines are laid out.
  static func format(
    _ set: @escaping @Sendable (inout Settings, FormatChoice) -> Void
  ) -> Self {
    var entry = Self.value(
      "format", short: "f", FormatOption.value, default: FormatChoice.auto.name,
      FormatOption.meaning
    ) { settings, text in
      guard let choice = try? FormatOption.choice(text) else { return false }
      set(&settings, choice)
      return true
    }
    entry.mistake = FormatOption.mistake
    return entry
  }

  /// Whether something has to be entered with it.
  var hasValue: Bool {
    switch action {
    case .value, .filter: true
    case .flag, .optional, .help, .version: false
    }
  }

  static var help: Self {
    Self(name: "help", short: "h", meaning: "print this help", action: .help)
  }

  static var version: Self {
    Self(name: "version", short: "V", meaning: "print the version", action: .version)
  }
}

/// What an option asks for.
struct OptionValue: Sendable {
  /// What stands for it in the help text.
  var placeholder: String
  /// What is accepted, in words, with an example.
  var accepted: String
  /// What a shell offers for it.
  var offer = Offer.nothing

  enum Offer: Sendable {
    case nothing
    case files
    /// One of these.
    case words([String])
    /// Some of these, with commas between them.
    case list([String])
  }
}

extension OptionValue {
  /// Which hits are meant.
  static let filter = OptionValue(
    placeholder: "FILTER", accepted: "a filter, such as 'status>=500 and path^=/api'")

  /// The path of a file.
  static func file(_ accepted: String = "the path of a file") -> OptionValue {
    OptionValue(placeholder: "FILE", accepted: accepted, offer: .files)
  }

  /// One or more dimensions.
  static let dimensions = OptionValue(
    placeholder: "DIMENSION,...",
    accepted: "one or more of \(Dimension.acceptedNames), each once",
    offer: .list(Dimension.all.map(\.name)))

  /// A duration from `least` to `most`, as they would be entered.
  static func duration(from least: String, to most: String, example: String) -> OptionValue {
    OptionValue(
      placeholder: "DURATION",
      accepted: "a duration from \(least) to \(most), such as \(example)")
  }

  /// A rate of `events` per second, from `least` on in words.
  static func rate(of events: String, _ least: String) -> OptionValue {
    OptionValue(
      placeholder: "RATE", accepted: "\(events) per second, \(least), such as 10, 0.5 or 10/s")
  }

  /// One of several words.
  static func word(_ placeholder: String, of words: [String]) -> OptionValue {
    let last = words.last ?? ""
    let others = words.dropLast().joined(separator: ", ")
    return OptionValue(
      placeholder: placeholder, accepted: others.isEmpty ? last : "\(others) or \(last)",
      offer: .words(words))
  }

  /// A whole number, `most` written out for a reader.
  static func number(_ range: ClosedRange<Int>, example: Int) -> OptionValue {
    OptionValue(
      placeholder: "N",
      accepted:
        "a whole number from \(range.lowerBound) to \(range.upperBound), such as \(example)")
  }
}

/// Options under a heading of the help text.
struct OptionGroup<Settings>: Sendable {
  var title: String
  /// The section of a settings file that sets them too, if one does.
  var section: String?
  var entries: [OptionEntry<Settings>]
}

/// What was set, by an option or in a settings file.
struct GivenValue: Equatable {
  /// The option's.
  var name: String
  /// As it was entered; `yes` for a flag.
  var text: String
  /// Where it was entered: `--top`, or a file and its line.
  var place: String
}

/// Sets a value; returns whether it was understood.
func set<Value>(_ place: inout Value, to value: Value?) -> Bool {
  guard let value else { return false }
  place = value
  return true
}

/// Sets a value that has no default; returns whether it was understood.
func set<Value>(_ place: inout Value?, to value: Value?) -> Bool {
  guard let value else { return false }
  place = value
  return true
}
