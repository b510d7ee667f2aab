/// What a value with a name is, in formats that name their values: JSON, LTSV, CSV.
enum NamedField: Int, CaseIterable, Sendable {
  case time
  case client
  case status
  /// The whole request: method, target and protocol.
  case request
  case method
  case target
  case query
  case httpVersion
  case bytes
  case user
  case virtualHost
  case forwardedFor
  case server
  case referrer
  case userAgent
  case duration

  /// The fields that are counted of every hit.
  static let counted: [NamedField] = [
    .time, .client, .status, .request, .method, .target, .query, .httpVersion, .bytes, .duration,
  ]

  /// What `json:FIELD=KEY` calls them.
  static let words: [(word: String, field: NamedField)] = [
    ("time", .time), ("client", .client), ("status", .status), ("request", .request),
    ("method", .method), ("target", .target), ("query", .query), ("protocol", .httpVersion),
    ("bytes", .bytes), ("user", .user), ("vhost", .virtualHost), ("xff", .forwardedFor),
    ("server", .server), ("referrer", .referrer), ("agent", .userAgent), ("duration", .duration),
  ]
}
