/// The same made-up traffic as W3C Extended lines and as lines of Common Log Format.
///
/// The columns change in the middle, some lines lack one, and midnight passes where `#Date:` alone
/// says the date. What a reader makes of one log has to be what it makes of the other.
package struct W3CFixture {
  package private(set) var w3c: [String] = []
  /// With a comment for each directive, and something malformed for each malformed line.
  package private(set) var common: [String] = []

  private var random: SeededRandom
  private var second: Int
  private var columns: [String] = []

  private static let optional = [
    "date", "cs-uri-query", "cs-username", "sc-bytes", "s-ip", "cs(User-Agent)", "time-taken",
    "cs-host",
  ]
  private static let required = ["time", "c-ip", "cs-method", "cs-uri-stem", "sc-status"]

  package init(_ count: Int, seed: UInt64, start: Int) {
    random = SeededRandom(seed: seed)
    second = start
    appendHeader()
    while w3c.count < count {
      switch random.below(400) {
      case 0..<3: appendHeader()
      case 3: append("#Remark: nothing", "# nothing")
      case 4..<10: append("2020-07-08 08:10:30 10.0.0.1", "10.0.0.1 - - \"GET / HTTP/1.1\"")
      case 10: append("", "")
      default: appendHit()
      }
    }
  }

  private mutating func append(_ w3c: String, _ common: String) {
    self.w3c.append(w3c)
    self.common.append(common)
  }

  private mutating func appendHeader() {
    columns = W3CFixture.required
    for column in W3CFixture.optional where random.below(2) == 0 { columns.append(column) }
    columns.shuffle(using: &random)
    let directives = [
      "#Software: Microsoft Internet Information Services 10.0", "#Version: 1.0",
      "#Date: \(W3CFixture.date(second)) \(W3CFixture.time(second))",
      "#Fields: \(columns.joined(separator: " "))",
    ]
    for directive in directives { append(directive, "# a comment") }
  }

  private mutating func appendHit() {
    if random.below(4) == 0 { second += random.below(random.below(50) == 0 ? 900 : 3) }
    // Lines with no date of their own are not from before their header.
    let moment = second - (columns.contains("date") ? random.below(3) : 0)
    let hasRequest = random.below(30) > 0
    let client = ["192.0.2.\(random.below(200))", "2001:db8::\(random.below(90))"][random.below(2)]
    let path = ["/", "/a/b", "/pages/\(random.below(50))", "/x\(random.below(300))"][
      random.below(4)]
    let query = columns.contains("cs-uri-query") && random.below(3) == 0 ? "id=\(moment)" : nil
    let method = ["GET", "GET", "POST", "PROPPATCH"][random.below(4)]
    let status = ["200", "304", "404", "500"][random.below(4)]
    let bytes = random.below(5) == 0 ? nil : random.below(90_000)
    let values = [
      "date": W3CFixture.date(moment), "time": W3CFixture.time(moment), "c-ip": client,
      "cs-method": hasRequest ? method : "-", "cs-uri-stem": hasRequest ? path : "-",
      "sc-status": status, "cs-uri-query": hasRequest ? query ?? "-" : "-",
      "sc-bytes": bytes.map(String.init) ?? "-", "s-ip": "10.0.0.4",
      "cs(User-Agent)": "Mozilla/5.0+(X11;+\"quoted\")", "time-taken": "\(random.below(900))",
    ]
    let target = path + (query.map { "?\($0)" } ?? "")
    append(
      columns.map { values[$0] ?? "-" }.joined(separator: " "),
      "\(client) - - [\(LogLine.stamp(moment))] \"\(hasRequest ? "\(method) \(target) HTTP/1.1" : "-")\""
        + " \(status) \(columns.contains("sc-bytes") ? bytes.map(String.init) ?? "-" : "-")")
  }

  /// `2020-07-08`, of a second since the epoch.
  private static func date(_ second: Int) -> String {
    let names = [
      "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]
    let parts = LogLine.stamp(second).prefix(11).split(separator: "/")
    let month = (names.firstIndex(of: String(parts[1])) ?? 0) + 1
    return "\(parts[2])-\(month < 10 ? "0" : "")\(month)-\(parts[0])"
  }

  /// `08:10:30`, of a second since the epoch.
  private static func time(_ second: Int) -> String {
    String(LogLine.stamp(second).dropFirst(12).prefix(8))
  }
}
