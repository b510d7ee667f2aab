/// The first lines of records whose second lines have not come: part of what is remembered of a
/// source.
///
/// Bounded, since a request that the client gives up leaves its first line here: what is oldest is
/// forgotten. A second line whose first is not here counts as ``lost``.
struct PairTable: Sendable {
  /// How many first lines are kept.
  static let maximumEntries = 10_000
  /// How long they are kept, in seconds of the log.
  static let maximumSeconds = 300
  /// How many bytes of them are kept.
  static let maximumBytes = 2 << 20

  private struct Opening: Sendable {
    var second: Int
    var text: [UInt8]
    /// When it came, counted in openings.
    var turn: Int
  }

  /// Hashed as bytes, not byte by byte as an array of them is.
  private struct Key: Hashable, Sendable {
    var bytes: [UInt8]

    func hash(into hasher: inout Hasher) {
      unsafe bytes.withUnsafeBytes { unsafe hasher.combine(bytes: $0) }
    }
  }

  private var openings: [Key: Opening] = [:]
  /// All that came from the one at ``oldest`` on, the oldest first; some may have been completed or
  /// replaced.
  private var order: [(key: Key, turn: Int)] = []
  private var oldest = 0
  private var nextTurn = 0
  private var byteCount = 0
  /// How many second lines came whose first line was not known.
  private(set) var lost = 0

  /// How many first lines wait for their second.
  var count: Int { openings.count }

  init() {}

  /// Records a first line; one of the same key that was there before is replaced: its request was
  /// given up, or its process ended.
  ///
  /// - Complexity: O(1), amortised.
  mutating func open(_ key: [UInt8], second: Int, text: [UInt8]) {
    byteCount += key.count + text.count
    let key = Key(bytes: key)
    let opening = Opening(second: second, text: text, turn: nextTurn)
    if let replaced = openings.updateValue(opening, forKey: key) {
      byteCount -= key.bytes.count + replaced.text.count
    }
    order.append((key, nextTurn))
    nextTurn += 1
    while oldest < order.count {
      let first = order[oldest]
      guard let opening = openings[first.key], opening.turn == first.turn else {
        oldest += 1
        continue
      }
      guard
        openings.count > PairTable.maximumEntries || byteCount > PairTable.maximumBytes
          || second - opening.second > PairTable.maximumSeconds
      else { break }
      remove(first.key)
      oldest += 1
    }
    // What was completed long ago stands before the oldest, or behind a request that is still under way.
    if order.count > 2 * openings.count + 64 {
      order.removeAll { openings[$0.key]?.turn != $0.turn }
      oldest = 0
    }
  }

  /// Takes the first line that belongs to a second one; `nil` if it is not known.
  mutating func complete(_ key: [UInt8], second: Int) -> [UInt8]? {
    guard let opening = remove(Key(bytes: key)),
      second - opening.second <= PairTable.maximumSeconds
    else {
      lost += 1
      return nil
    }
    return opening.text
  }

  @discardableResult
  private mutating func remove(_ key: Key) -> Opening? {
    guard let removed = openings.removeValue(forKey: key) else { return nil }
    byteCount -= key.bytes.count + removed.text.count
    return removed
  }
}

extension PairTable: Equatable {
  static func == (left: PairTable, right: PairTable) -> Bool {
    left.lost == right.lost && left.openings.count == right.openings.count
      && left.openings.allSatisfy { key, opening in
        right.openings[key].map { $0.second == opening.second && $0.text == opening.text } ?? false
      }
  }
}

extension PairTable {
  private static let prefix = "pairs"

  /// All of it as lines: the first says how many were lost and how many lines follow, each of which is
  /// a second, a key and a text with tabs between them.
  var bytes: [UInt8] {
    let entries = openings.sorted { $0.value.turn < $1.value.turn }
    var bytes = Array("\(PairTable.prefix)\t\(lost)\t\(entries.count)\n".utf8)
    for (key, opening) in entries {
      bytes += Array("\(opening.second)\t".utf8)
      bytes += key.bytes
      bytes.append(tab)
      bytes += opening.text
      bytes.append(UInt8(ascii: "\n"))
    }
    return bytes
  }

  /// Takes what ``bytes`` was from the beginning of other bytes; `nil` if it does not stand there, or
  /// cannot be read.
  init?(takingFrom bytes: inout ArraySlice<UInt8>) {
    func line(_ rest: inout ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
      guard let end = rest.firstIndex(of: UInt8(ascii: "\n")) else { return nil }
      defer { rest = rest[(end + 1)...] }
      return rest[..<end]
    }
    var rest = bytes
    guard bytes.starts(with: PairTable.prefix.utf8), let first = line(&rest) else { return nil }
    let words = first.split(separator: tab).map { String(decoding: $0, as: UTF8.self) }
    guard words.count == 3, let lost = Int(words[1]), let count = Int(words[2]), lost >= 0,
      (0...PairTable.maximumEntries).contains(count)
    else { return nil }
    self.init()
    for _ in 0..<count {
      guard let entry = line(&rest) else { return nil }
      let parts = entry.split(separator: tab, maxSplits: 2, omittingEmptySubsequences: false)
      guard parts.count == 3, let second = Int(String(decoding: parts[0], as: UTF8.self)) else {
        return nil
      }
      open(Array(parts[1]), second: second, text: Array(parts[2]))
    }
    self.lost = lost
    bytes = rest
  }
}
