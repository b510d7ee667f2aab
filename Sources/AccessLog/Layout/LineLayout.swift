/// How the lines of a format are laid out, ready for reading: fields, and the text behind each.
struct LineLayout: Sendable {
  /// How many fields are read at most.
  static let maximumFields = 64

  /// A field, and what stands behind it.
  struct Step: Sendable {
    var field = LayoutField.Kind.skip
    var timeForm = LayoutField.TimeForm.clf
    var unit = LayoutField.Unit.seconds
    var isList = false
    /// Whether it has no spaces in it.
    var isWord = false
    /// Whether it is in quotes, of which the first is a part of the step; a bare `-` may stand there.
    var isQuoted = false
    /// Whether the text behind it is the beginning of the next field.
    var keepsText = false
    /// Whether nothing may stand behind the text that stands behind it.
    var isLast = false
    /// What the field behind the text is, if there is one.
    var next = LayoutField.Kind.skip
    var nextTimeForm = LayoutField.TimeForm.clf
    /// Whether that is in quotes.
    var isBeforeQuote = false
    /// Whether a colon, and a port that is not read, stand behind it.
    var isBeforePort = false
    /// The text: the first eight bytes, the first in the lowest bits; how many there are; and where
    /// all of them stand in ``texts``.
    var word: UInt64 = 0
    var textCount = 0
    var textStart = 0
  }

  private(set) var steps: [Step] = []
  private(set) var count = 0
  /// The texts of all steps, one behind the other; at the beginning what stands before the first field.
  private(set) var texts: [UInt8] = []
  private(set) var leadCount = 0
  /// Whether anything may follow what is named.
  private(set) var hasRest = false
  /// The same again, for lines that are laid out as nearly all are; `nil` where all are read step by
  /// step.
  private(set) var usual: UsualLayout?
  /// The same where only what is counted of every hit is looked for.
  private(set) var counted: UsualLayout?
  /// Whether it has the peer.
  private(set) var hasClient = false
  let traits: LayoutTraits
  let pieces: [LayoutPiece]

  /// - Throws: an error that says what is missing, or which field has no end.
  init(_ pieces: [LayoutPiece], _ traits: LayoutTraits = []) throws(LayoutError) {
    self.pieces = pieces
    self.traits = traits
    try require(pieces)
    var fields: [(field: LayoutField, column: Int, text: [UInt8])] = []
    var lead: [UInt8] = []
    for piece in pieces {
      switch piece {
      case .text(let text):
        if fields.isEmpty { lead += text.utf8 } else { fields[fields.count - 1].text += text.utf8 }
      case .field(let field, let column):
        if field.joinsTarget, fields.last?.text.isEmpty == true, fields.last?.field.kind == .target
        {
          continue
        }
        fields.append((field, column, []))
      case .rest: hasRest = true
      }
    }
    guard fields.count <= LineLayout.maximumFields else {
      throw LayoutError("it has more than \(LineLayout.maximumFields) variables")
    }
    texts = lead
    leadCount = lead.count
    for index in fields.indices {
      var step = Step()
      let (field, column, text) = fields[index]
      step.field = field.kind
      step.timeForm = field.timeForm
      step.unit = field.unit
      step.isList = field.isList
      step.isWord = field.isWord
      let before = index > 0 ? fields[index - 1].text : lead
      step.isQuoted = before.last == doubleQuote && text.first == doubleQuote
      step.isLast = index == fields.count - 1
      var kept = text
      if step.isLast {
        // What is not counted may be a part of the rest.
        if text.isEmpty, hasRest, field.kind != .skip, !LineLayout.hasEnd(field) {
          throw LayoutError("nothing tells where its last variable ends")
        }
      } else {
        step.next = fields[index + 1].field.kind
        step.nextTimeForm = fields[index + 1].field.timeForm
        // Of a quoted field the first quote is its own.
        if kept.last == doubleQuote, fields[index + 1].text.first == doubleQuote {
          kept.removeLast()
          step.isBeforeQuote = true
        }
        if kept.isEmpty {
          guard LineLayout.hasEnd(field) || step.next == .target || kept != text else {
            throw LayoutError(
              "nothing stands between two variables at column \(max(column, 1)), so that nothing tells "
                + "where the first ends")
          }
          if !LineLayout.hasEnd(field), step.next == .target {
            kept = [UInt8(ascii: "/")]
            step.keepsText = true
          }
        }
      }
      step.isBeforePort =
        kept == [UInt8(ascii: ":")] && step.next == .skip
        && (step.field == .client || step.field == .virtualHost)
      step.textStart = texts.count
      step.textCount = kept.count
      for (place, byte) in kept.prefix(8).enumerated() {
        step.word |= UInt64(byte) << (8 * UInt64(place))
      }
      texts += kept
      steps.append(step)
    }
    count = fields.count
    hasClient = fields.contains { $0.field.kind == .client }
    // The quote before the first field is its own too.
    if count > 0, steps[0].isQuoted { leadCount -= 1 }
    // The fast way takes the first colon.
    guard !steps.contains(where: \.isBeforePort) else { return }
    usual = usualLayout(of: Set(LayoutField.Kind.allCases).subtracting([.skip]))
    counted = usualLayout(of: countedKinds)
  }

  /// The fields that are counted of every hit.
  private var countedKinds: Set<LayoutField.Kind> {
    [
      .time, .status, .bytes, .duration, .request, .method, .target, .query, .version,
      // Addresses that a peer forwards for count where no peer is logged.
      hasClient ? .client : .forwardedFor,
    ]
  }

  private func usualLayout(of kinds: Set<LayoutField.Kind>) -> UsualLayout? {
    let pieces = (0..<count).map { index in
      let step = steps[index]
      return (step, texts[step.textStart..<step.textStart + step.textCount])
    }
    return UsualLayout(
      lead: texts[..<leadCount], pieces, of: kinds, isPadded: traits.contains(.padded),
      hasRest: hasRest)
  }

  /// Whether a field itself tells where it ends.
  private static func hasEnd(_ field: LayoutField) -> Bool {
    field.kind == .time || field.kind == .status || field.kind == .bytes
  }

  /// Throws unless there is all that a hit has to have.
  private func require(_ pieces: [LayoutPiece]) throws(LayoutError) {
    let kinds = Set(
      pieces.compactMap { piece -> LayoutField.Kind? in
        if case .field(let field, _) = piece { field.kind } else { nil }
      })
    var missing: [String] = []
    if kinds.isDisjoint(with: [.client, .forwardedFor]) { missing.append("client") }
    if !kinds.contains(.time) { missing.append("time") }
    if !kinds.contains(.status) { missing.append("status") }
    guard !missing.isEmpty else { return }
    throw LayoutError(
      "it has no " + missing.joined(separator: " and no ") + ", so that no line would be a hit")
  }
}
