/// Reads lines of a layout: a definition of a user's, or one of the formats that are made of one.
struct LayoutReader: LineReader {
  let layout: LineLayout
  private var time = LayoutTime()
  /// Where the fields of the line stand that was looked at last, each at the place of its kind.
  ///
  /// Each line sets the same ones, so that they are not cleared in between.
  private var places = InlineArray<32, Range<Int>>(repeating: 0..<0)
  private var instant = Instant(0)
  private var status = 0
  private var responseBytes = 0
  /// The sum of the durations so far, if there is one.
  private var nanoseconds: Int?
  private var hasNegativeDuration = false

  init(_ layout: LineLayout) { self.layout = layout }

  @inline(__always)
  mutating func fields(_ bytes: RawSpan, _ line: Range<Int>) -> LineFields? {
    guard find(bytes, line), let client = client(bytes) else { return nil }
    var fields = LineFields(
      instant: instant, client: client, request: .none, status: status,
      responseBytes: responseBytes, duration: LoggedDuration(nanoseconds: nanoseconds ?? -1))
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
    details.duration = nanoseconds.map { .nanoseconds($0) }
    return Hit(
      instant: instant, client: client, identity: text(.identity) ?? end,
      user: text(.user) ?? end, request: request?.request, status: status,
      responseBytes: responseBytes, rest: end, details: details)
  }

  @inline(__always)
  func place(_ kind: LayoutField.Kind) -> Range<Int> { places[Int(kind.rawValue) & 31] }

  /// Where a field stands that the layout has; `nil` where nothing does.
  private func text(_ kind: LayoutField.Kind) -> Range<Int>? {
    place(kind).isEmpty ? nil : place(kind)
  }

  /// Finds the fields; returns `false` if the line is laid out otherwise.
  @inline(__always)
  private mutating func find(_ bytes: RawSpan, _ line: Range<Int>) -> Bool {
    let end = line.upperBound
    guard var start = behindLead(bytes, line) else { return false }
    nanoseconds = nil
    hasNegativeDuration = false
    responseBytes = 0
    let isPadded = layout.traits.contains(.padded)
    for index in 0..<layout.count {
      let step = layout.steps[index]
      if isPadded { start = bytes.endOfSeparators(from: start, to: end) }
      guard let next = take(step, bytes, from: start, to: end) else { return false }
      start = next
    }
    if hasNegativeDuration { nanoseconds = nil }
    return start == end || layout.hasRest
  }

  /// Where the first field begins; `nil` unless the text before it stands there.
  @inline(__always)
  func behindLead(_ bytes: RawSpan, _ line: Range<Int>) -> Int? {
    isText(layout.texts, 0..<layout.leadCount, bytes, at: line.lowerBound, to: line.upperBound)
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
      guard let time = time.read(step.timeForm, bytes, from: start, to: end) else { return nil }
      instant = time.instant
      return behind(step, bytes, at: time.end, to: end)
        ?? behindFraction(step, bytes, from: start, before: time.end, to: end)
    case .status where !step.isQuoted:
      guard let statusEnd = takeStatus(bytes, from: start, to: end) else { return nil }
      return behind(step, bytes, at: statusEnd, to: end)
    case .bytes where !step.isQuoted:
      guard let numberEnd = takeBytes(bytes, from: start, to: end) else { return nil }
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
      guard !step.isWord || isWord(bytes, first..<fieldEnd), set(step, bytes, first..<fieldEnd)
      else { return nil }
      if step.isQuoted, isNumber(step.field), !takeQuoted(step, bytes, first..<fieldEnd) {
        return nil
      }
      return fieldEnd &+ (step.keepsText ? 0 : step.textCount)
    }
  }

  @inline(__always)
  private mutating func set(
    _ step: LineLayout.Step, _ bytes: RawSpan, _ range: Range<Int>
  ) -> Bool {
    places[Int(step.field.rawValue) & 31] = range
    return step.field != .duration || addDuration(step, bytes, range)
  }

  private func isWord(_ bytes: RawSpan, _ range: Range<Int>) -> Bool {
    bytes.firstOffset(of: space, from: range.lowerBound, to: range.upperBound) == range.upperBound
  }

  private func isNumber(_ kind: LayoutField.Kind) -> Bool {
    kind == .time || kind == .status || kind == .bytes
  }

  /// The same as what stands without quotes, for a field that has them.
  private mutating func takeQuoted(
    _ step: LineLayout.Step, _ bytes: RawSpan, _ range: Range<Int>
  ) -> Bool {
    switch step.field {
    case .time:
      guard
        let time = time.read(step.timeForm, bytes, from: range.lowerBound, to: range.upperBound),
        time.end == range.upperBound
      else { return false }
      instant = time.instant
      return true
    case .status:
      return takeStatus(bytes, from: range.lowerBound, to: range.upperBound) == range.upperBound
    default:
      return takeBytes(bytes, from: range.lowerBound, to: range.upperBound) == range.upperBound
    }
  }

  /// Takes a bare `-` that stands for a quoted field.
  private mutating func behindDash(
    _ step: LineLayout.Step, _ bytes: RawSpan, at start: Int, to end: Int
  ) -> Int? {
    guard step.field != .time, step.field != .status,
      isText(
        layout.texts, step.textStart + 1..<step.textStart + step.textCount, bytes, at: start + 1,
        to: end), set(step, bytes, start..<start + 1)
    else { return nil }
    return start + step.textCount
  }

  /// Where the next field begins if the text of a step stands at `place`.
  @inline(__always)
  private func behind(
    _ step: LineLayout.Step, _ bytes: RawSpan, at place: Int, to end: Int
  ) -> Int? {
    isText(step, bytes, at: place, to: end) ? place &+ step.textCount : nil
  }

  /// The same where the fraction of a time is a field of its own.
  @inline(never)
  private func behindFraction(
    _ step: LineLayout.Step, _ bytes: RawSpan, from start: Int, before timeEnd: Int, to end: Int
  ) -> Int? {
    var place = timeEnd
    while place > start, bytes[place - 1].isDigit { place -= 1 }
    return place > start ? behind(step, bytes, at: place - 1, to: end) : nil
  }

  /// Whether the text of a step stands at `place`.
  @inline(__always)
  func isText(
    _ step: LineLayout.Step, _ bytes: RawSpan, at place: Int, to end: Int
  ) -> Bool {
    let count = step.textCount
    guard place &+ count <= end else { return false }
    guard count < 8 else {
      return isText(
        layout.texts, step.textStart..<step.textStart &+ count, bytes, at: place, to: end)
    }
    return count == 0 || bytes.word(at: place, count: count) == step.word
  }

  private func isText(
    _ texts: [UInt8], _ range: Range<Int>, _ bytes: RawSpan, at place: Int, to end: Int
  ) -> Bool {
    guard place + range.count <= end else { return false }
    for offset in 0..<range.count where texts[range.lowerBound &+ offset] != bytes[place &+ offset]
    {
      return false
    }
    return true
  }

  /// The place where a field ends: where the text behind it stands, and then the next field.
  ///
  /// Of a quoted field that is the first quote that is not escaped; only where the line makes no sense
  /// so, each quote is tried, since not all servers escape them.
  @inline(__always)
  private mutating func endOfField(
    _ step: LineLayout.Step, _ bytes: RawSpan, from start: Int, to end: Int
  ) -> Int? {
    if step.textCount == 0 { return step.isLast ? end : nil }
    let first = UInt8(truncatingIfNeeded: step.word)
    if step.isQuoted {
      let quote = closingQuote(bytes, from: start, to: end)
      if ends(step, bytes, at: quote, to: end) { return quote }
    }
    var place = bytes.firstOffset(from: start, to: end) { $0 .== .all(first) }
    while place < end {
      if ends(step, bytes, at: place, to: end),
        !step.isList || !isInList(bytes, from: start, place, to: end)
      {
        return place
      }
      place = bytes.firstOffset(of: first, from: place &+ 1, to: end)
    }
    return nil
  }

  /// Whether a place stands between two values of a list, with `, ` or ` : ` between them.
  private func isInList(_ bytes: RawSpan, from start: Int, _ place: Int, to end: Int) -> Bool {
    guard bytes[place] == space, place > start else { return false }
    let colon = UInt8(ascii: ":")
    return bytes[place - 1] == UInt8(ascii: ",")
      || bytes[place - 1] == colon && place - 2 >= start && bytes[place - 2] == space
      || place + 2 < end && bytes[place + 1] == colon && bytes[place + 2] == space
  }

  /// Whether a field may end at `place`.
  @inline(__always)
  private mutating func ends(
    _ step: LineLayout.Step, _ bytes: RawSpan, at place: Int, to end: Int
  ) -> Bool {
    guard isText(step, bytes, at: place, to: end) else { return false }
    let next = place &+ step.textCount
    if step.isBeforeQuote, !isQuote(bytes, next, end), !isBareDash(bytes, next, end) {
      return false
    }
    switch step.next {
    case .status: return takeStatus(bytes, from: next, to: end) != nil || isQuote(bytes, next, end)
    case .time:
      return time.read(step.nextTimeForm, bytes, from: next, to: end) != nil
        || isQuote(bytes, next, end)
    case .version:
      return next + 5 < end && bytes.word(at: next, count: 5) == 0x2F_5054_5448  // "HTTP/"
        || !isUnread(bytes, next, end)
    default: return !step.isLast || next == end || layout.hasRest
    }
  }

  private func isBareDash(_ bytes: RawSpan, _ place: Int, _ end: Int) -> Bool {
    place < end && bytes[place] == dash && (place + 1 == end || bytes[place + 1] == space)
  }

  private func isQuote(_ bytes: RawSpan, _ place: Int, _ end: Int) -> Bool {
    place < end && bytes[place] == doubleQuote
  }

  /// Whether more words stand behind the one at `place`.
  private func isUnread(_ bytes: RawSpan, _ place: Int, _ end: Int) -> Bool {
    bytes.firstOffset(of: space, from: min(place, end), to: end) < end
  }

  /// Takes three digits; or none where the layout says that there may be none.
  @inline(__always)
  private mutating func takeStatus(_ bytes: RawSpan, from start: Int, to end: Int) -> Int? {
    if start &+ 3 <= end, let value = bytes.word(at: start, count: 3).status,
      start &+ 3 == end || !bytes[start &+ 3].isDigit
    {
      status = value
      return start &+ 3
    }
    guard layout.traits.contains(.statusMayBeMissing), start < end else { return nil }
    status = 0
    if bytes[start] == UInt8(ascii: "0") { return start + 1 }
    guard bytes[start] == dash else { return nil }
    return start + 1 < end && bytes[start + 1] == UInt8(ascii: "1") ? start + 2 : start + 1
  }

  /// Takes a number of bytes; of 2^63 and more it is `Int.max`.
  @inline(__always)
  private mutating func takeBytes(_ bytes: RawSpan, from start: Int, to end: Int) -> Int? {
    var place = start
    if place < end, bytes[place] == UInt8(ascii: "+") { place &+= 1 }
    let first = place
    var value = 0
    while place < end, bytes[place].isDigit {
      let (tenfold, isTooLarge) = value.multipliedReportingOverflow(by: 10)
      let (sum, isOver) = tenfold.addingReportingOverflow(Int(bytes[place] & 15))
      value = isTooLarge || isOver ? .max : sum
      place &+= 1
    }
    responseBytes = value
    if place > first { return place }
    return place < end && bytes[place] == dash ? place &+ 1 : nil
  }

  /// Adds a duration, or says that the field is none: neither a number nor `-`, `-1` or nothing.
  private mutating func addDuration(
    _ step: LineLayout.Step, _ bytes: RawSpan, _ range: Range<Int>
  ) -> Bool {
    guard let first = range.first else { return true }
    if bytes[first] == dash {
      hasNegativeDuration = hasNegativeDuration || range.count > 1
      return range.dropFirst().allSatisfy { bytes[$0].isDigit || bytes[$0] == UInt8(ascii: ".") }
        || step.isList && addList(step, bytes, range)
    }
    return addList(step, bytes, range)
  }

  private mutating func addList(
    _ step: LineLayout.Step, _ bytes: RawSpan, _ range: Range<Int>
  ) -> Bool {
    guard let value = LayoutDuration.nanoseconds(bytes, range, step.unit) else { return false }
    let (sum, isOver) = (nanoseconds ?? 0).addingReportingOverflow(value)
    nanoseconds = isOver ? .max : sum
    if step.isList { hasNegativeDuration = false }
    return true
  }

  /// The peer, or the first address that it forwards for where the layout has no peer; `nil` if
  /// neither an address nor a name stands there.
  @inline(__always)
  func client(_ bytes: RawSpan) -> Range<Int>? {
    let peer = place(.client)
    guard !peer.isEmpty else {
      return LayoutClient.name(bytes, place(.forwardedFor), hasPort: false)
    }
    let hasPort = layout.traits.contains(.clientHasPort)
    if !hasPort, bytes.vector(at: peer.lowerBound).countOfIPv4 == peer.count { return peer }
    return LayoutClient.name(bytes, peer, hasPort: hasPort)
  }

  @inline(__always)
  private func request(_ bytes: RawSpan) -> (request: Request, host: Range<Int>?)? {
    guard var request = loggedRequest(bytes) else { return nil }
    request.escapesWithHash = layout.traits.contains(.escapesWithHash)
    guard layout.traits.contains(.absoluteTargets) else { return (request, nil) }
    let host = RequestField.moveOrigin(of: &request, bytes)
    return (request, host)
  }

  @inline(__always)
  private func loggedRequest(_ bytes: RawSpan) -> Request? {
    let whole = place(.request)
    if !whole.isEmpty {
      guard let request = RequestParser.request(bytes, whole) else { return nil }
      return request.method.count > 1 && !layout.traits.contains(.bareVersions)
        ? request
        : RequestField.usable(request, bytes, bareVersion: layout.traits.contains(.bareVersions))
    }
    let target = place(.target)
    let method = place(.method)
    guard !target.isEmpty, RequestParser.isMethod(bytes, method),
      !RequestField.isNone(bytes, method, target)
    else { return nil }
    let version = place(.version)
    let query = place(.query)
    return Request(
      method: method, target: target,
      httpVersion: version.isEmpty ? target.upperBound..<target.upperBound : version,
      query: query.isEmpty || query.count == 1 && bytes[query.lowerBound] == dash ? nil : query)
  }
}
