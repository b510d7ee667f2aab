/// Reads lines of a layout: a definition of a user's, or one of the formats that are made of one.
struct LayoutReader: LineReader {
  let layout: LineLayout
  var found = LayoutFields()

  init(_ layout: LineLayout) { self.layout = layout }

  @inline(__always)
  mutating func fields(_ bytes: RawSpan, _ line: Range<Int>) -> LineFields? {
    guard find(bytes, line), let client = client(bytes) else { return nil }
    var fields = LineFields(
      instant: found.instant, client: client, request: .none, status: found.status,
      responseBytes: found.responseBytes,
      duration: LoggedDuration(nanoseconds: found.nanoseconds ?? -1))
    if let request = request(bytes)?.request { fields.request = .columns(request) }
    return fields
  }

  mutating func hit(_ bytes: RawSpan, _ line: Range<Int>) -> Hit? {
    guard find(bytes, line), let client = client(bytes) else { return nil }
    let request = request(bytes)
    let end = line.upperBound..<line.upperBound
    var details = HitDetails()
    details.virtualHost = request?.host ?? text(.virtualHost).map { Site.name(bytes, $0) }
    details.forwardedFor = text(.forwardedFor)
    details.server = text(.server)
    details.referrer = text(.referrer)
    details.userAgent = text(.userAgent)
    details.duration = found.nanoseconds.map { .nanoseconds($0) }
    return Hit(
      instant: found.instant, client: client, identity: text(.identity) ?? end,
      user: text(.user) ?? end, request: request?.request, status: found.status,
      responseBytes: found.responseBytes, rest: end, details: details)
  }

  @inline(__always)
  func place(_ kind: LayoutField.Kind) -> Range<Int> { found.place(kind) }

  /// Where a field stands that the layout has; `nil` where nothing does.
  private func text(_ kind: LayoutField.Kind) -> Range<Int>? {
    place(kind).isEmpty ? nil : place(kind)
  }

  /// Finds the fields; returns `false` if the line is laid out otherwise.
  @inline(__always)
  private mutating func find(_ bytes: RawSpan, _ line: Range<Int>) -> Bool {
    if line.upperBound <= bytes.byteCount &- LineScanner.slack,
      unsafe found.findUsual(layout.usual, bytes, from: line.lowerBound, to: line.upperBound)
    {
      return true
    }
    return findStepByStep(bytes, line)
  }

  @inline(never)
  private mutating func findStepByStep(_ bytes: RawSpan, _ line: Range<Int>) -> Bool {
    let end = line.upperBound
    guard var start = behindLead(bytes, line) else { return false }
    found.begin()
    let isPadded = layout.traits.contains(.padded)
    for index in 0..<layout.count {
      let step = layout.steps[index]
      if isPadded { start = bytes.endOfSeparators(from: start, to: end) }
      guard let next = take(step, bytes, from: start, to: end) else { return false }
      start = next
    }
    if found.hasNegativeDuration { found.nanoseconds = nil }
    return start == end || layout.hasRest
  }

  /// Where the first field begins; `nil` unless the text before it stands there.
  @inline(__always)
  func behindLead(_ bytes: RawSpan, _ line: Range<Int>) -> Int? {
    LayoutReader.isText(
      layout.texts, 0..<layout.leadCount, bytes, at: line.lowerBound, to: line.upperBound)
      ? line.lowerBound &+ layout.leadCount : nil
  }

  /// Takes the field of a step that begins at `start`, and returns where the next one does; `nil` if
  /// something else stands there.
  @inline(__always)
  mutating func take(
    _ step: LineLayout.Step, _ bytes: RawSpan, from start: Int, to end: Int
  ) -> Int? {
    let fieldEnd: Int
    switch step.field {
    case .time where !step.isQuoted:
      guard let time = found.time.read(step.timeForm, bytes, from: start, to: end) else {
        return nil
      }
      found.instant = time.instant
      return behind(step, bytes, at: time.end, to: end)
        ?? behindFraction(step, bytes, from: start, before: time.end, to: end)
    case .status where !step.isQuoted:
      guard let statusEnd = takeStatus(bytes, from: start, to: end) else { return nil }
      return behind(step, bytes, at: statusEnd, to: end)
    case .bytes where !step.isQuoted:
      guard let numberEnd = found.takeBytes(bytes, from: start, to: end) else { return nil }
      return behind(step, bytes, at: numberEnd, to: end)
    default:
      var first = start
      if step.isQuoted {
        guard start < end else { return nil }
        guard bytes[start] == doubleQuote else {
          return bytes[start] == dash ? behindDash(step, bytes, at: start, to: end) : nil
        }
        first &+= 1
      }
      guard let found = endOfField(step, bytes, from: first, to: end) else { return nil }
      fieldEnd = found
      guard !step.isWord || LayoutReader.isWord(bytes, first..<fieldEnd),
        set(step, bytes, first..<fieldEnd)
      else { return nil }
      if step.isQuoted, LayoutReader.isNumber(step.field),
        !takeQuoted(step, bytes, first..<fieldEnd)
      {
        return nil
      }
      return fieldEnd &+ (step.keepsText ? 0 : step.textCount)
    }
  }

  @inline(__always)
  private mutating func set(
    _ step: LineLayout.Step, _ bytes: RawSpan, _ range: Range<Int>
  ) -> Bool {
    found.setPlace(of: step.field, to: range)
    return step.field != .duration
      || found.addDuration(bytes, range, step.unit, isList: step.isList)
  }

  private static func isWord(_ bytes: RawSpan, _ range: Range<Int>) -> Bool {
    bytes.firstOffset(of: space, from: range.lowerBound, to: range.upperBound) == range.upperBound
  }

  private static func isNumber(_ kind: LayoutField.Kind) -> Bool {
    kind == .time || kind == .status || kind == .bytes
  }

  /// The same as what stands without quotes, for a field that has them.
  private mutating func takeQuoted(
    _ step: LineLayout.Step, _ bytes: RawSpan, _ range: Range<Int>
  ) -> Bool {
    switch step.field {
    case .time:
      guard
        let time = found.time.read(
          step.timeForm, bytes, from: range.lowerBound, to: range.upperBound),
        time.end == range.upperBound
      else { return false }
      found.instant = time.instant
      return true
    case .status:
      return takeStatus(bytes, from: range.lowerBound, to: range.upperBound) == range.upperBound
    default:
      return found.takeBytes(bytes, from: range.lowerBound, to: range.upperBound)
        == range.upperBound
    }
  }

  /// Takes a bare `-` that stands for a quoted field.
  private mutating func behindDash(
    _ step: LineLayout.Step, _ bytes: RawSpan, at start: Int, to end: Int
  ) -> Int? {
    guard step.field != .time, step.field != .status,
      LayoutReader.isText(
        layout.texts, step.textStart + 1..<step.textStart + step.textCount, bytes, at: start + 1,
        to: end), set(step, bytes, start..<start + 1)
    else { return nil }
    return start + step.textCount
  }

  /// Takes three digits; or none where the layout says that there may be none.
  @inline(__always)
  mutating func takeStatus(_ bytes: RawSpan, from start: Int, to end: Int) -> Int? {
    found.takeStatus(
      bytes, from: start, to: end, mayBeMissing: layout.traits.contains(.statusMayBeMissing))
  }
}
