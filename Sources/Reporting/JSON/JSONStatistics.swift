import Traffic

// How the parts of the statistics are written.
extension [UInt8] {
  mutating func append(sections: some Sequence<SectionCount>) {
    appendList(sections, in: ("[", "]")) { section, bytes in
      bytes.append(UInt8(ascii: "{"))
      bytes.append(key: "section")
      bytes.append(jsonString: section.name)
      bytes.appendField("hits", section.hits)
      bytes.appendField("bytes", section.bytes)
      bytes.appendField("errors", section.errors)
      bytes.append(UInt8(ascii: "}"))
    }
  }

  /// Appends the hits of each status, three digits as in the log.
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
    appendList(StatusClass.allCases, in: ("{", "}")) { statusClass, bytes in
      bytes.append(jsonString: statusClass.name.utf8)
      bytes.append(UInt8(ascii: ":"))
      bytes.append(decimal: statistics.hits(in: statusClass))
    }
  }

  mutating func append(methods: [MethodCount]) {
    appendList(methods, in: ("{", "}")) { method, bytes in
      bytes.append(jsonString: method.name)
      bytes.append(UInt8(ascii: ":"))
      bytes.append(decimal: method.hits)
    }
  }

  mutating func append(_ responseBytes: ResponseBytes) {
    append(UInt8(ascii: "{"))
    appendField("mean", responseBytes.mean, places: 2)
    appendField("p50", responseBytes.p50)
    appendField("p90", responseBytes.p90)
    appendField("p99", responseBytes.p99)
    appendField("max", responseBytes.max)
    append(key: "histogram")
    appendList(zip(bucketHeads, responseBytes.histogram), in: ("[", "]")) { bucket, bytes in
      bytes.append(contentsOf: bucket.0)
      bytes.append(decimal: bucket.1)
      bytes.append(UInt8(ascii: "}"))
    }
    append(UInt8(ascii: "}"))
  }
}

/// `{"below":1024,"hits":` for each bucket: the same in every report, and a sixth of the time of
/// one when made anew.
private let bucketHeads: [[UInt8]] = (ResponseBytes.bounds.map(Optional.some) + [nil]).map {
  var head = [UInt8(ascii: "{")]
  head.appendField("below", $0)
  head.append(key: "hits")
  return head
}
