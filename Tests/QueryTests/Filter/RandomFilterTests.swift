import AccessLog
import Query
import TestSupport
import Testing

/// Random filters on random lines say what a plain evaluator says of the fields that the lines were
/// made from.
struct RandomFilterTests {
  @Test(arguments: 1...6 as ClosedRange<UInt64>)
  func chooseWhatAPlainEvaluatorChooses(seed: UInt64) throws {
    var random = SeededRandom(seed: seed)
    var lines: [(fields: RandomLine, bytes: [UInt8])] = []
    for _ in 0..<60 {
      let fields = RandomLine(&random)
      lines.append((fields, Array(fields.line.utf8)))
    }
    var matched = 0
    for _ in 0..<400 {
      let tree = RandomFilter(depth: random.below(4), &random)
      let text = tree.text(&random)
      var reader = FilterReader(try Filter(text), key: 7)
      for line in lines {
        let isMatch = reader.matches(try hit(line.bytes), unsafe line.bytes.span.bytes)
        #expect(isMatch == tree.matches(line.fields), "\(text)\n\(line.fields.line)")
        if isMatch { matched += 1 }
      }
    }
    #expect(2_000..<22_000 ~= matched)
  }
}

/// The fields of a made-up line.
struct RandomLine {
  var client: (logged: String, name: String, network: String)
  var user: String
  var second: Int
  /// `nil` for a line without a usable request.
  var method: String?
  var path: String
  var query: String?
  var version: String?
  var status: Int
  var bytes: Int
  var referrer: (logged: String, origin: String)?
  var agent: (logged: String, product: String)

  init(_ random: inout SeededRandom) {
    func one<Item>(_ items: [Item]) -> Item { items[random.below(items.count)] }
    client = one([
      ("203.0.113.7", "203.0.113.7", "203.0.113.0/24"),
      ("::ffff:203.0.113.99", "203.0.113.99", "203.0.113.0/24"),
      ("10.0.0.1", "10.0.0.1", "10.0.0.0/24"),
      ("2001:DB8::1", "2001:db8::1", "2001:db8::/48"),
      ("host.example", "host.example", "host.example"),
    ])
    user = one(["-", "-", "-", "ann", "bob c"])
    second = 1_594_195_830 + random.below(5)
    method = one(["GET", "GET", "POST", "PROPFIND", nil])
    path = one(["/", "/api", "/api/v1", "/a\\\"b", "/index.html", "http://o.org/api"])
    query = one([nil, nil, "", "q=1", "q=/x?y"])
    version = one(["HTTP/1.1", "HTTP/1.1", "HTTP/2", nil])
    status = one([200, 200, 304, 404, 500, 503, 0, 600])
    bytes = one([0, 1, 1_023, 1_024, 1_536, 1 << 20])
    referrer = one([nil, ("-", "-"), ("https://x.org/a?b", "https://x.org"), ("", "")])
    agent = one([("curl/8.5.0", "curl"), ("-", "-"), ("X (compatible; bingbot/2.0)", "bingbot")])
  }

  var target: String? { method == nil ? nil : path + (query.map { "?" + $0 } ?? "") }

  var line: String {
    let request = method.map { "\($0) \(target ?? "")" + (version.map { " " + $0 } ?? "") } ?? "-"
    let rest = referrer.map { " \"\($0.logged)\" \"\(agent.logged)\"" } ?? ""
    let padded = String(repeating: "0", count: 3 - "\(status)".count) + "\(status)"
    return
      "\(client.logged) - \(user) [\(LogLine.stamp(second))] \"\(request)\" \(padded) \(bytes)\(rest)"
  }

  /// What the line has of a text field; `nil` if it lacks it.
  func text(_ field: String) -> String? {
    switch field {
    case "client": client.name
    case "network": client.network
    case "user": user
    case "method": method ?? "-"
    case "path": method == nil ? "-" : path
    case "target": target
    case "query": method == nil ? nil : query
    case "protocol": method == nil ? nil : version
    case "class": 1...5 ~= status / 100 ? "\(status / 100)xx" : "other"
    case "referrer": referrer?.origin
    case "agent": referrer == nil ? nil : agent.product
    case "agent-raw": referrer == nil ? nil : agent.logged
    default: nil
    }
  }

  func number(_ field: String) -> Int? {
    switch field {
    case "status": status
    case "bytes": bytes
    case "time": second
    default: nil
    }
  }
}

/// A made-up filter.
indirect enum RandomFilter {
  case number(String, String, [Int])
  case text(String, String, [String])
  case not(RandomFilter)
  case and(RandomFilter, RandomFilter)
  case or(RandomFilter, RandomFilter)

  private static let texts = [
    "client", "network", "user", "method", "path", "target", "query", "protocol", "class",
    "referrer",
    "agent", "agent-raw", "vhost", "server",
  ]

  init(depth: Int, _ random: inout SeededRandom) {
    guard depth > 0 else {
      self = random.below(3) == 0 ? RandomFilter.number(&random) : RandomFilter.text(&random)
      return
    }
    let left = RandomFilter(depth: depth - 1, &random)
    switch random.below(3) {
    case 0: self = .not(left)
    case 1: self = .and(left, RandomFilter(depth: random.below(depth), &random))
    default: self = .or(left, RandomFilter(depth: random.below(depth), &random))
    }
  }

  private static func number(_ random: inout SeededRandom) -> RandomFilter {
    let line = RandomLine(&random)
    let field = ["status", "bytes", "time", "duration"][random.below(4)]
    let symbol = ["=", "!=", "<", "<=", ">", ">=", "in"][random.below(7)]
    let value = line.number(field) ?? 1
    return .number(field, symbol, symbol == "in" ? [value, 200, 1_024 % 1_000] : [value])
  }

  private static func text(_ random: inout SeededRandom) -> RandomFilter {
    let line = RandomLine(&random)
    let field = texts[random.below(texts.count)]
    let symbol = ["=", "!=", "^=", "$=", "*=", "in", "~^", "~$", "~"][random.below(9)]
    var value = line.text(field) ?? "x"
    if symbol != "=", symbol != "!=", symbol != "in", !value.isEmpty {
      let start = random.below(value.count)
      let part = value.dropFirst(symbol == "^=" || symbol == "~^" ? 0 : start)
      value = String(symbol == "$=" || symbol == "~$" ? part : part.prefix(1 + random.below(4)))
    }
    return .text(
      field, symbol, symbol == "in" ? [value, field == "client" ? "::1" : "/", "GET"] : [value])
  }

  func matches(_ line: RandomLine) -> Bool {
    switch self {
    case .not(let inner): return !inner.matches(line)
    case .and(let left, let right): return left.matches(line) && right.matches(line)
    case .or(let left, let right): return left.matches(line) || right.matches(line)
    case .number(let field, let symbol, let values):
      guard let number = line.number(field) else { return false }
      switch symbol {
      case "=": return number == values[0]
      case "!=": return number != values[0]
      case "<": return number < values[0]
      case "<=": return number <= values[0]
      case ">": return number > values[0]
      case ">=": return number >= values[0]
      default: return values.contains(number)
      }
    case .text(let field, let symbol, let values):
      guard let text = line.text(field) else { return false }
      switch symbol {
      case "=": return text == values[0]
      case "!=": return text != values[0]
      case "^=", "~^": return text.hasPrefix(values[0])
      case "$=", "~$": return text.hasSuffix(values[0])
      case "*=", "~": return values[0].isEmpty || text.contains(values[0])
      default: return values.contains(text)
      }
    }
  }

  /// The filter as it would be entered, with more spaces and brackets than it needs now and then.
  func text(_ random: inout SeededRandom) -> String {
    let space = random.below(2) == 0 ? "" : " "
    switch self {
    case .not(let inner): return "not \(inner.grouped(&random))"
    case .and(let left, let right):
      return "\(left.grouped(&random)) and \(right.grouped(&random))"
    case .or(let left, let right): return "\(left.text(&random))  or \(right.text(&random))"
    case .number(let field, let symbol, let values):
      guard symbol != "in" else {
        return "\(field) in\(space)(\(values.map(String.init).joined(separator: ",\(space)")))"
      }
      return "\(field)\(space)\(symbol)\(space)\(values[0])"
    case .text(let field, let symbol, let values):
      switch symbol {
      case "in":
        return "\(field) in (\(values.map(RandomFilter.quoted).joined(separator: "\(space),")))"
      case "~", "~^", "~$":
        let literal = values[0].map { $0.isLetter || $0.isNumber ? "\($0)" : "\\\($0)" }.joined()
        let pattern = (symbol == "~^" ? "^" : "") + literal + (symbol == "~$" ? "$" : "")
        return "\(field)\(space)~\(space)\(RandomFilter.quoted(pattern))"
      default:
        let isPlain =
          !values[0].isEmpty && values[0].allSatisfy { $0.isLetter || $0 == "/" || $0 == "." }
        let value = isPlain && random.below(2) == 0 ? values[0] : RandomFilter.quoted(values[0])
        return "\(field)\(space)\(symbol)\(space)\(value)"
      }
    }
  }

  private func grouped(_ random: inout SeededRandom) -> String {
    if case .and = self { return "(\(text(&random)))" }
    if case .or = self { return "( \(text(&random)))" }
    return random.below(5) == 0 ? "(\(text(&random)))" : text(&random)
  }

  private static func quoted(_ text: String) -> String {
    "\"\(text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\""))\""
  }
}
