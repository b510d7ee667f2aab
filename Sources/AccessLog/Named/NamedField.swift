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

  /// The field of a word in `json:FIELD=KEY`.
  init?(word: String) {
    switch word {
    case "time": self = .time
    case "client": self = .client
    case "status": self = .status
    case "request": self = .request
    case "method": self = .method
    case "target": self = .target
    case "query": self = .query
    case "protocol": self = .httpVersion
    case "bytes": self = .bytes
    case "user": self = .user
    case "vhost": self = .virtualHost
    case "xff": self = .forwardedFor
    case "server": self = .server
    case "referrer": self = .referrer
    case "agent": self = .userAgent
    case "duration": self = .duration
    default: return nil
    }
  }
}
