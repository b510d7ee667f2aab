/// The parts of a hit that take a search of the line to find.
///
/// The others are known from the line's record: instant, client, user, method, status and response
/// bytes.
package struct HitParts: OptionSet, Sendable {
  package let rawValue: UInt8

  package init(rawValue: UInt8) { self.rawValue = rawValue }

  /// The target and the protocol.
  package static let request = HitParts(rawValue: 1)
  /// What stands behind the response bytes, such as the referrer.
  package static let rest = HitParts(rawValue: 2)
}
