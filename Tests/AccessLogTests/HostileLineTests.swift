import AccessLog
import Glibc
import TestSupport
import Testing

/// Lines of random bytes and pieces: whatever the bytes, parsing ends, and what it says holds.
struct HostileLineTests {
  private static let seeds: [[UInt8]] = [
    line(request: "GET /pages/create?x=1 HTTP/1.1"),
    line(request: #"\x16\x03\x01"#),
    line(ending: #" 404 - "http://example.com/" "Mozilla/5.0 (X11; \"Linux\")""#),
    "2001:db8::1 - john [x] doe [29/Feb/2024:23:59:60 -0330] \"CONNECT host:443\" 600 1",
    "192.0.2.1 - - [08/Jul/2020:10:10:30 +0200] - 408 7",
    "# comment",
  ].map { Array($0.utf8) }

  /// Bytes that have a meaning somewhere in a line.
  private static let marks =
    Array(" \"\\[]-/?#:0123456789\u{0}\r\n\u{7F}HTTP/1.1Feb+".utf8) + [0xFF, 0x80]

  private static func mutated(_ line: [UInt8], by random: inout SeededRandom) -> [UInt8] {
    var line = line
    for _ in 0..<random.below(6) {
      let index = random.below(line.count + 1)
      switch random.below(6) {
      case 0: line.insert(marks[random.below(marks.count)], at: index)
      case 1: line.insert(UInt8(random.below(256)), at: index)
      case 2 where index < line.count: line.remove(at: index)
      case 3 where index < line.count: line[index] = marks[random.below(marks.count)]
      case 4: line.removeSubrange(index..<min(line.count, index + random.below(40)))
      default:
        let end = min(line.count, index + random.below(60))
        line.insert(contentsOf: line[index..<end], at: random.below(line.count + 1))
      }
    }
    return line
  }

  @Test(arguments: 1...8)
  func anyLineIsReadTheSameWhereverItStands(seed: UInt64) {
    var random = SeededRandom(seed: seed)
    var usedParser = LineParser()
    for _ in 0..<4_000 {
      let line = HostileLineTests.mutated(
        HostileLineTests.seeds[random.below(HostileLineTests.seeds.count)], by: &random)
      let alone = parse(line)
      // A parser that has seen other lines, and the line in the middle of others.
      let start = random.below(9)
      let log = [UInt8](repeating: UInt8(ascii: "\""), count: start) + line + Array("\" 200 1".utf8)
      let among = usedParser.parse(log, start..<start + line.count)
      guard among == alone.moved(by: start), alone.isSound(in: line) else {
        Issue.record(
          "seed \(seed): \(printableText(line)) is \(alone) alone, \(among) among others")
        return
      }
    }
  }

  @Test(arguments: 1...4)
  func randomBytesAreHardlyEverAHit(seed: UInt64) {
    var random = SeededRandom(seed: seed)
    for _ in 0..<4_000 {
      let line = (0..<random.below(120)).map { _ in UInt8(random.below(256)) }
      let kind = parse(line)
      #expect(
        kind == (line.isEmpty ? .empty : line[0] == UInt8(ascii: "#") ? .comment : .malformed))
    }
  }

  @Test
  func combinedFieldsOfAnyLineAreSound() {
    var random = SeededRandom(seed: 99)
    var hits = 0
    for _ in 0..<8_000 {
      let line = HostileLineTests.mutated(HostileLineTests.seeds[2], by: &random)
      guard case .hit(let hit) = parse(line, format: .combined) else { continue }
      guard let fields = CombinedFields(rest: hit.rest, in: line) else {
        Issue.record("a combined line without its fields: \(printableText(line))")
        return
      }
      hits += 1
      #expect(line[fields.referrer.lowerBound - 1] == UInt8(ascii: "\""))
      #expect(line[fields.userAgent.upperBound] == UInt8(ascii: "\""))
      #expect(fields.referrer.upperBound + 3 == fields.userAgent.lowerBound)
    }
    #expect(hits > 1_000)
  }

  // Each would take minutes if the time for a line grew with the square of its length. What counts is
  // the time of the processor: a test may wait long for its turn.
  @Test(
    arguments: [
      "[", " [", " [08/Jul/2020:10:10:30 +0200]", " [08/Jul/2020:10:10:30 +0200] -",
      " [08/Jul/2020:10:10:30 +0200] \\\"", "\\", "\\\"", "\" ", "/", "9",
    ])
  func timeForALineGrowsWithItsLengthAlone(part: String) {
    let start = HostileLineTests.threadSeconds
    let count = 60_000 / part.utf8.count
    let filling = String(repeating: part, count: count)
    for line in [
      "192.0.2.1 - \(filling)", line(request: "GET /\(filling)"), line(ending: " 200 \(filling)"),
    ] {
      let bytes = Array(line.utf8)
      var parser = LineParser(format: .combined)
      var kinds: [Line] = []
      for _ in 0..<20 { kinds.append(parser.parse(bytes, 0..<bytes.count)) }
      #expect(kinds.allSatisfy { $0 == kinds[0] })
    }
    #expect(HostileLineTests.threadSeconds - start < 30)
  }

  /// How long this thread has run; `clock_gettime(2)`.
  private static var threadSeconds: Int {
    var time = timespec()
    unsafe clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return time.tv_sec
  }
}

extension Line {
  fileprivate func moved(by distance: Int) -> Line {
    guard case .hit(var hit) = self else { return self }
    hit.client = hit.client.moved(by: distance)
    hit.identity = hit.identity.moved(by: distance)
    hit.user = hit.user.moved(by: distance)
    hit.rest = hit.rest.moved(by: distance)
    if let request = hit.request {
      hit.request?.method = request.method.moved(by: distance)
      hit.request?.target = request.target.moved(by: distance)
      hit.request?.httpVersion = request.httpVersion.moved(by: distance)
    }
    return .hit(hit)
  }

  /// Whether the fields of a hit stand in their order within the line, and hold what they may.
  fileprivate func isSound(in line: [UInt8]) -> Bool {
    guard case .hit(let hit) = self else { return true }
    var fields = [hit.client, hit.identity, hit.user]
    if let request = hit.request {
      fields += [request.method, request.target, request.httpVersion]
      guard !request.method.isEmpty, !request.target.isEmpty else { return false }
      let section = Section(of: request.target, in: line).range
      guard section.lowerBound == request.target.lowerBound,
        section.upperBound <= request.target.upperBound
      else { return false }
    }
    fields.append(hit.rest)
    let isOrdered = zip(fields, fields.dropFirst()).allSatisfy { $0.upperBound <= $1.lowerBound }
    // Before the client are NULs and byte-order marks alone.
    let hasPaddingInFront = line[..<hit.client.lowerBound].allSatisfy { $0 == 0 || $0 > 0xBA }
    return isOrdered && hasPaddingInFront && !hit.client.isEmpty
      && hit.rest.upperBound == line.count && (0...999).contains(hit.status)
      && hit.responseBytes >= 0
  }
}

extension Range<Int> {
  fileprivate func moved(by distance: Int) -> Range<Int> {
    lowerBound + distance..<upperBound + distance
  }
}
