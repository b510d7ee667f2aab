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
    var word: [UInt8]
  }

  static let shared = AgentWords()

  /// The rows whose words begin with each letter or digit, by its lowest five bits.
  private let entries: [[Entry]]
  private let names: [StaticString]
  /// How many rows are of crawlers: one that is not in the table comes before all browsers.
  private let crawlerCount: Int

  private init() {
    var entries = [[Entry]](repeating: [], count: 32)
    for (rank, product) in AgentProduct.all.enumerated() {
      let word = Array(product.word.utf8)
      entries[AgentWords.bucket(word[0])].append(Entry(rank: rank, word: word))
    }
    self.entries = entries
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
    // Stored in the order of the table.
    entries[AgentWords.bucket(bytes[word.lowerBound])].first { bytes.begins(word, with: $0.word) }?
      .rank
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
    // A maker of phones.
    guard !bytes.begins(word, with: Array("cubot".utf8)) else { return false }
    return bytes.ends(word, with: "bot") || bytes.ends(word, with: "crawler")
      || bytes.ends(word, with: "spider")
  }

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
  fileprivate func begins(_ word: Range<Int>, with text: [UInt8]) -> Bool {
    guard word.count >= text.count else { return false }
    for index in text.indices where self[word.lowerBound + index].lowered != text[index] {
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
