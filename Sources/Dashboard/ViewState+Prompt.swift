import Alerting
import Canvas

extension ViewState {
  /// The most bytes that can be typed.
  private var longestEntry: Int {
    switch prompt {
    case .filter?, .screenFilter?: return 2_000
    case .threshold?, .silence?, nil: return 60
    }
  }

  /// Handles a key while something is being typed.
  mutating func type(_ key: Key, in model: DashboardModel) -> [DashboardCommand] {
    switch prompt {
    case .threshold(let text, _): return typeThreshold(key, after: text, in: model)
    case .filter(let text): typeFilter(key, after: text)
    case .screenFilter(let text, _, let cycle):
      return typeScreenFilter(key, after: text, cycle, in: model)
    case .silence(let text, _): return typeSilence(key, after: text, in: model)
    case nil: break
    }
    return []
  }

  private mutating func typeThreshold(
    _ key: Key, after text: String, in model: DashboardModel
  ) -> [DashboardCommand] {
    switch key {
    case .escape:
      prompt = nil
    case .enter:
      let unit = EntryUnit(of: model.status.rule)
      switch ThresholdEntry(text, unit) {
      case .rate(let rate):
        prompt = nil
        return setThreshold(rate, unit, in: model)
      case .refused(let complaint):
        prompt = .threshold(text: text, complaint: complaint)
      }
    default:
      guard let edited = edited(text, by: key) else { return [] }
      prompt = .threshold(
        text: edited, complaint: complaint(about: edited, EntryUnit(of: model.status.rule)))
    }
    return []
  }

  private mutating func typeFilter(_ key: Key, after text: String) {
    switch key {
    case .escape:
      prompt = nil
      filter = ""
    case .enter:
      prompt = nil
    default:
      guard let edited = edited(text, by: key) else { return }
      typeFilter(edited)
    }
  }

  /// What is wrong with a threshold that is being typed; nothing before its first character.
  private func complaint(about text: String, _ unit: EntryUnit) -> String? {
    guard !text.isEmpty, case .refused(let complaint) = ThresholdEntry(text, unit) else {
      return nil
    }
    return complaint
  }

  /// Adds the first line of a text that was pasted to what is being typed, as if it had been typed.
  mutating func paste(_ text: String, in model: DashboardModel) {
    let line = text.drop { $0.isNewline }.prefix { !$0.isNewline }
    let entered: String
    switch prompt {
    case .threshold(let text, _), .silence(let text, _): entered = text
    case .filter(let text), .screenFilter(let text, _, _): entered = text
    case nil: return
    }
    // A tab between two words is a blank.
    let all = line.reduce(entered) { edited($0, by: .character($1 == "\t" ? " " : $1)) ?? $0 }
    switch prompt {
    case .threshold:
      prompt = .threshold(
        text: all, complaint: complaint(about: all, EntryUnit(of: model.status.rule)))
    case .silence: prompt = .silence(text: all, complaint: nil)
    case .filter: typeFilter(all)
    case .screenFilter: prompt = .screenFilter(text: all, complaint: nil)
    case nil: break
    }
  }

  private mutating func typeFilter(_ text: String) {
    prompt = .filter(text: text)
    filter = text
    groupSelection = GroupSelection()
  }

  func edited(_ text: String, by key: Key) -> String? {
    switch key {
    case .character(let character):
      guard isAccepted(character), text.utf8.count < longestEntry else { return nil }
      return text + String(character)
    case .backspace, .delete: return String(text.dropLast())
    case .control("u"): return ""
    case .control("w"):
      return String(text.reversed().drop { $0 == " " }.drop { $0 != " " }.reversed())
    default: return nil
    }
  }
}

extension ViewState {
  /// Whether a character may be part of what is typed: names may hold any that is printed.
  private func isAccepted(_ character: Character) -> Bool {
    if let ascii = character.asciiValue { return ascii >= 0x20 && ascii < 0x7F }
    switch prompt {
    case .filter?, .screenFilter?: break
    case .threshold?, .silence?, nil: return false
    }
    return character.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control }
  }
}

/// A threshold as it was typed.
enum ThresholdEntry: Equatable {
  case rate(Double)
  /// The text was refused, for this reason.
  case refused(String)

  /// Reads a number, with or without its unit after it.
  init(_ text: String, _ unit: EntryUnit) {
    var words = text.split(separator: " ").joined()
    if !unit.word.isEmpty, words.hasSuffix(unit.word) { words.removeLast(unit.word.count) }
    guard !words.isEmpty else {
      self = .refused("type a number, such as 12.5, or Esc")
      return
    }
    // Only digits and a point: `Double` would also read hexadecimal, exponents, `inf` and `nan`.
    guard words.utf8.allSatisfy({ $0 == UInt8(ascii: ".") || ($0 >= 0x30 && $0 <= 0x39) }),
      let number = Double(words)
    else {
      self = .refused(
        words.hasPrefix("-") ? "a threshold cannot be below 0" : "that is not a number")
      return
    }
    guard number <= ThresholdEntry.most else {
      self = .refused("at most 1000000000 \(unit.words)")
      return
    }
    self = .rate(number)
  }

  /// Hits per second that no log can exceed.
  static let most = 1_000_000_000.0
}
