import AccessLog

/// What hits add up to where their names and sizes do not matter: of a second, or of one group.
package struct HitSums: Sendable, Hashable {
  package var hits = 0
  /// Stays at `Int.max` once it is reached.
  package var bytes = 0
  package var errors = 0

  package init(hits: Int = 0, bytes: Int = 0, errors: Int = 0) {
    self.hits = hits
    self.bytes = bytes
    self.errors = errors
  }

  @inline(__always)
  init(_ record: LineRecord) {
    self.init(hits: 1, bytes: record.responseBytes, errors: record.isError ? 1 : 0)
  }

  @inline(__always)
  mutating func add(_ record: LineRecord) {
    hits &+= 1
    bytes = bytes.saturatingAdding(record.responseBytes)
    errors &+= record.isError ? 1 : 0
  }

  package mutating func merge(_ other: HitSums) {
    hits += other.hits
    bytes = bytes.saturatingAdding(other.bytes)
    errors += other.errors
  }
}

extension Int {
  /// The sum of two numbers that are not negative, or `Int.max` if it is more.
  @inline(__always)
  package func saturatingAdding(_ other: Int) -> Int {
    let (sum, overflow) = addingReportingOverflow(other)
    return overflow ? .max : sum
  }
}
