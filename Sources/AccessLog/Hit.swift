/// One request that a line records.
///
/// The texts are places in the bytes that the line was parsed from, so that a hit costs no memory
/// of its own.
public struct Hit: Sendable, Equatable {
  /// When the server logged it, in UTC, by the line's own offset.
  public var instant: Instant
  /// The client's address, or its name.
  public var client: Range<Int>
  /// What `identd` said; mostly `-`.
  public var identity: Range<Int>
  /// The authenticated user; mostly `-`.
  public var user: Range<Int>
  /// `nil` if the line records no usable request.
  public var request: Request?
  /// 0 to 999.
  public var status: Int
  /// The size of the response; `-` counts as 0, and 2^63 and beyond as `Int.max`.
  public var responseBytes: Int
  /// What stands behind the response bytes: the fields of the combined format, if any.
  public var rest: Range<Int>

  /// Whether the status is from 400 to 599.
  public var isError: Bool { status >= 400 && status < 600 }
}

/// A method, a target and perhaps a protocol.
public struct Request: Sendable, Equatable {
  /// A token of RFC 9110 section 5.6.2.
  public var method: Range<Int>
  /// All that stands between the method and the protocol, spaces within it too; not empty.
  public var target: Range<Int>
  /// Such as `HTTP/1.1` or `HTTP/2`; empty if the line has none.
  public var httpVersion: Range<Int>
}
