import AccessLog
import TrafficGenerator

/// The traffic of a profile, line by line.
struct Sample {
  /// Without their newlines.
  var lines: [[UInt8]] = []
  /// When each line comes, from the start.
  var times: [Duration] = []
  /// What each line says.
  var kinds: [Line] = []

  init(_ profile: TrafficProfile) {
    var traffic = SyntheticTraffic(profile)
    var memory = SourceMemory(.named(profile.format))
    unsafe memory.learn(Array(profile.format.preamble.utf8).span.bytes)
    var parser = LineParser(memory)
    var bytes: [UInt8] = []
    while let time = traffic.appendNext(to: &bytes) {
      // Directives stand before the first line.
      bytes.removeLast()
      let line = Array(bytes[(bytes.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0)...])
      unsafe kinds.append(parser.parse(line.span.bytes, 0..<line.count))
      lines.append(line)
      times.append(time)
      bytes.removeAll(keepingCapacity: true)
    }
  }

  /// The hits, each with its line.
  var hits: [(hit: Hit, line: [UInt8])] {
    zip(kinds, lines).compactMap { kind, line in
      guard case .hit(let hit) = kind else { return nil }
      return (hit, line)
    }
  }

  /// How many lines come from `start` up to, but without, `end`.
  func count(from start: Duration, to end: Duration) -> Int {
    times.count { $0 >= start && $0 < end }
  }

  /// How many hits each section has, most first.
  var sectionHits: [(name: String, hits: Int)] {
    var counts: [String: Int] = [:]
    for (hit, line) in hits {
      let name = hit.request.map { request in
        unsafe Section(of: request.target, in: line.span.bytes).name(in: line.span.bytes)
      }
      counts[String(decoding: name ?? Section.unknown, as: UTF8.self), default: 0] += 1
    }
    return counts.map { (name: $0.key, hits: $0.value) }.sorted { $0.hits > $1.hits }
  }

  var clients: Set<String> {
    Set(hits.map { String(decoding: $0.line[$0.hit.client], as: UTF8.self) })
  }
}

/// An ordinary site at a busy time.
func profile(lines: Int, seed: UInt64 = 7) -> TrafficProfile {
  var profile = TrafficProfile(start: Instant(1_594_195_830))
  profile.seed = seed
  profile.lines = lines
  return profile
}
