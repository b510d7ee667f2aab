/// How nearly all lines of a layout are read; see ``LayoutFields/findUsual(_:_:from:to:)``.
struct UsualLayout: Sendable {
  /// What stands before the first field.
  let lead: UsualText
  let steps: [UsualStep]
  /// Whether each field may have spaces before it.
  let isPadded: Bool
  /// Whether anything may follow the last field.
  let hasRest: Bool

  /// `nil` if lines are to be read step by step: the text before the first field is too long, or one
  /// of the steps is never read in this way.
  init?(
    lead: ArraySlice<UInt8>, _ steps: [(step: LineLayout.Step, text: ArraySlice<UInt8>)],
    isPadded: Bool, hasRest: Bool
  ) {
    guard let lead = UsualText(lead), !steps.isEmpty else { return nil }
    var usual: [UsualStep] = []
    for (step, text) in steps {
      guard let next = UsualStep(step, text) else { return nil }
      // Of a padded layout each field has spaces before it.
      if !isPadded, let last = usual.indices.last, usual[last].skip(next) { continue }
      usual.append(next)
    }
    self.lead = lead
    self.steps = usual
    self.isPadded = isPadded
    self.hasRest = hasRest
  }
}

/// A step of a layout as nearly all lines have it; see ``LayoutFields/findUsual(_:_:from:to:)``.
///
/// It holds nothing that is counted, so that a loop over steps copies none.
struct UsualStep: Sendable {
  /// How the end of the field is found.
  enum Kind: UInt8, Sendable {
    /// Before a text of a few bytes, and nothing else has to be looked at.
    case word
    /// The same of one that may be a list.
    case list
    /// Before the text.
    case text
    /// The same of a number, behind whose digits the text stands.
    case duration
    /// Before the first quote that is not escaped, with which a text of a few bytes begins, and nothing
    /// else has to be looked at.
    case quoted
    /// Before that quote.
    case quotedText
    /// At the end of the line.
    case line
    /// The same of one that is not counted.
    case rest
    case time
    case status
    case bytes
    /// Of fields that are not counted: before the byte that the text is, so many times.
    case skipped
  }

  let kind: Kind
  /// How many fields are skipped at once.
  private(set) var skippedCount = 1
  let field: LayoutField.Kind
  let timeForm: LayoutField.TimeForm
  /// Whether it may be a list; see ``LayoutReader/isInList(_:from:_:to:)``.
  let isList: Bool
  /// Whether a protocol has to follow, which `HTTP/` begins.
  let isBeforeVersion: Bool
  /// Whether a space at its end is the only one in it.
  let isWord: Bool
  let unit: LayoutField.Unit
  /// Of a duration; 0 where the unit stands behind the number.
  let unitNanoseconds: Int
  let text: UsualText
  /// How far behind the end of the field the next one begins.
  let advance: Int

  /// Creates the step for one with that text; `nil` if lines are to be read step by step.
  init?(_ step: LineLayout.Step, _ text: ArraySlice<UInt8>) {
    let isNumber = step.field == .time || step.field == .status || step.field == .bytes
    let isBeforeVersion = !isNumber && step.next == .version
    let isPlain =
      text.count <= UsualText.shortCount && !isBeforeVersion
      && step.field != .duration && !(step.isWord && text.count > 1)
    switch (step.isQuoted, step.field) {
    case (true, _):
      guard !isNumber else { return nil }
      kind = isPlain && !step.isList ? .quoted : .quotedText
    case (_, .time): kind = .time
    case (_, .status): kind = .status
    case (_, .bytes): kind = .bytes
    case (_, .skip)
    where text.count == 1 && !step.isList && !step.keepsText && step.next != .version:
      kind = .skipped
    case (_, .duration)
    where step.unit != .written && !isBeforeVersion && UsualStep.endsNumber(text.first):
      kind = .duration
    case (_, .skip) where text.isEmpty: kind = .rest
    default: kind = text.isEmpty ? .line : !isPlain ? .text : step.isList ? .list : .word
    }
    // A word ends at the first space.
    let endsAtText = kind != .quoted && kind != .quotedText && !text.isEmpty && !isNumber
    guard !step.isWord || endsAtText && text.first == space, let words = UsualText(text) else {
      return nil
    }
    field = step.field
    timeForm = step.timeForm
    isList = step.isList
    isWord = step.isWord
    self.isBeforeVersion = isBeforeVersion
    unit = step.unit
    unitNanoseconds =
      switch step.unit {
      case .seconds: 1_000_000_000
      case .milliseconds: 1_000_000
      case .microseconds: 1_000
      case .nanoseconds: 1
      case .written: 0
      }
    self.text = words
    advance = step.keepsText ? 0 : text.count
  }

  /// Skips the field of another step too, which follows; returns whether the same text is behind both.
  mutating func skip(_ next: UsualStep) -> Bool {
    guard kind == .skipped, next.kind == .skipped, text.first == next.text.first else {
      return false
    }
    skippedCount += 1
    return true
  }

  /// Whether a number ends before this byte.
  private static func endsNumber(_ byte: UInt8?) -> Bool {
    byte.map { !$0.isDigit && $0 != UInt8(ascii: ".") } ?? false
  }
}
