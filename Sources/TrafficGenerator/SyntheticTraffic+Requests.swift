private import AccessLog

extension SyntheticTraffic {
  /// Appends a line as a server writes it for a request.
  mutating func appendRequest(_ mark: Incident.Mark? = nil, to bytes: inout [UInt8]) {
    let client = clients.next(&random)
    let section = site.nextSection(&random)
    let kind = site.kind(of: section)
    let method = random.element(of: kind.methods)
    if case .network(let first, let second, let third)? = mark {
      appendAddress(first, second, third, to: &bytes)
      bytes.append(" - -")
      bytes.append(contentsOf: time.bytes)
    } else {
      appendOpening(client, to: &bytes)
    }
    bytes.append(method.nameAndSpace)
    if case .path(let path)? = mark {
      bytes.append(contentsOf: path)
    } else {
      site.appendTarget(in: section, kind, to: &bytes, &random)
    }
    bytes.append(random.element(of: SyntheticTraffic.versions))
    // A site that is too busy turns some away.
    let isTurnedAway = arrivals.isSurging && random.chance(0.03)
    var status = isTurnedAway ? 503 : random.element(of: kind.statuses)
    if case .status(let marked)? = mark { status = marked }
    let hasBody = status != 204 && status != 304 && method != .head
    var agent: [UInt8]?
    if case .agent(let marked)? = mark { agent = marked }
    appendClosing(
      client, status, size: hasBody ? size(of: status, kind) : nil, agent: agent, to: &bytes)
  }

  /// Appends an address of a network of an incident: a few of them send most.
  private mutating func appendAddress(
    _ first: UInt8, _ second: UInt8, _ third: UInt8, to bytes: inout [UInt8]
  ) {
    for number in [first, second, third] {
      bytes.append(decimal: Int(number))
      bytes.append(UInt8(ascii: "."))
    }
    bytes.append(decimal: 1 + random.below(64))
  }

  /// Appends what stands before the request: `10.2.3.4 - - [08/Jul/2020:10:10:30 +0200] "`.
  mutating func appendOpening(_ client: Int, to bytes: inout [UInt8]) {
    Clients.appendAddress(of: client, to: &bytes)
    if client % 64 == 9 {
      bytes.append(" - ")
      bytes.append(SyntheticTraffic.users[client / 64 % SyntheticTraffic.users.count])
    } else {
      bytes.append(" - -")
    }
    bytes.append(contentsOf: time.bytes)
  }

  /// Appends what stands behind the request; `-` for a response without a body.
  mutating func appendClosing(
    _ client: Int, _ status: Int, size: Int?, agent: [UInt8]? = nil, to bytes: inout [UInt8]
  ) {
    bytes.append("\" ")
    bytes.append(decimal: status, width: 3)
    bytes.append(UInt8(ascii: " "))
    if let size { bytes.append(decimal: size) } else { bytes.append(UInt8(ascii: "-")) }
    guard profile.format != .common else { return }
    bytes.append(
      Clients.isBrowser(client)
        ? random.element(of: SyntheticTraffic.referrerFields) : SyntheticTraffic.noReferrer)
    if let agent {
      bytes.append(contentsOf: agent)
    } else {
      bytes.append(Clients.userAgent(of: client))
    }
    bytes.append(UInt8(ascii: "\""))
  }

  private mutating func size(of status: Int, _ kind: SectionKind) -> Int {
    status < 300
      ? random.size(median: kind.medianBytes, deviation: kind.deviation)
      : random.size(median: 240, deviation: 0.5)
  }

  // Each as often as it comes.
  private static let versions: [StaticString] = [
    " HTTP/1.1", " HTTP/1.1", " HTTP/1.1", " HTTP/1.1", " HTTP/1.1", " HTTP/1.1", " HTTP/2.0",
    " HTTP/2.0", " HTTP/2.0", " HTTP/1.0",
  ]

  private static let noReferrer: StaticString = #" "-" ""#

  // Each from the space before the referrer to the quote before the user agent: fewer pieces make a
  // faster line.
  private static let referrerFields: [StaticString] = [
    noReferrer, noReferrer, #" "https://www.example.com/" ""#,
    #" "https://www.example.com/products" ""#, #" "https://www.example.com/blog/2024/garden" ""#,
    #" "https://www.google.com/" ""#, #" "https://duckduckgo.com/" ""#,
    #" "https://news.example.org/item?id=40712" ""#,
  ]

  private static let users: [StaticString] = ["frank", "mary", "jenny.o", "deploy", "ops team"]
}
