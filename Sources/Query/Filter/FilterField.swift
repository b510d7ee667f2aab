import AccessLog

/// What a filter can ask of a hit: a row of the table of fields.
struct FilterField {
  enum Kind {
    case number(FilterNumber)
    case text(Dimension)
    /// A text that is an address, mostly.
    case client(Dimension)
  }

  let name: String
  let kind: Kind

  /// The field of a name; `nil` if there is none.
  static func named(_ name: String) -> FilterField? {
    if let number = FilterNumber(rawValue: name) {
      return FilterField(name: name, kind: .number(number))
    }
    let text = texts.first { $0.name == name } ?? Dimension.named(name)
    return text.map {
      FilterField(name: name, kind: $0 == .client ? .client($0) : .text($0))
    }
  }

  /// The names of all fields, in words.
  static let acceptedNames =
    (FilterNumber.allCases.map(\.rawValue) + texts.map(\.name)
    + Dimension.all.map(\.name).filter { FilterNumber(rawValue: $0) == nil })
    .sorted().joined(separator: ", ")

  /// Texts that hits are not grouped by.
  static let texts = [
    Dimension(
      name: "target", title: "Targets", parts: .request
    ) { hit, bytes, _, made in
      guard let request = hit.request else { return .missing }
      // A query with a column of its own is a part of what was asked for.
      guard let query = request.query else { return .logged(request.target) }
      bytes.append(request.target, to: &made)
      made.append(UInt8(ascii: "?"))
      bytes.append(query, to: &made)
      return .made
    },
    Dimension(
      name: "query", title: "Queries", parts: .request
    ) { hit, bytes, _, _ in
      hit.request?.query(in: bytes).map { .logged($0) } ?? .missing
    },
  ]
}

/// A field whose values are numbers.
enum FilterNumber: String, CaseIterable {
  case status
  case bytes
  /// In nanoseconds.
  case duration
  /// In seconds since the epoch.
  case time

  /// What a value of it is, in words, with an example.
  var accepted: String {
    switch self {
    case .status: "a status from 0 to 999, such as 404"
    case .bytes: "a number of bytes, such as 1500, 64KiB, 1.5MiB or 2GiB"
    case .duration: "a duration, such as 250ms, 1.5s or plain seconds"
    case .time: "a time, such as 2020-07-08T10:10:30+02:00, or seconds since the epoch"
    }
  }

  /// The number that a text means; it may lie between two whole ones.
  func value(of text: String) -> FilterDecimal? {
    switch self {
    case .status:
      return FilterDecimal(text, units: [("", 1)]).flatMap { 0...999 ~= $0.floor ? $0.whole : nil }
    case .bytes:
      return FilterDecimal(
        text, units: [("KiB", 1 << 10), ("MiB", 1 << 20), ("GiB", 1 << 30), ("B", 1), ("", 1)])
    case .duration:
      return FilterDecimal(
        text, units: [("ms", 1_000_000), ("s", 1_000_000_000), ("", 1_000_000_000)])
    case .time:
      if let instant = Instant(iso8601: text) { return FilterDecimal(instant.seconds) }
      return FilterDecimal(text, units: [("", 1)])?.whole
    }
  }

  /// What a hit has; `nil` if the line does not say.
  @inline(__always)
  func value(of hit: Hit) -> Int? {
    switch self {
    case .status: return hit.status
    case .bytes: return hit.responseBytes
    case .time: return hit.instant.seconds
    case .duration:
      guard let duration = hit.details.duration?.components else { return nil }
      let (whole, overflow) = Int(duration.seconds).multipliedReportingOverflow(by: 1_000_000_000)
      return overflow ? .max : whole.saturating(Int(duration.attoseconds / 1_000_000_000))
    }
  }
}

extension Int {
  fileprivate func saturating(_ more: Int) -> Int {
    let (sum, overflow) = addingReportingOverflow(more)
    return overflow ? .max : sum
  }
}
