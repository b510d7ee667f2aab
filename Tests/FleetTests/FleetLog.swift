import AccessLog
import TestSupport
import Traffic

/// The logs of several servers, made up from a seed, and what one process would read of them.
struct FleetLog {
  static let start = 1_594_195_200

  struct Line {
    var text: String
    /// What the server's own clock shows once it is read.
    var clock: Int
  }

  let names: [String]
  private(set) var lines: [[Line]]

  init(servers: Int, seconds: Int, seed: UInt64) {
    var random = SeededRandom(seed: seed)
    names = (0..<servers).map { "web\($0 + 1)" }
    lines = names.map { _ in
      var lines: [Line] = []
      var clock = FleetLog.start + random.number(0...3)
      // A clock begins with a hit.
      lines.append(FleetLog.hit(at: clock, clock: clock, &random))
      while clock < FleetLog.start + seconds {
        // Most seconds have some lines, and there are gaps.
        clock += random.once(in: 30) ? random.number(5...40) : random.number(0...2)
        let now = max(clock, lines[lines.count - 1].clock)
        for place in 0..<random.number(1...4) {
          // The first line moves the clock; others may be behind it, some of them late.
          let behind =
            place == 0 ? 0 : random.once(in: 12) ? random.number(3...25) : random.number(0...2)
          lines.append(FleetLog.hit(at: now - behind, clock: now, &random))
        }
        if random.once(in: 6) { lines.append(Line(text: "not a hit", clock: now)) }
        if random.once(in: 9) { lines.append(Line(text: "# a comment", clock: now)) }
      }
      return lines
    }
  }

  private static func hit(at second: Int, clock: Int, _ random: inout SeededRandom) -> Line {
    let target = ["/", "/a/1", "/a/2", "/b?x=\(random.number(1...3))"][random.below(4)]
    return Line(
      text: LogFixture.line(
        second, client: "192.0.2.\(random.number(1...9))", target: target,
        status: random.once(in: 5) ? 500 : 200, bytes: random.number(0...3_000)),
      clock: clock)
  }

  func memory(of server: Int) -> SourceMemory {
    var memory = SourceMemory(.named(.common))
    memory.server = ServerName(Array(names[server].utf8))
    return memory
  }

  /// All lines as one log, in the order in which the clocks of their servers moved.
  var merged: (bytes: [UInt8], parts: [LinePart]) {
    var all = lines.indices.flatMap { server in lines[server].map { (server, $0) } }
    // Sorting keeps the order of each server.
    all = all.enumerated().sorted {
      ($0.element.1.clock, $0.offset) < ($1.element.1.clock, $1.offset)
    }
    .map(\.element)
    var bytes: [UInt8] = []
    var parts: [LinePart] = []
    for (server, line) in all {
      bytes += Array((line.text + "\n").utf8)
      parts.append(LinePart(end: bytes.count, memory: memory(of: server)))
    }
    return (bytes, parts)
  }

  /// A part of a server's lines, as bytes.
  func bytes(_ range: Range<Int>, of server: Int) -> [UInt8] {
    lines[server][range].flatMap { Array(($0.text + "\n").utf8) }
  }
}
