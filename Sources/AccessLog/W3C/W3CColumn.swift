/// A column of a W3C Extended line that is read.
enum W3CColumn: Int, CaseIterable {
  case date
  case time
  case client
  case status
  case method
  case stem
  case query
  /// The target with its query.
  case target
  case bytes
  case user
  case version
  case host
  case agent
  case referrer
  case forwardedFor
  case server
  case duration
  /// Any other.
  case passedOver

  /// The column that a `#Fields:` directive names, in whatever case.
  init(name: String) {
    self =
      switch name.lowercased() {
      case "date": .date
      case "time": .time
      case "c-ip": .client
      case "sc-status": .status
      case "cs-method": .method
      case "cs-uri-stem": .stem
      case "cs-uri-query": .query
      case "cs-uri": .target
      case "sc-bytes": .bytes
      case "cs-username": .user
      case "cs-version", "cs-protocol-version": .version
      case "cs-host", "cs(host)": .host
      case "cs(user-agent)": .agent
      case "cs(referer)": .referrer
      case "x-forwarded-for", "cs(x-forwarded-for)": .forwardedFor
      case "s-computername": .server
      case "time-taken": .duration
      default: .passedOver
      }
  }
}
