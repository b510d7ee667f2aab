/// The fields of a hit that are counted of every hit.
struct LineFields {
  var instant: Instant
  var client: Range<Int>
  var request: LoggedRequest
  /// 0 to 999.
  var status: Int
  var responseBytes: Int
  /// How long the server took.
  var duration = LoggedDuration.none
  /// Whether the ranges are of ``LineReader/decoded``, not of the line.
  var isDecoded = false
}

/// Where a line has its request.
enum LoggedRequest {
  /// The line has none.
  case none
  /// As the client sent it, perhaps with spaces around its parts, perhaps no request at all.
  case whole(Range<Int>)
  /// In columns of its own.
  case columns(Request)

  /// The parts of the request, or `nil` unless it is a method and a target.
  @inline(__always)
  func parts(_ bytes: RawSpan) -> Request? {
    switch self {
    case .none: nil
    case .whole(let range): RequestParser.request(bytes, range)
    case .columns(let request): request
    }
  }
}
