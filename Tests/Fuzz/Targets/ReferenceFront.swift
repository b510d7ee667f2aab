/// Whether what stands before the time is a client, an identity and a user, written down a second
/// time.
struct ReferenceFront {
  private let words: [String]
  /// Whether the user's name is spaces.
  private let endsWithSpaces: Bool

  init(_ front: ArraySlice<UInt8>) {
    words = front.split(whereSeparator: \.isBlank).map { String(latin1: $0) }
    endsWithSpaces = front.suffix(3).allSatisfy(\.isBlank)
  }

  var isCommon: Bool {
    guard words.count > 2 || (words.count == 2 && endsWithSpaces) else { return false }
    let later = words.dropFirst(2)
    if isAddress(words[0]) { return words.count <= 3 || !hasAddress(words[1]) }
    if words[0] == "-" {
      return words[1] == "-" && words.count <= 3 && !later.contains(where: hasAddress)
    }
    guard isName(words[0]), !later.contains(where: hasAddress) else { return false }
    guard words[1] == "-" else {
      return words.count <= 3 && !words[1].contains(".") && !words[1].contains(":")
    }
    return words.count == 3 || !later.contains("-")
  }

  private func hasAddress(_ word: String) -> Bool {
    var word = word
    if word.hasSuffix(",") { word.removeLast() }
    if isAddress(word) { return true }
    guard let colon = word.lastIndex(of: ":"), word[colon...].dropFirst().allSatisfy(isDigit) else {
      return false
    }
    return isAddress(String(word[..<colon]))
  }

  private func isDigit(_ character: Character) -> Bool { ("0"..."9").contains(character) }

  private func isAddress(_ word: String) -> Bool {
    if word == "unix:" || isIPv4(word) { return true }
    guard word.hasPrefix("[") else { return isIPv6(word) }
    return word.hasSuffix("]") && isIPv6(String(word.dropFirst().dropLast()))
  }

  private func isIPv4(_ word: String) -> Bool {
    let parts = word.split(separator: ".", omittingEmptySubsequences: false)
    return word.count <= 15 && parts.count == 4
      && parts.allSatisfy { !$0.isEmpty && $0.allSatisfy(isDigit) }
  }

  private func isIPv6(_ word: String) -> Bool {
    let zone = word.split(separator: "%", maxSplits: 1, omittingEmptySubsequences: false)
    guard zone.count < 2 || !zone[1].isEmpty else { return false }
    var text = String(zone.first ?? "")
    if let last = text.split(separator: ":").last, isIPv4(String(last)), text.hasSuffix(":" + last)
    {
      text = text.dropLast(last.count) + "0:0"
    }
    // Halves around the first `::`; a second one leaves an empty group.
    let bytes = Array(text)
    guard
      let gap = bytes.indices.dropLast().first(where: { bytes[$0] == ":" && bytes[$0 + 1] == ":" })
    else { return groups(text) == 8 }
    guard let front = groups(String(bytes[..<gap])), let back = groups(String(bytes[(gap + 2)...]))
    else { return false }
    return front + back < 8
  }

  /// How many groups a text has, or `nil` if one is none.
  private func groups(_ text: String) -> Int? {
    if text.isEmpty { return 0 }
    let groups = text.split(separator: ":", omittingEmptySubsequences: false)
    let areValid = groups.allSatisfy { group in
      (1...4).contains(group.count)
        && group.allSatisfy { isDigit($0) || ("a"..."f").contains($0) || ("A"..."F").contains($0) }
    }
    return areValid ? groups.count : nil
  }

  private func isName(_ word: String) -> Bool {
    var labels = word.split(separator: ".", omittingEmptySubsequences: false)
    if labels.count > 1, labels.last?.isEmpty == true { labels.removeLast() }
    guard let last = labels.last, !last.allSatisfy(isDigit) else { return false }
    return labels.allSatisfy { label in
      label.first.map { $0 != "-" } ?? false
        && label.allSatisfy {
          isDigit($0) || ("a"..."z").contains($0) || ("A"..."Z").contains($0) || $0 == "-"
            || $0 == "_"
        }
    }
  }
}
