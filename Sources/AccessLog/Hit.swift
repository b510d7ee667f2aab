/// One request that a line records.
///
/// The texts are places in the bytes that the line was parsed from, so that a hit costs no memory
/// of its own. A field that is logged as `-` has that text; `nil` is for what the line lacks.
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
  ///
  /// Empty in formats that say in another way which field is which.
  public var rest: Range<Int>
  /// The fields that only some formats have.
  public var details = HitDetails()
  /// Whether the texts are places in what the reader decoded; see ``LineText``.
  var isDecoded = false

  /// Whether the status is from 400 to 599.
  public var isError: Bool { status >= 400 && status < 600 }

  /// The page that the client says it came from, backslash escapes as logged.
  ///
  /// - Complexity: O(length of the fields), since ``rest`` is only looked at when it is asked for.
  public func referrer(in bytes: RawSpan) -> Range<Int>? {
    details.referrer ?? CombinedFields(rest: rest, in: bytes)?.referrer
  }

  /// The X-Forwarded-For header: a field of its own, or a third quoted one behind the referrer and the
  /// user agent, as nginx logs it, if addresses stand there.
  ///
  /// - Complexity: O(length of the fields), as for ``referrer(in:)``.
  func forwardedFor(in bytes: RawSpan) -> Range<Int>? {
    details.forwardedFor ?? CombinedFields.forwardedFor(rest: rest, in: bytes)
  }

  /// What the client calls itself, backslash escapes as logged.
  ///
  /// - Complexity: O(length of the fields), as for ``referrer(in:)``.
  public func userAgent(in bytes: RawSpan) -> Range<Int>? {
    details.userAgent ?? CombinedFields(rest: rest, in: bytes)?.userAgent
  }
}

/// The fields of a hit that only some formats have.
public struct HitDetails: Sendable, Equatable {
  /// The name of the site that the client asked for.
  public var virtualHost: Range<Int>?
  /// The X-Forwarded-For header: the addresses that the client and proxies claim.
  public var forwardedFor: Range<Int>?
  /// The machine that wrote the line.
  public var server: Range<Int>?
  /// How long the server took.
  public var duration: Duration?
  /// Where the format has a column for it; ask ``Hit/referrer(in:)``.
  var referrer: Range<Int>?
  /// Where the format has a column for it; ask ``Hit/userAgent(in:)``.
  var userAgent: Range<Int>?

  /// Creates the details of a line that has none.
  public init() {}
}

/// A method, a target and perhaps a protocol.
public struct Request: Sendable, Equatable {
  /// A token of RFC 9110 section 5.6.2.
  public var method: Range<Int>
  /// All that stands between the method and the protocol, spaces within it too; not empty.
  ///
  /// Without its query where the format has a column for that.
  public var target: Range<Int>
  /// Such as `HTTP/1.1` or `HTTP/2`; empty if the line has none.
  public var httpVersion: Range<Int>
  /// The query, without the `?` before it, where the format has a column for it; `nil` where it is
  /// part of the target, or there is none.
  public var query: Range<Int>?
  /// Whether a `#` in the target begins an escape, as HAProxy writes them, and no fragment.
  public var escapesWithHash = false
}
