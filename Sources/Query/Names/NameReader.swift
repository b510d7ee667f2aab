package import AccessLog

/// Reads one dimension of hit after hit.
///
/// A value, so that each worker has its own; what it remembers changes no value.
package struct NameReader: Sendable {
  package let dimension: Dimension
  private var memo = NameMemo()
  private let hash: ByteHash

  /// Creates a reader; the key of the hashes of what it remembers is secret.
  package init(_ dimension: Dimension, key: UInt64) {
    self.dimension = dimension
    hash = ByteHash(key: key)
  }

  /// Reads what a hit that was parsed from `bytes` has of the dimension.
  ///
  /// What stands nowhere in the bytes is appended to `made`.
  ///
  /// - Complexity: O(length of the field), without allocation if `made` has the capacity.
  @inline(__always)
  package mutating func read(_ hit: Hit, _ bytes: RawSpan, made: inout [UInt8]) -> FieldValue {
    guard dimension.source == nil else { return readRemembered(hit, bytes, &made) }
    return dimension.value(of: hit, in: bytes, made: &made)
  }

  private mutating func readRemembered(
    _ hit: Hit, _ bytes: RawSpan, _ made: inout [UInt8]
  ) -> FieldValue {
    guard let field = dimension.source?(hit, bytes) else { return .missing }
    let key = max(1, hash(bytes, field))
    if memo.append(key, to: &made) { return .made }
    let start = made.count
    switch dimension.value(of: hit, in: bytes, made: &made) {
    case .missing: return .missing
    case .logged(let range): bytes.append(range, to: &made)
    case .made: break
    }
    memo.insert(key, made[start...])
    return .made
  }
}
