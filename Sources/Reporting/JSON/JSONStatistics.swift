import AccessLog
import Query
import Traffic

// How the parts of the statistics are written.
extension [UInt8] {
  /// Appends groups under the name of their dimension, sections without a percentile.
  mutating func append(
    groups: some Sequence<GroupCount>, of dimension: Dimension, hasPercentiles: Bool = true,
    takePiece: TakePiece
  ) {
    let head = Array("{\"\(dimension.name)\":".utf8)
    appendList(groups, in: ("[", "]")) { group, bytes in
      bytes.append(contentsOf: head)
      bytes.append(jsonString: group.name, takePiece: takePiece)
      bytes.append(#","hits":"#, group.hits)
      bytes.append(#","bytes":"#, group.bytes)
      bytes.append(#","errors":"#, group.errors)
      if hasPercentiles { bytes.append(#","p90":"#, group.p90.seconds, places: 6) }
      bytes.append(UInt8(ascii: "}"))
      bytes.offer(to: takePiece)
    }
  }

  /// Appends the hits of each status, as three digits.
  mutating func append(statuses: [StatusCount]) {
    appendList(statuses, in: ("{", "}")) { count, bytes in
      bytes.append(UInt8(ascii: "\""))
      if count.status < 100 { bytes.append(UInt8(ascii: "0")) }
      if count.status < 10 { bytes.append(UInt8(ascii: "0")) }
      bytes.append(decimal: count.status)
      bytes.append("\":")
      bytes.append(decimal: count.hits)
    }
  }

  mutating func append(classesOf statistics: Statistics) {
    var hits = InlineArray<8, Int>(repeating: 0)
    for count in statistics.statuses {
      hits[StatusClass(status: count.status).rawValue] += count.hits
    }
    appendList(StatusClass.allCases, in: ("{", "}")) { statusClass, bytes in
      bytes.append(jsonString: statusClass.name.utf8)
      bytes.append(UInt8(ascii: ":"))
      bytes.append(decimal: hits[statusClass.rawValue])
    }
  }

  mutating func append(methods: [MethodCount], takePiece: TakePiece) {
    appendList(methods, in: ("{", "}")) { method, bytes in
      bytes.append(jsonString: method.name, takePiece: takePiece)
      bytes.append(UInt8(ascii: ":"))
      bytes.append(decimal: method.hits)
    }
  }

  mutating func append(_ responseBytes: ResponseBytes) {
    append(#"{"mean":"#, responseBytes.mean, places: 2)
    append(#","p50":"#, responseBytes.p50)
    append(#","p90":"#, responseBytes.p90)
    append(#","p99":"#, responseBytes.p99)
    append(#","max":"#, responseBytes.max)
    append(#","histogram":"#)
    appendList(zip(bucketHeads, responseBytes.histogram), in: ("[", "]")) { bucket, bytes in
      bytes.append(contentsOf: bucket.0)
      bytes.append(decimal: bucket.1)
      bytes.append(UInt8(ascii: "}"))
    }
    append(UInt8(ascii: "}"))
  }
}

extension [UInt8] {
  /// Appends durations in seconds, or `null`.
  mutating func append(_ durations: Durations?) {
    guard let durations else { return append("null") }
    append(#"{"mean":"#, durations.mean, places: 6)
    append(#","p50":"#, durations.p50.seconds, places: 6)
    append(#","p90":"#, durations.p90.seconds, places: 6)
    append(#","p99":"#, durations.p99.seconds, places: 6)
    append(#","max":"#, durations.max.seconds, places: 6)
    append(#","histogram":"#)
    let bounds = Durations.bounds.map(\.seconds) + [nil]
    appendList(zip(bounds, durations.histogram), in: ("[", "]")) { bucket, bytes in
      bytes.append(#"{"below":"#, bucket.0, places: 3)
      bytes.append(#","hits":"#, bucket.1)
      bytes.append(UInt8(ascii: "}"))
    }
    append(#","count":"#, durations.count)
    append(UInt8(ascii: "}"))
  }
}

extension Int {
  /// Nanoseconds in seconds.
  fileprivate var seconds: Double? { Double(self) / 1_000_000_000 }
}

/// `{"below":1024,"hits":` for each bucket, made once: making them takes a sixth of the time of a
/// report.
private let bucketHeads: [[UInt8]] = (ResponseBytes.bounds.map(Optional.some) + [nil]).map {
  var head: [UInt8] = []
  head.append(#"{"below":"#, $0)
  head.append(#","hits":"#)
  return head
}
