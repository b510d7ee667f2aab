import AccessLog

/// Names of groups, by their hashes.
///
/// All names share one buffer: an array for each would need an allocation, and more memory than a short name.
///
/// - Complexity: O(1) on average to find or add a name.
package struct HashedNames: Sendable {
  /// The index of each name in ``ends``.
  private var places = HashPlaces()
  private var letters: [UInt8] = []
  /// The offset at which each name ends, and the next one begins.
  private var ends: [Int] = []

  package init() {}

  package var count: Int { ends.count }

  package var isEmpty: Bool { ends.isEmpty }

  /// The length of all names together.
  var byteCount: Int { letters.count }

  /// All hashes, in no order.
  package var hashes: [UInt64] { places.all }

  package func contains(_ hash: UInt64) -> Bool { places.contains(hash) }

  /// A name; `nil` of an unknown hash.
  package subscript(hash: UInt64) -> [UInt8]? { range(of: hash).map { Array(letters[$0]) } }

  /// The length of a name; 0 of an unknown hash.
  func byteCount(of hash: UInt64) -> Int { range(of: hash)?.count ?? 0 }

  /// Appends a name, or nothing of an unknown hash.
  func append(_ hash: UInt64, to text: inout [UInt8]) {
    guard let range = range(of: hash) else { return }
    unsafe letters.span.bytes.append(range, to: &text)
  }

  /// Adds a name that `write` appends, if the hash is unknown.
  @inline(__always)
  mutating func add(_ hash: UInt64, _ write: (inout [UInt8]) -> Void) {
    guard !contains(hash) else { return }
    write(&letters)
    places[hash] = ends.count
    ends.append(letters.count)
  }

  /// Adds a name, if the hash is unknown.
  package mutating func add(_ hash: UInt64, _ name: [UInt8]) { add(hash) { $0 += name } }

  /// Adds the name that others have for a hash, if it is unknown here.
  package mutating func add(_ hash: UInt64, of other: HashedNames) {
    guard let range = other.range(of: hash) else { return }
    add(hash) { unsafe other.letters.span.bytes.append(range, to: &$0) }
  }

  /// Adds the names of hashes that are unknown.
  package mutating func add(_ other: HashedNames) {
    if isEmpty {
      self = other
    } else {
      for hash in other.hashes { add(hash, of: other) }
    }
  }

  /// Removes the names for whose hashes `isKept` is false.
  package mutating func keep(where isKept: (UInt64) -> Bool) {
    var kept = HashedNames()
    for hash in hashes where isKept(hash) { kept.add(hash, of: self) }
    self = kept
  }

  private func range(of hash: UInt64) -> Range<Int>? {
    guard let index = places[hash] else { return nil }
    return (index == 0 ? 0 : ends[index - 1])..<ends[index]
  }
}
