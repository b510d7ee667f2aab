import AccessLog

/// Finds what a user agent is, word by word.
///
/// A word is what stands between bytes that are no letter, digit, `-`, `_` or `.`, unless it is of an
/// address, behind a `/` or beside an `@`. The product of a row is named where a word begins with the
/// row's and no letter follows. Each word is looked up, so that the time depends on the user agent's
/// length and not on how many products there are.
struct AgentWords: Sendable {
  /// A row of the table by the beginning of its word.
  private struct Entry: Sendable {
    /// The place in the table: of several the least is meant.
    var rank: Int
    /// Where its word stands among ``letters``: an array of its own would be retained for each look.
    var word: Range<Int>
  }

  static let shared = AgentWords()

  /// The rows whose words begin with each letter or digit, by its lowest five bits.
  private let entries: [[Entry]]
  /// The words of all rows, end to end.
  private let letters: [UInt8]
  private let names: [StaticString]
  /// How many rows are of crawlers: one that is not in the table comes before all browsers.
  private let crawlerCount: Int

  private init() {
    var entries = [[Entry]](repeating: [], count: 32)
    var letters: [UInt8] = []
    for (rank, product) in AgentProduct.all.enumerated() {
      let start = letters.count
      letters += product.word.utf8
      let entry = Entry(rank: rank, word: start..<letters.count)
      entries[AgentWords.bucket(letters[start])].append(entry)
    }
    self.entries = entries
    self.letters = letters
    names = AgentProduct.all.map(\.name)
    crawlerCount = AgentProduct.crawlers.count
  }

  /// Appends the name of the product of the user agent that stands at a range, or says where it
  /// stands.
  ///
  /// The first in the table; else the first word that ends with `bot`, `crawler` or `spider`, unless a
  /// crawler of the table is named; else the first product token of RFC 9110 section 10.1.5.
  ///
  /// - Complexity: O(length).
  func product(_ bytes: RawSpan, _ agent: Range<Int>, to name: inout [UInt8]) -> FieldValue {
    var best = Int.max
    var crawler: Range<Int>?
    var index = agent.lowerBound
    while index < agent.upperBound {
      guard bytes[index].isWordByte else {
        index += 1
        continue
      }
      let start = index
      while index < agent.upperBound, bytes[index].isWordByte { index += 1 }
      let word = start..<index
      guard !AgentWords.isOfAddress(bytes, word, in: agent) else { continue }
      best = min(best, rank(bytes, word) ?? .max)
      if crawler == nil, AgentWords.isCrawler(bytes, word) { crawler = word }
    }
    if let crawler, best >= crawlerCount { return .logged(crawler) }
    guard best == .max else {
      name.append(names[best])
      return .made
    }
    return .logged(AgentWords.firstToken(bytes, agent))
  }

  private func rank(_ bytes: RawSpan, _ word: Range<Int>) -> Int? {
    let rows = entries[AgentWords.bucket(bytes[word.lowerBound])]
    let letters = unsafe letters.span.bytes
    // Stored in the order of the table.
    for row in rows.indices where bytes.begins(word, with: rows[row].word, of: letters) {
      return rows[row].rank
    }
    return nil
  }

  /// Whether a word is of a URL, of an e-mail address or a version.
  private static func isOfAddress(
    _ bytes: RawSpan, _ word: Range<Int>, in agent: Range<Int>
  ) -> Bool {
    if word.upperBound < agent.upperBound, bytes[word.upperBound] == UInt8(ascii: "@") {
      return true
    }
    guard word.lowerBound > agent.lowerBound else { return false }
    let before = bytes[word.lowerBound - 1]
    return before == UInt8(ascii: "/") || before == UInt8(ascii: "@")
  }

  private static func bucket(_ byte: UInt8) -> Int { Int(byte & 31) }

  /// Whether a word is the name that a crawler gives itself.
  private static func isCrawler(_ bytes: RawSpan, _ word: Range<Int>) -> Bool {
    guard
      bytes.ends(word, with: "bot") || bytes.ends(word, with: "crawler")
        || bytes.ends(word, with: "spider")
    else { return false }
    return !bytes.begins(word, with: 0..<phoneMaker.count, of: unsafe phoneMaker.span.bytes)
  }

  /// A maker of phones whose name ends as that of a crawler.
  private static let phoneMaker = Array("cubot".utf8)

  /// The first product token, without its version: up to a `/`, a space or a bracket; all of it if
  /// nothing stands before that.
  private static func firstToken(_ bytes: RawSpan, _ agent: Range<Int>) -> Range<Int> {
    var start = agent.lowerBound
    while start < agent.upperBound, bytes[start] == UInt8(ascii: " ") { start += 1 }
    let end = (start..<agent.upperBound).first { bytes[$0].endsToken } ?? agent.upperBound
    return start < end ? start..<end : agent
  }
}

extension RawSpan {
  /// Whether a word begins with a lower-case text, in any case, and no letter follows.
  ///
  /// The text stands at a range of `letters`.
  fileprivate func begins(
    _ word: Range<Int>, with text: Range<Int>, of letters: RawSpan
  ) -> Bool {
    guard word.count >= text.count else { return false }
    for index in 0..<text.count
    where self[word.lowerBound + index].lowered != letters[text.lowerBound + index] {
      return false
    }
    let next = word.lowerBound + text.count
    return next == word.upperBound || !self[next].isLetterByte
  }

  /// Whether a word ends with a lower-case text, in any case.
  fileprivate func ends(_ word: Range<Int>, with text: StaticString) -> Bool {
    let count = text.utf8CodeUnitCount
    guard word.count >= count else { return false }
    return text.withUTF8Buffer { letters in
      // In bounds: the index is below the count of both.
      (0..<count).allSatisfy { unsafe self[word.upperBound - count + $0].lowered == letters[$0] }
    }
  }
}

extension UInt8 {
  fileprivate var isLetterByte: Bool { lowered &- UInt8(ascii: "a") < 26 }

  fileprivate var lowered: UInt8 {
    self &- UInt8(ascii: "A") < 26 ? self | 0x20 : self
  }

  fileprivate var isWordByte: Bool {
    isLetterByte || self &- UInt8(ascii: "0") < 10 || self == UInt8(ascii: "-")
      || self == UInt8(ascii: "_") || self == UInt8(ascii: ".")
  }

  fileprivate var endsToken: Bool {
    self == UInt8(ascii: "/") || self == UInt8(ascii: " ") || self == UInt8(ascii: "(")
      || self == UInt8(ascii: ";") || self == UInt8(ascii: ",")
  }
}
