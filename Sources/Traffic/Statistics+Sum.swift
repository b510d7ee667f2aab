package import Query

extension Statistics {
  /// What several intervals add up to, with as many groups of each of some dimensions.
  ///
  /// Groups count as far as the intervals list them. What cannot be added up of several, such as
  /// distinct clients and percentiles, is left out.
  ///
  /// - Complexity: O(groups of these dimensions in all intervals).
  package static func sum(
    _ parts: [Statistics], top count: Int, by dimensions: [Dimension]
  ) -> Statistics {
    guard parts.count != 1 else { return parts[0] }
    var sum = Statistics()
    var statuses: [Int: Int] = [:]
    var methods: [[UInt8]: Int] = [:]
    var sections: [[UInt8]: GroupCount] = [:]
    var groups: [(dimension: Dimension, counts: [[UInt8]: GroupCount])] = []
    var most = 0
    for part in parts {
      sum.hits += part.hits
      sum.bytes = sum.bytes.saturatingAdding(part.bytes)
      sum.errors += part.errors
      for status in part.statuses { statuses[status.status, default: 0] += status.hits }
      for method in part.methods { methods[method.name, default: 0] += method.hits }
      if dimensions.contains(.section) { add(part.sections, to: &sections) }
      for list in part.groups where dimensions.contains(list.dimension) {
        let place = groups.firstIndex { $0.dimension == list.dimension }
        if let place {
          add(list.counts, to: &groups[place].counts)
        } else {
          groups.append((list.dimension, [:]))
          add(list.counts, to: &groups[groups.count - 1].counts)
        }
      }
      for (bucket, hits) in part.responseBytes.histogram.enumerated()
      where bucket < sum.responseBytes.histogram.count {
        sum.responseBytes.histogram[bucket] += hits
      }
      most = max(most, part.responseBytes.max ?? 0)
    }
    sum.statuses = statuses.sorted { $0.key < $1.key }.map {
      StatusCount(status: $0.key, hits: $0.value)
    }
    sum.methods = methods.sorted { $0.key.lexicographicallyPrecedes($1.key) }.map {
      MethodCount(name: $0.key, hits: $0.value)
    }
    sum.sections = greatest(sections, count)
    sum.groups = groups.map { Groups(dimension: $0.dimension, counts: greatest($0.counts, count)) }
    if sum.hits > 0 {
      sum.responseBytes.mean = Double(sum.bytes) / Double(sum.hits)
      sum.responseBytes.max = most
    }
    return sum
  }

  private static func add(_ counts: [GroupCount], to sums: inout [[UInt8]: GroupCount]) {
    for count in counts {
      sums[count.name, default: GroupCount(name: count.name, hits: 0, bytes: 0, errors: 0)]
        .add(count)
    }
  }

  private static func greatest(_ sums: [[UInt8]: GroupCount], _ count: Int) -> [GroupCount] {
    Array(
      sums.values.sorted {
        $0.hits != $1.hits ? $0.hits > $1.hits : $0.name.lexicographicallyPrecedes($1.name)
      }.prefix(count))
  }
}

extension GroupCount {
  fileprivate mutating func add(_ other: GroupCount) {
    hits += other.hits
    bytes = bytes.saturatingAdding(other.bytes)
    errors += other.errors
  }
}
