package import AccessLog

/// What `hightide explain` prints of a file.
package enum ExplanationText {
  /// How much of a line is shown, in columns.
  private static let width = 200

  /// The text of one file, of which only the beginning may have been read.
  package static func text(_ file: FileExplanation, name: String, isWhole: Bool) -> String {
    var text = "\(name): " + verdict(file) + "\n"
    text += "  \(counts(file))" + (isWhole ? "" : ", at the beginning") + "\n"
    if file.lostPairs > 0 {
      text +=
        "  \(count(file.lostPairs, "hit")) counted under the section -: the line with the request stands before "
        + "what was read, or too long before its answer\n"
    }
    if file.hits > 0, file.bareNumbers > file.hits / 2 {
      text +=
        "  the number at the end of its lines is no duration, since nothing tells its unit: give -f the "
        + "layout, as\n  '%h %l %u %t \"%r\" %>s %b"
        + (file.format?.name.hasPrefix("common") == true
          ? "" : " \"%{Referer}i\" \"%{User-Agent}i\"")
        + " %{ms}T' for milliseconds, %D for microseconds, %T for seconds\n"
    }
    if let advice = file.advice {
      text += "  \(advice)\n"
    } else if file.format == nil, file.asked == nil {
      text += "  name its format with -f, or give -f the log_format or LogFormat of its server\n"
    }
    for shown in file.shown { text += "\n" + drawing(shown) }
    for fault in file.faults { text += "\n" + drawing(fault) }
    return text + "\n"
  }

  private static func verdict(_ file: FileExplanation) -> String {
    let next =
      file.scores.first { $0.format != file.format }
      .map { "; next best \($0.format.name), with \($0.hits)" } ?? ""
    guard let format = file.format else {
      guard file.lines > 0 else { return "it is empty" }
      return file.asked.map { "no line is a hit in \($0.name)\(next)" }
        ?? "no format reads its lines"
    }
    let read = file.scores.first { $0.format == format }?.hits
    var words = format.name
    if let finding = file.finding, finding.read == 0 {
      words += format.preamble.hasPrefix("#") ? ", as its directives say" : ", as its header says"
    } else if let read {
      words +=
        file.tried == 1
        ? ", by its only line" : ", in which \(read) of the first \(file.tried) lines are hits"
    }
    return words + next
  }

  private static func counts(_ file: FileExplanation) -> String {
    "\(count(file.lines, "line")): \(count(file.hits, "hit")), \(file.malformed.grouped) malformed, "
      + count(file.comments, "comment")
  }

  private static func count(_ number: Int, _ word: String) -> String {
    "\(number.grouped) \(word)" + (number == 1 ? "" : "s")
  }

  /// The line, and below it a row for each field, under its place.
  private static func drawing(_ shown: FileExplanation.Shown) -> String {
    let hit = shown.hit
    var fields: [(String, Range<Int>?)] = [
      ("client", hit.client), ("identity", hit.identity), ("user", hit.user),
      ("method", hit.request?.method), ("target", hit.request?.target),
      ("query", hit.request?.query), ("protocol", hit.request?.httpVersion),
      ("virtual host", hit.details.virtualHost), ("forwarded for", hit.details.forwardedFor),
      ("server", hit.details.server),
    ]
    unsafe fields.append(("referrer", hit.referrer(in: shown.text.span.bytes)))
    unsafe fields.append(("user agent", hit.userAgent(in: shown.text.span.bytes)))
    let line = shown.text[..<shown.lineEnd]
    var text = "  line \(shown.number)\n    \(excerpt(Array(line)))\n"
    let places = fields.compactMap { name, range -> (String, Range<Int>)? in
      guard let range, !range.isEmpty else { return nil }
      return (name, range)
    }
    for (name, range) in places.sorted(by: { $0.1.lowerBound < $1.1.lowerBound }) {
      let value = printableText(shown.text[range])
      guard range.upperBound <= line.count else {
        text += "    \(name) \(value.prefix(width))\n"
        continue
      }
      let start = printableText(line[..<range.lowerBound]).count
      guard start < width else { continue }
      let mark = "^" + String(repeating: "~", count: min(value.count, width - start) - 1)
      text += "    " + String(repeating: " ", count: start) + mark + " \(name)\n"
    }
    var values = [
      "time \(Zone.utc.iso8601(hit.instant))", "status \(threeDigits(hit.status))",
      "bytes \(hit.responseBytes)",
    ]
    if let duration = hit.details.duration {
      values.append("duration \(duration.formattedSeconds) s")
    } else {
      values.append("no duration")
    }
    let section = hit.request.map { request in
      unsafe Section(of: request, in: shown.text.span.bytes).name(in: shown.text.span.bytes)
    }
    values.append("section \(printableText(section ?? Section.unknown))")
    return text + "    " + values.joined(separator: ", ") + "\n"
  }

  /// The first of some malformed lines, and below it where it fails.
  private static func drawing(_ fault: FileExplanation.Fault) -> String {
    let start = min(width, printableText(fault.example.prefix(fault.place)).count)
    let place = "at column \(fault.place + 1) \(fault.expected) was expected"
    return
      "  \(count(fault.lines, "malformed line")), as line \(fault.number): \(place)\n    \(excerpt(fault.example))\n    "
      + String(repeating: " ", count: start) + "^\n"
  }

  private static func excerpt(_ line: [UInt8]) -> String {
    let text = printableText(line.prefix(width))
    return text.count > width || line.count > width ? String(text.prefix(width)) + "..." : text
  }

  private static func threeDigits(_ status: Int) -> String {
    String("\(1_000 + status)".dropFirst())
  }
}

extension Duration {
  /// In seconds, with the decimals that there are, at most six.
  fileprivate var formattedSeconds: String {
    let (seconds, attoseconds) = components
    let micros = Int(attoseconds / 1_000_000_000_000)
    guard micros > 0 else { return "\(seconds)" }
    var decimals = String("\(1_000_000 + micros)".dropFirst())
    while decimals.hasSuffix("0") { decimals.removeLast() }
    return "\(seconds).\(decimals)"
  }
}
