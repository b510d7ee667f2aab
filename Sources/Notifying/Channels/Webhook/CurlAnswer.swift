import AccessLog
import System

/// What `curl` says of a request: what the server answered, or why it did not.
struct CurlAnswer: Sendable, Equatable {
  /// Of the last answer; `nil` if there was none.
  private(set) var status: Int?
  /// What `Retry-After` asks for, in seconds.
  private(set) var retryAfter: Int?
  /// The beginning of the answer's body.
  private(set) var excerpt = ""
  private let outcome: ChildOutcome

  /// `now` is what a time to try again at is held against if the server does not say its own.
  init(_ outcome: ChildOutcome, now: Instant) {
    self.outcome = outcome
    var rest = outcome.output[...]
    // A proxy's answer, or one that says to go on, stands before the server's.
    while rest.starts(with: Array("HTTP/".utf8)) {
      var (asked, date): (String?, Instant?)
      let (head, body) = CurlAnswer.split(rest)
      let lines = String(decoding: head, as: UTF8.self).split(whereSeparator: \.isNewline)
      status = lines.first.flatMap { line in
        let words = line.split(separator: " ")
        return words.count > 1 ? Int(words[1]) : nil
      }
      for line in lines.dropFirst() {
        let parts = line.split(separator: ":", maxSplits: 1)
        guard parts.count == 2 else { continue }
        switch parts[0].lowercased() {
        case "retry-after": asked = String(parts[1])
        case "date": date = HTTPDate.instant(parts[1])
        default: break
        }
      }
      retryAfter = asked.flatMap { CurlAnswer.seconds($0, at: date ?? now) }
      rest = body
    }
    excerpt = visibleText(rest.prefix { $0 != UInt8(ascii: "\n") }.prefix(120))
  }

  /// What `Retry-After` says, a number of seconds or a time.
  private static func seconds(_ text: String, at now: Instant) -> Int? {
    if let seconds = Int(text.filter { $0 != " " }) { return seconds }
    return HTTPDate.instant(text[...]).map { max(0, $0 - now) }
  }

  /// What stands before the first empty line, and behind it.
  private static func split(_ bytes: ArraySlice<UInt8>) -> (ArraySlice<UInt8>, ArraySlice<UInt8>) {
    let end = Array("\r\n\r\n".utf8)
    var place = bytes.startIndex
    while place < bytes.endIndex, !bytes[place...].starts(with: end) { place += 1 }
    return (bytes[..<place], bytes[min(bytes.endIndex, place + end.count)...])
  }

  /// What became of the request, for the outbox.
  func attempt(timeLimit: Duration) -> Attempt {
    guard outcome.cut != .interruption else { return .postponed("it was ended with the program") }
    guard outcome.isSuccess, let status else {
      return .postponed(outcome.complaint(timeLimit: timeLimit))
    }
    let reason = "the server answered \(status)" + (excerpt.isEmpty ? "" : ": \(excerpt)")
    switch status {
    case 200..<300: return .delivered
    case 408, 425, 429, 500...599:
      return .postponed(reason, for: retryAfter.map { .seconds(max(0, $0)) })
    default: return .failed(reason)
    }
  }
}
