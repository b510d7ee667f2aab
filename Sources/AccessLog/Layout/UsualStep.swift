/// How nearly all lines of a layout are read; see ``LayoutFields/findUsual(_:_:from:to:)``.
struct UsualLayout: Sendable {
  /// From how many quotes on they are looked for at once.
  private static let manyQuotes = 8

  /// What stands before the first field.
  let lead: UsualText
  let steps: [UsualStep]
  /// Whether each field may have spaces before it.
  let isPadded: Bool
  /// Whether anything may follow the last field.
  let hasRest: Bool

  /// How many quotes there are around fields that are in quotes.
  let quoteCount: Int

  /// Creates one that finds the fields of those kinds, and skips the others.
  ///
  /// `nil` if lines are to be read step by step: the text before the first field is too long, or one
  /// of the steps is never read in this way.
  init?(
    lead: ArraySlice<UInt8>, _ steps: [(step: LineLayout.Step, text: ArraySlice<UInt8>)],
    of kinds: Set<LayoutField.Kind>, isPadded: Bool, hasRest: Bool
  ) {
    let leadText = lead
    guard let lead = UsualText(leadText), !steps.isEmpty else { return nil }
    var usual: [UsualStep] = []
    for (step, text) in steps {
      guard let next = UsualStep(step, text, isSkipped: !kinds.contains(step.field)) else {
        return nil
      }
      // Of a padded layout each field has spaces before it.
      if !isPadded, let last = usual.indices.last, usual[last].join(next) { continue }
      usual.append(next)
    }
    self.lead = lead
    let quoted = steps.count { $0.step.isQuoted }
    quoteCount = 2 * quoted
    // Only where there are no quotes but around fields that are all found in this way: the second of
    // each is in a text.
    let others = (leadText + steps.flatMap(\.text)).count { $0 == doubleQuote } - quoted
    if others == 0, quoteCount >= UsualLayout.manyQuotes,
      usual.allSatisfy({ $0.kind != .quotedText })
    {
      for index in usual.indices { usual[index].findQuotesAtOnce() }
    }
    if !isPadded {
      for index in usual.indices.dropLast() { usual[index].pass(over: usual[index + 1]) }
    }
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
    /// The last of one or more fields in quotes with `" "` between them; the others are not looked for:
    /// before the first quote that is not escaped, with which a text of a few bytes begins, and nothing
    /// else has to be looked at.
    case quoted
    /// The same of a line of many quotes, which are all looked for at once.
    case quotes
    /// Before that quote.
    case quotedText
    /// At the end of the line.
    case line
    /// The same of one that is not looked for.
    case rest
    case time
    case status
    case bytes
    /// Of one or more fields that are not looked for: all but the last before the byte with which the text
    /// begins, and that before the text.
    case skipped

    /// Whether what stands there tells where the field before it ends; see ``LayoutReader/ends``.
    var endsFieldBefore: Bool {
      switch self {
      case .time, .status, .quoted, .quotes, .quotedText: true
      default: false
      }
    }
  }

  private(set) var kind: Kind
  /// Whether the step that follows skips one field, which is done together with this one.
  private(set) var skipsNext = false
  /// How many fields it is of.
  private(set) var count = 1
  /// Whether nothing asks where the field stands.
  private(set) var isSkipped: Bool
  private(set) var field: LayoutField.Kind
  let timeForm: LayoutField.TimeForm
  /// Whether it may be a list; see ``LayoutReader/isInList(_:from:_:to:)``.
  let isList: Bool
  /// Whether a protocol has to follow, which `HTTP/` begins.
  let isBeforeVersion: Bool
  /// Whether a space at its end is the only one in it.
  private(set) var isWord: Bool
  let unit: LayoutField.Unit
  /// Of a duration; 0 where the unit stands behind the number.
  let unitNanoseconds: Int
  private(set) var text: UsualText
  /// How far behind the end of the field the next one begins.
  private(set) var advance: Int

  /// Creates the step for one with that text, whose field may have to be found or only to be skipped;
  /// `nil` if lines are to be read step by step.
  init?(_ step: LineLayout.Step, _ text: ArraySlice<UInt8>, isSkipped: Bool) {
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
    case (_, .duration)
    where step.unit != .written && !isBeforeVersion && UsualStep.endsNumber(text.first):
      kind = .duration
    case (_, .duration): kind = text.isEmpty ? .line : .text
    case _ where isSkipped && text.isEmpty: kind = .rest
    case _
    where isSkipped && !isBeforeVersion && !step.isList && !step.keepsText
      && text.count <= UsualText.shortCount:
      kind = .skipped
    default: kind = text.isEmpty ? .line : !isPlain ? .text : step.isList ? .list : .word
    }
    // A word ends at the first space.
    let endsAtText = kind != .quoted && kind != .quotedText && !text.isEmpty && !isNumber
    guard !step.isWord || endsAtText && text.first == space, let words = UsualText(text) else {
      return nil
    }
    self.isSkipped = isSkipped
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

  /// Takes in the step that follows; returns whether it can: this one's field has to be skipped, and to
  /// end where others do that the next one skips.
  mutating func join(_ next: UsualStep) -> Bool {
    guard isSkipped, kind == next.kind else { return false }
    switch kind {
    case .skipped:
      guard next.isSkipped, text.isBeginning(of: next.text) else { return false }
    // The quote behind the space is the next one's own.
    case .quoted: guard text.isQuoteAndSpace else { return false }
    default: return false
    }
    count += next.count
    (isSkipped, field, isWord) = (next.isSkipped, next.field, next.isWord)
    (text, advance) = (next.text, next.advance)
    return true
  }

  /// Skips the field of the step that follows together with this one, if that can be.
  mutating func pass(over next: UsualStep) {
    let isNumber = kind == .status || kind == .bytes || kind == .duration
    skipsNext = isNumber && next.kind == .skipped && next.count == 1
  }

  /// Finds the quotes around its fields together with those of other steps.
  mutating func findQuotesAtOnce() {
    if kind == .quoted { kind = .quotes }
  }

  /// Whether a number ends before this byte.
  private static func endsNumber(_ byte: UInt8?) -> Bool {
    byte.map { !$0.isDigit && $0 != UInt8(ascii: ".") } ?? false
  }
}
