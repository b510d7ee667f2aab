import Canvas

/// What a terminal sends that is longer than a key: pasted text, or the answer to a question.
///
/// It may arrive in pieces, and its end may never come: then it is over once nothing has come for a
/// second.
struct LongInput {
  enum Kind {
    /// Pasted text between `ESC [ 200 ~` and `ESC [ 201 ~`.
    case paste
    /// An operating system command, from `ESC ]` to BEL or to ESC and a backslash.
    case answer
  }

  private static let patienceMilliseconds = 1_000
  /// What the answer begins with: the number of what was asked for.
  private static let answerStart = Array("11;".unicodeScalars.map(\.value))

  let kind: Kind
  /// What has come, without its beginning and its end.
  private(set) var text = ""
  /// The first characters of an answer.
  private var codes: [UInt32] = []
  private var count = 0
  /// The last characters, which may be the beginning of the end.
  private var tail: [UInt32] = []
  private var lastMilliseconds: Int64

  init(_ kind: Kind, atMilliseconds now: Int64) {
    self.kind = kind
    lastMilliseconds = now
  }

  /// Takes in the next character; returns whether it was the last.
  mutating func take(_ code: UInt32, atMilliseconds now: Int64) -> Bool {
    lastMilliseconds = now
    if codes.count < LongInput.answerStart.count { codes.append(code) }
    if kind == .answer, code == 0x07 {
      for code in tail { append(code) }
      return true
    }
    tail.append(code)
    let end = end
    if tail.count > end.count { append(tail.removeFirst()) }
    return tail == end
  }

  /// The keys that were taken for the beginning of an answer; empty if it is one, or may become one.
  ///
  /// Alt and `]` begin like an answer, and a terminal that gives none leaves the question open.
  var mistakenKeys: [UInt32] {
    guard kind == .answer, !LongInput.answerStart.starts(with: codes.prefix(3)) else { return [] }
    return [0x1B, 0x5D] + codes
  }

  /// The same, once no more is to come.
  var keysOfUnended: [UInt32] {
    kind == .answer && codes.count < LongInput.answerStart.count
      ? [0x1B, 0x5D] + codes : mistakenKeys
  }

  /// Whether its end will not come any more.
  func isStale(atMilliseconds now: Int64) -> Bool {
    now - lastMilliseconds > LongInput.patienceMilliseconds
  }

  private var end: [UInt32] {
    switch kind {
    case .paste: [0x1B, 0x5B, 0x32, 0x30, 0x31, 0x7E]
    case .answer: [0x1B, 0x5C]
    }
  }

  private mutating func append(_ code: UInt32) {
    guard count < InputEvent.longestPaste, let scalar = Unicode.Scalar(code) else { return }
    text.unicodeScalars.append(scalar)
    count += 1
  }
}

extension Background {
  /// Reads what a terminal answers to `ESC ] 11 ; ?`: `11;rgb:ffff/ffff/ffff`; `nil` if it is
  /// something else.
  init?(answer: String) {
    guard let colon = answer.firstIndex(of: ":"), answer[..<colon].hasPrefix("11;rgb") else {
      return nil
    }
    let channels = answer[answer.index(after: colon)...].split(separator: "/").prefix(3).map {
      digits in
      // One to four hexadecimal digits: the channel's share of the greatest number of as many.
      Int(digits, radix: 16).map { Double($0) / Double((1 << (4 * digits.utf8.count)) - 1) }
    }
    guard channels.count == 3, let red = channels[0], let green = channels[1],
      let blue = channels[2]
    else { return nil }
    self = 0.299 * red + 0.587 * green + 0.114 * blue > 0.5 ? .light : .dark
  }

  /// Reads `COLORFGBG`, which some terminals set: `15;0`, the number of the background last.
  package init?(colorFGBG text: String) {
    guard let last = text.split(separator: ";").last, let color = Int(last),
      (0...15).contains(color)
    else { return nil }
    self = color == 7 || color > 8 ? .light : .dark
  }
}
