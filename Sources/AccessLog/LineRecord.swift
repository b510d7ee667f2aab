/// What a tally needs to know of a line, as numbers.
///
/// Names are places in the bytes that were scanned. One cache line, so that a block of records
/// stays in the first-level cache between parsing and tallying.
package struct LineRecord: Sendable {
  /// What a line is if it is no hit; stands in place of the status.
  package static let malformed: UInt16 = 1_000
  package static let comment: UInt16 = 1_001
  package static let empty: UInt16 = 1_002

  /// Seconds since the epoch.
  package var second = 0
  package var responseBytes = 0
  package var hostHash: UInt64 = 0
  package var sectionHash: UInt64 = 0
  /// The bytes of a method of at most 7, the first in the lowest bits; of a longer one its hash
  /// with the highest bit set, which no token has.
  package var methodKey: UInt64 = 0
  /// Where the line begins.
  package var start: UInt32 = 0
  package var sectionStart: UInt32 = 0
  /// Without the slash that `sectionNeedsSlash` adds; 0 for a hit that has no section.
  package var sectionLength: UInt32 = 0
  package var methodStart: UInt32 = 0
  package var methodLength: UInt16 = 0
  /// 0 to 999, or what the line is instead of a hit.
  package var status: UInt16 = 0
  /// Whether the name of the section is its bytes and a `/`.
  package var sectionNeedsSlash = false

  package init() {}

  @inline(__always)
  package var isHit: Bool { status < LineRecord.malformed }

  @inline(__always)
  package var isError: Bool { status >= 400 && status < 600 }
}
