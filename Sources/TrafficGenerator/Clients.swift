/// Who sends the requests.
///
/// A client is a number; the same number always has the same address and user agent.
struct Clients {
  private let ranks: ZipfRanks

  init(count: Int, skew: Double) {
    ranks = ZipfRanks(count: min(count, 1 << 24), skew: skew)
  }

  func next(_ random: inout SeededRandom) -> Int {
    ranks.next(&random)
  }

  /// Appends an address of 10.0.0.0/8 or 2001:db8::/32, which are not routed on the internet.
  static func appendAddress(of client: Int, to bytes: inout [UInt8]) {
    // An odd factor maps the clients one to one onto the 24 bits, and far from one another.
    let scattered = UInt64(client) &* 0x9E_3779_B1 & 0xFF_FFFF
    guard client % 7 != 3 else {
      bytes.append("2001:db8:")
      bytes.append(hexadecimal: scattered >> 12)
      bytes.append(UInt8(ascii: ":"))
      bytes.append(hexadecimal: scattered & 0xFFF)
      bytes.append("::")
      bytes.append(hexadecimal: scattered >> 8 ^ 0x5A5A)
      return
    }
    bytes.append("10.")
    bytes.append(decimal: Int(scattered >> 16))
    bytes.append(UInt8(ascii: "."))
    bytes.append(decimal: Int(scattered >> 8 & 255))
    bytes.append(UInt8(ascii: "."))
    bytes.append(decimal: Int(scattered & 255))
  }

  /// Whether the client is a person's browser, which sends a referrer.
  static func isBrowser(_ client: Int) -> Bool {
    place(of: client) < browsers.count
  }

  /// The user agent, as programs of that kind write it.
  static func userAgent(of client: Int) -> StaticString {
    let place = place(of: client)
    return place < browsers.count ? browsers[place] : programs[place - browsers.count]
  }

  private static func place(of client: Int) -> Int {
    client &* 31 % (browsers.count + programs.count)
  }

  private static let browsers: [StaticString] = [
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36",
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Safari/605.1.15",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1",
    "Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Mobile Safari/537.36",
    "Mozilla/5.0 (X11; Linux x86_64; rv:127.0) Gecko/20100101 Firefox/127.0",
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:127.0) Gecko/20100101 Firefox/127.0",
  ]

  private static let programs: [StaticString] = [
    "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
    "curl/8.5.0",
    "okhttp/4.12.0",
    "python-requests/2.32.3",
    "kube-probe/1.30",
  ]
}
