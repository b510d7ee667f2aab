import AccessLog
package import Query

/// Sums of hits by one dimension, in bounded memory; see ``NameCounter``.
///
/// For dimensions whose names are not in a line's record: a hit is parsed for them. What is not
/// asked for has no tally and costs nothing.
package struct GroupTally: Sendable {
  package let dimension: Dimension
  private var names = NameCounter()
  private let hash: ByteHash
  /// The name of the hit that is being added; its memory is used again.
  private var name: [UInt8] = []

  /// Creates a tally of no hits; names that collide cannot be chosen without the key.
  package init(_ dimension: Dimension, key: UInt64) {
    self.dimension = dimension
    hash = ByteHash(key: key)
  }

  /// Adds a hit that was parsed from `bytes`; `total` is the number of hits before it.
  ///
  /// - Complexity: O(length of the name).
  mutating func add(_ hit: Hit, _ record: LineRecord, _ bytes: RawSpan, after total: Int) {
    // Taken out while it is read, since the names change meanwhile.
    var letters: [UInt8] = []
    swap(&letters, &name)
    defer { swap(&letters, &name) }
    letters.removeAll(keepingCapacity: true)
    dimension.append(hit, bytes, to: &letters)
    let all = 0..<letters.count
    let text = unsafe letters.span.bytes
    let place = names.add(
      NameKey(hash: hash(text, all), range: all), text, HitSums(record), ofTotal: total + 1)
    if let place { names.add(record.duration, at: place) }
  }

  /// The groups with the most hits.
  package func groups(top count: Int) -> Groups {
    Groups(dimension: dimension, counts: names.top(count))
  }
}

/// The greatest groups of one dimension.
package struct Groups: Hashable, Sendable {
  package var dimension: Dimension
  /// Most hits first, ties by name in byte order; the rest is under `(other)` once not all names are
  /// known.
  package var counts: [GroupCount]

  package init(dimension: Dimension, counts: [GroupCount]) {
    self.dimension = dimension
    self.counts = counts
  }

  /// The groups of the dimension of a name; `nil` if there is no such dimension.
  package init?(dimensionName name: String, counts: [GroupCount]) {
    guard let dimension = Dimension.named(name) else { return nil }
    self.init(dimension: dimension, counts: counts)
  }

  /// The name of the dimension.
  package var dimensionName: String { dimension.name }
}
