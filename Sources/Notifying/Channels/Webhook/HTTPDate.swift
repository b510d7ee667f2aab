import AccessLog

/// Times as HTTP has them: `Wed, 08 Jul 2020 08:10:30 GMT`.
enum HTTPDate {
  private static let months = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
  ]

  /// Understands the one form that servers may send (RFC 9110, IMF-fixdate); `nil` for anything else.
  static func instant(_ text: Substring) -> Instant? {
    let words = text.split(whereSeparator: { $0 == " " || $0 == "," })
    guard words.count == 6, words[5] == "GMT", let month = months.firstIndex(of: String(words[2]))
    else { return nil }
    let number = month < 9 ? "0\(month + 1)" : "\(month + 1)"
    return Instant(iso8601: "\(words[3])-\(number)-\(words[1])T\(words[4])Z")
  }
}
