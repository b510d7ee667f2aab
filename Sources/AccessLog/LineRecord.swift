/// What a tally needs to know of a line, as numbers.
///
/// Names are places in the bytes that were scanned. One cache line, 64 bytes, so that a block of records
/// stays in the first-level cache between parsing and tallying.
public struct LineRecord: Sendable {
  /// What a line is if it is no hit; stands in place of the status.
  public static let malformed: UInt16 = 1_000
  public static let comment: UInt16 = 1_001
  public static let empty: UInt16 = 1_002
  /// Malformed, but part of the record of the line before it.
  package static let continuation: UInt16 = 1_004
  /// The first part of a line that continues; counts as an empty line does.
  package static let part: UInt16 = 1_005
  /// A hit that a filter leaves out; no format gives it.
  package static let excluded: UInt16 = 1_003

  /// Seconds since the epoch.
  public var second = 0
  public var responseBytes = 0
  public var clientHash: UInt64 = 0
  public var sectionHash: UInt64 = 0
  /// The bytes of a method of at most 7, the first in the lowest bits; of a longer one its hash
  /// with the highest bit set, which no token has.
  public var methodKey: UInt64 = 0
  /// Where the line begins.
  public var start: UInt32 = 0
  public var sectionStart: UInt32 = 0
  public var methodStart: UInt32 = 0
  /// How long the server took.
  public var duration = LoggedDuration.none
  /// Without the slash that `sectionNeedsSlash` adds; 0 for a hit that has no section.
  public var sectionLength: UInt16 = 0
  public var methodLength: UInt16 = 0
  /// 0 to 999, or what the line is instead of a hit.
  public var status: UInt16 = 0
  /// The place of the hit in the block that it was scanned in, for a caller that keeps more of each
  /// hit than its record.
  public var place: UInt8 = 0
  /// How the line is laid out: the bits of the three that follow.
  @usableFromInline var layout: UInt8 = 0

  /// Whether the name of the section is its bytes and a `/`.
  @inlinable public var sectionNeedsSlash: Bool {
    @inline(__always) get { layout & 1 != 0 }
    @inline(__always) set { layout = layout & ~1 | (newValue ? 1 : 0) }
  }

  /// Whether the line is laid out as nearly all are, so that its other fields are found from these;
  /// see ``LineScanner/fillUsual(_:_:from:to:)``.
  @inlinable public var isUsual: Bool {
    @inline(__always) get { layout & 2 != 0 }
    @inline(__always) set { layout = layout & ~2 | (newValue ? 2 : 0) }
  }

  /// Whether it is known that the client of a usual line is named as it is logged.
  @inlinable package var hasNamedClient: Bool {
    @inline(__always) get { layout & 4 != 0 }
    @inline(__always) set { layout = layout & ~4 | (newValue ? 4 : 0) }
  }

  /// Of a usual line whose section needs no slash.
  static let usualLayout: UInt8 = 2

  /// Creates the record of a line of which nothing is known.
  public init() {}

  @inlinable @inline(__always)
  public var isHit: Bool { status < 1_000 }

  @inlinable @inline(__always)
  public var isError: Bool { status &- 400 < 200 }
}
