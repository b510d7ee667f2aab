extension LayoutReader {
  /// Where a line fails, and what was expected there; `nil` if it is a hit.
  mutating func fault(_ bytes: RawSpan, _ line: Range<Int>) -> LineFault? {
    let end = line.upperBound
    guard var start = behindLead(bytes, line) else {
      return LineFault(
        place: line.lowerBound, expected: "'\(text(layout.texts.prefix(layout.leadCount)))'")
    }
    for index in 0..<layout.count {
      let step = layout.steps[index]
      if layout.traits.contains(.padded) { start = bytes.endOfSeparators(from: start, to: end) }
      guard let next = take(step, bytes, from: start, to: end) else {
        return faultBehind(index, bytes, from: start, to: end)
          ?? LineFault(place: start, expected: words(step))
      }
      start = next
    }
    guard start == end || layout.hasRest else {
      return LineFault(place: start, expected: "the end of the line")
    }
    guard client(bytes) == nil else { return nil }
    return LineFault(
      place: max(line.lowerBound, place(.client).lowerBound),
      expected: "an address or a name of a client")
  }

  /// Where the field behind a step fails, if that is why the step does.
  private func faultBehind(
    _ index: Int, _ bytes: RawSpan, from start: Int, to end: Int
  ) -> LineFault? {
    let step = layout.steps[index]
    guard step.next == .time || step.next == .status, index + 1 < layout.count else { return nil }
    var first = start
    if step.isQuoted {
      guard start < end, bytes[start] == doubleQuote else { return nil }
      first = closingQuote(bytes, from: start + 1, to: end)
    }
    while first < end, !isText(step, bytes, at: first, to: end) { first += 1 }
    guard first < end else { return nil }
    return LineFault(place: first + step.textCount, expected: words(layout.steps[index + 1]))
  }

  private func text(_ bytes: some Sequence<UInt8>) -> String {
    String(decoding: Array(bytes), as: UTF8.self)
  }

  /// What a step expects.
  private func words(_ step: LineLayout.Step) -> String {
    let behind = text(layout.texts[step.textStart..<step.textStart + step.textCount])
    let follows = behind.isEmpty ? "" : ", and behind it '\(behind)'"
    let quotes = step.isQuoted ? " in quotes" : ""
    return LayoutReader.words(step) + quotes + follows
  }

  private static func words(_ step: LineLayout.Step) -> String {
    switch step.field {
    case .skip: "a field"
    case .client: "the client"
    case .forwardedFor: "X-Forwarded-For"
    case .identity: "the identity"
    case .user: "the user"
    case .time:
      switch step.timeForm {
      case .clf: "a time such as 08/Jul/2020:10:10:30 +0200"
      case .local: "a time such as 08/Jul/2020:10:10:30.123"
      case .localWithSpace: "a time such as 08/Jul/2020 10:10:30"
      case .slashed: "a time such as 2020/07/08 10:10:30"
      case .iso8601: "a time such as 2020-07-08T10:10:30+02:00"
      case .epoch: "a time such as 1594195830.123"
      case .epochMilliseconds: "a time in milliseconds since 1970"
      case .epochMicroseconds: "a time in microseconds since 1970"
      case .rfc1123: "a time such as Wed, 08 Jul 2020 08:10:30 GMT"
      case .ctime: "a time such as Wed Jul  8 10:10:30 2020"
      }
    case .request: "the request"
    case .method: "the method"
    case .target: "the target"
    case .query: "the query"
    case .version: "the protocol"
    case .status: "a status of three digits"
    case .bytes: "a number of bytes or -"
    case .virtualHost: "the virtual host"
    case .server: "the server"
    case .referrer: "the referrer"
    case .userAgent: "the user agent"
    case .duration: "a duration"
    }
  }
}
