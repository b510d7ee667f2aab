import Query
private import Settings

/// Reads a command line by the conventions of `getopt_long(3)`.
///
/// Options and files may stand in any order, `--` ends the options, `-` is a file. Values are
/// joined (`--name=value`, `-nvalue`) or follow; flags of one letter cluster; a long name may be
/// cut as long as it stays unambiguous. Of an option that is given twice the last one counts.
struct ArgumentParser<Settings> {
  /// What is left to do once the settings were set.
  enum Outcome: Equatable {
    case operands([String])
    case help
    case version
  }

  private enum Step {
    case goOn
    case finish(Outcome)
  }

  private let entries: [OptionEntry<Settings>]
  private var rest: ArraySlice<String> = []
  /// The option by which each choice was made.
  private var chosen: [String: String] = [:]
  /// What was set, in the order of the arguments.
  private(set) var given: [GivenValue] = []

  init(_ groups: [OptionGroup<Settings>]) {
    entries = groups.flatMap(\.entries)
  }

  /// Sets what the arguments say; the name of the program is not among them.
  mutating func parse(
    _ arguments: ArraySlice<String>, into settings: inout Settings
  ) throws(UsageError) -> Outcome {
    rest = arguments
    var operands: [String] = []
    while let argument = rest.popFirst() {
      let step: Step
      if argument == "--" {
        return .operands(operands + rest)
      } else if argument.hasPrefix("--") {
        step = try takeLong(argument.dropFirst(2), into: &settings)
      } else if argument.hasPrefix("-"), argument != "-" {
        step = try takeShort(argument.dropFirst(), into: &settings)
      } else {
        operands.append(argument)
        step = .goOn
      }
      if case .finish(let outcome) = step { return outcome }
    }
    return .operands(operands)
  }

  private mutating func takeLong(
    _ text: Substring, into settings: inout Settings
  ) throws(UsageError) -> Step {
    let name = text.prefix { $0 != "=" }
    let value = name.endIndex < text.endIndex ? text[name.endIndex...].dropFirst() : nil
    let entry = try entry(named: String(name))
    return try take(entry, as: "--" + entry.name, value: value.map(String.init), into: &settings)
  }

  private mutating func takeShort(
    _ cluster: Substring, into settings: inout Settings
  ) throws(UsageError) -> Step {
    var letters = cluster
    while let letter = letters.popFirst() {
      guard let entry = entries.first(where: { $0.short == letter }) else {
        throw .unknownOption("-\(letter)", closest: nil)
      }
      var value: String?
      if entry.hasValue, !letters.isEmpty {
        value = String(letters)
        letters = ""
      }
      let step = try take(entry, as: "-\(letter)", value: value, into: &settings)
      if case .finish = step { return step }
    }
    return .goOn
  }

  private mutating func take(
    _ entry: OptionEntry<Settings>, as option: String, value: String?, into settings: inout Settings
  ) throws(UsageError) -> Step {
    if let choice = entry.choice {
      let earlier = chosen.updateValue(entry.name, forKey: choice)
      guard earlier == nil || earlier == entry.name else {
        throw .exclusive("--\(earlier ?? "")", "--\(entry.name)")
      }
    }
    switch (entry.action, value) {
    case (.filter(let set), _):
      guard let text = value ?? rest.popFirst() else {
        throw .missingValue(option: option, accepted: OptionValue.filter.accepted)
      }
      do throws(FilterError) {
        set(&settings, try Filter(text))
      } catch {
        throw .filterMistake(option: option, error)
      }
      given.append(GivenValue(name: entry.name, text: text, place: "--\(entry.name)"))
      return .goOn
    case (.value(let wanted, let set), _):
      guard let value = value ?? rest.popFirst() else {
        throw .missingValue(option: option, accepted: wanted.accepted)
      }
      guard set(&settings, value) else {
        if let mistake = entry.mistake(value) { throw .mistake(option: option, mistake) }
        let shown = entry.isSecret ? "(hidden)" : value
        throw .unacceptableValue(option: option, value: shown, accepted: wanted.accepted)
      }
      given.append(GivenValue(name: entry.name, text: value, place: "--\(entry.name)"))
      return .goOn
    case (.optional(let wanted, let set), _):
      guard set(&settings, value) else {
        throw .unacceptableValue(option: option, value: value ?? "", accepted: wanted.accepted)
      }
      // In a file these words stand for the option without a value, and for none of it.
      let text = value.map { ["yes", "no"].contains($0) ? "./\($0)" : $0 } ?? "yes"
      given.append(GivenValue(name: entry.name, text: text, place: "--\(entry.name)"))
      return .goOn
    case (_, let value?): throw .unexpectedValue(option: option, value: value)
    case (.flag(let set), nil):
      set(&settings)
      given.append(GivenValue(name: entry.name, text: "yes", place: "--\(entry.name)"))
      return .goOn
    case (.help, nil): return .finish(.help)
    case (.version, nil): return .finish(.version)
    }
  }

  private func entry(named name: String) throws(UsageError) -> OptionEntry<Settings> {
    if let exact = entries.first(where: { $0.name == name }) { return exact }
    let candidates = entries.filter { $0.name.hasPrefix(name) }
    guard let first = candidates.first else {
      let closest = closestWord(to: name, in: entries.map(\.name))
      throw .unknownOption("--" + name, closest: closest.map { "--" + $0 })
    }
    guard candidates.count == 1 else {
      throw .ambiguousOption("--" + name, candidates: candidates.map { "--" + $0.name })
    }
    return first
  }
}
