/// A field of a line whose layout is known.
struct LayoutField: Sendable, Hashable {
  /// What a field says.
  enum Kind: UInt8, Sendable, CaseIterable {
    /// Nothing that is counted.
    case skip
    case client
    case forwardedFor
    case identity
    case user
    case time
    /// Method, target and protocol.
    case request
    case method
    case target
    case query
    case version
    case status
    case bytes
    case virtualHost
    case server
    case referrer
    case userAgent
    case duration
  }

  /// How a time is written.
  enum TimeForm: UInt8, Sendable {
    /// `08/Jul/2020:10:10:30 +0200`, perhaps with a space for the first colon, with a fraction, or
    /// without a zone.
    case clf
    /// The same without a zone, with a fraction: `08/Jul/2020:10:10:30.123`.
    case local
    /// The same with a space for the first colon: `08/Jul/2020 10:10:30`.
    case localWithSpace
    /// `2020/07/08 10:10:30`, perhaps with a fraction, without a zone.
    case slashed
    /// `2020-07-08T10:10:30+02:00`, perhaps with a space for the `T`, with a fraction, or without a
    /// zone.
    case iso8601
    /// Seconds since the epoch, perhaps with a fraction.
    case epoch
    case epochMilliseconds
    case epochMicroseconds
    /// `Wed, 08 Jul 2020 08:10:30 GMT` (RFC 9110 section 5.6.7).
    case rfc1123
    /// `Wed Jul  8 10:10:30 2020`, as `ctime(3)` writes it.
    case ctime
  }

  /// In what a duration is counted.
  enum Unit: UInt8, Sendable {
    case seconds
    case milliseconds
    case microseconds
    case nanoseconds
    /// In what stands behind the number: `15ms`.
    case written
  }

  var kind: Kind
  var timeForm = TimeForm.clf
  var unit = Unit.seconds
  /// Whether it may be a list, with `, ` or ` : ` between its values.
  var isList = false
  /// Whether it has no spaces in it.
  var isWord = false
  /// Whether it continues the target before it, with nothing in between.
  var joinsTarget = false
  /// What a server writes there, for lines that are made up.
  var sample = "-"

  static func time(_ form: TimeForm) -> LayoutField { LayoutField(kind: .time, timeForm: form) }

  static func duration(_ unit: Unit, isList: Bool = false) -> LayoutField {
    LayoutField(kind: .duration, unit: unit, isList: isList)
  }

  /// A field that says nothing that is counted.
  static func skip(_ sample: String, isList: Bool = false) -> LayoutField {
    LayoutField(kind: .skip, isList: isList, sample: sample)
  }
}
