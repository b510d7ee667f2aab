package import AccessLog
package import Query

/// A group and what its hits add up to.
package struct GroupCount: Hashable, Sendable {
  /// The bytes as logged; see `printableText` before showing them.
  package var name: [UInt8]
  package var hits: Int
  package var bytes: Int
  /// Hits with a status from 400 to 599.
  package var errors: Int
  /// The 90th percentile of how long its hits took, within 10 %; none of a group that is not among the
  /// first 256, or of sections.
  package var p90 = LoggedDuration.none

  package init(
    name: [UInt8], hits: Int, bytes: Int, errors: Int, p90: LoggedDuration = .none
  ) {
    self.name = name
    self.hits = hits
    self.bytes = bytes
    self.errors = errors
    self.p90 = p90
  }
}

/// A status and its hits.
package struct StatusCount: Hashable, Sendable {
  /// 0 to 999.
  package var status: Int
  package var hits: Int

  package init(status: Int, hits: Int) {
    self.status = status
    self.hits = hits
  }
}

/// A request method and its hits.
package struct MethodCount: Hashable, Sendable {
  /// The bytes as logged.
  package var name: [UInt8]
  package var hits: Int

  package init(name: [UInt8], hits: Int) {
    self.name = name
    self.hits = hits
  }
}

/// The first digit of a status.
package enum StatusClass: Int, CaseIterable, Sendable {
  case informational = 1
  case successful
  case redirection
  case clientError
  case serverError
  /// Any other three digits.
  case other

  /// The class of a status from 0 to 999.
  package init(status: Int) {
    self = StatusClass(rawValue: status / 100) ?? .other
  }

  /// `2xx`, or `other`.
  package var name: String {
    switch self {
    case .informational: "1xx"
    case .successful: "2xx"
    case .redirection: "3xx"
    case .clientError: "4xx"
    case .serverError: "5xx"
    case .other: "other"
    }
  }
}

/// The distribution of response sizes, in bytes; `nil` where there are no hits.
package struct ResponseBytes: Hashable, Sendable {
  package var mean: Double?
  package var p50: Int?
  package var p90: Int?
  package var p99: Int?
  package var max: Int?
  /// Hits per bucket of ``bounds``: those below its bound and not below the one before; the last
  /// entry is for all the rest.
  package var histogram: [Int]

  /// The exclusive upper bounds of all buckets but the last.
  package static let bounds = [
    1, 1 << 10, 1 << 12, 1 << 14, 1 << 16, 1 << 18, 1 << 20, 1 << 22,
  ]

  package init(
    mean: Double? = nil, p50: Int? = nil, p90: Int? = nil, p99: Int? = nil, max: Int? = nil,
    histogram: [Int] = Array(repeating: 0, count: ResponseBytes.bounds.count + 1)
  ) {
    self.mean = mean
    self.p50 = p50
    self.p90 = p90
    self.p99 = p99
    self.max = max
    self.histogram = histogram
  }
}

/// What is said of a tally.
package struct Statistics: Hashable, Sendable {
  package var hits = 0
  package var bytes = 0
  /// Distinct client addresses: exact to a few thousand, then within 2 %.
  package var clients = 0
  /// Hits with a status from 400 to 599.
  package var errors = 0
  /// Most hits first, ties by name in byte order; only as many as were asked for.
  package var sections: [GroupCount] = []
  /// By each dimension that is counted beside sections, in the order in which they were asked for.
  package var groups: [Groups] = []
  /// In ascending order, without those that have no hits.
  package var statuses: [StatusCount] = []
  /// In byte order of the names.
  package var methods: [MethodCount] = []
  package var responseBytes = ResponseBytes()
  /// `nil` where no line states how long its hit took.
  package var durations: Durations?
  /// Of a sum of several intervals, the groups that may have had more hits, bytes and errors: an interval
  /// that does not list all of its groups does not list them.
  package var countedAtLeast: [Dimension: Set<[UInt8]>] = [:]

  package init() {}

  /// The hits of one status class.
  package func hits(in statusClass: StatusClass) -> Int {
    statuses.lazy.filter { StatusClass(status: $0.status) == statusClass }
      .reduce(0) { $0 + $1.hits }
  }
}
