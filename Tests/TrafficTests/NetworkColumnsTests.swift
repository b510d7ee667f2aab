import AccessLog
import Query
import TestSupport
import Testing

@testable import Traffic

/// Networks that are found from clients are those that are counted hit by hit.
@Suite struct NetworkColumnsTests {
  private static let counting = Counting(
    dimensions: [.path, .network, .network(bits: 16)], tracked: [.method])

  private static let clients = [
    "10.0.0.1", "10.0.0.2", "10.0.1.1", "10.1.0.1", "010.0.0.1", "255.255.255.255", "0.0.0.0",
    "999.1.1.1", "1.2.3", "::1", "::", "2001:db8::1", "2001:db8:0:1::1", "2001:db8:0:1::2",
    "2001:0DB8::1", "::ffff:10.0.0.1", "::ffff:cb00:7107", "[2001:db8::1]", "fe80::1%eth0",
    "1:2:3:4:5:6:7:8", "1::8", "host.example", "unix:", "a",
  ]

  /// Lines of all clients and of some hundred more, of which the last state how long they took if
  /// `durations` says so.
  private static func lines(_ count: Int, seed: UInt64, durations: Bool = false) -> [String] {
    var random = SeededRandom(seed: seed)
    return (0..<count).map { index in
      let number = random.below(500)
      let client =
        number < 250 ? clients[number % clients.count] : "10.\(number % 3).\(number % 50).\(number)"
      let time = durations && index > count / 2 ? " \(number % 90)" : ""
      return "\(client) - - [08/Jul/2020:08:10:\(30 + random.below(9)) +0000] "
        + "\"GET /s/\(number % 40) HTTP/1.1\" \(number.isMultiple(of: 9) ? 404 : 200) \(number)\(time)"
    }
  }

  private static func tally(
    _ lines: [String], size: Int, leavingNetworksOut: Bool = true,
    capacity: NameCapacity = .whole, format: LogFormat = .common
  ) -> Tally {
    let scanner = LineScanner(format: format, nameKey: 7)
    // Where intervals share what names they keep, chunks count all networks.
    let timing = Timing(
      intervalSeconds: 86_400, latenessSeconds: leavingNetworksOut ? 2 : 2 * 86_400)
    var merger = RunMerger(
      scanner: scanner, counting: counting, leavingNetworksOut: leavingNetworksOut)
    var tally = Tally()
    tally.capacity = capacity
    for chunk in LogFixture.chunks(LogFixture.bytes(lines), size: size) {
      let tallied = ChunkTallier.tally(chunk, timing: timing, scanner: scanner, counting: counting)
      for run in tallied.runs.indices { merger.merge(run, of: tallied, into: &tally) }
    }
    return tally
  }

  private static func listed(_ tally: Tally, top count: Int = .max) -> Statistics {
    tally.statistics(top: count, by: counting, listed: counting.groups)
  }

  @Test(arguments: [1, 700, 20_000, 1 << 20])
  func areThoseThatAreCounted(size: Int) {
    let lines = NetworkColumnsTests.lines(2_000, seed: 4)
    let found = NetworkColumnsTests.tally(lines, size: size)
    let counted = NetworkColumnsTests.tally(lines, size: size, leavingNetworksOut: false)
    #expect(found.networks != nil && counted.networks == nil)
    #expect(found.hits == counted.hits && counted.hits > 1_900)
    for count in [1, 3, 10, .max] {
      let expected = NetworkColumnsTests.listed(counted, top: count)
      #expect(NetworkColumnsTests.listed(found, top: count) == expected)
      #expect(NetworkColumnsTests.listed(found.countingNetworks(), top: count) == expected)
    }
    // Also the order in which they first came.
    for (mine, other) in zip(found.groups, counted.groups) {
      let names = [mine, other].map { counter in
        counter.exact.entries.map { Array(counter.exact.names[$0.name]) }
      }
      #expect(names[0] == names[1] && mine.top(.max) == other.top(.max))
    }
    #expect(found.groups.count == 5)
  }

  /// Where a client has most of a network's hits, few hits decide what is listed.
  @Test func theFewestThatAreListedAreThoseThatAreCounted() {
    var random = SeededRandom(seed: 12)
    for _ in 0..<150 {
      let lines = (0..<random.below(60)).map { _ in
        // One network of mostly one client, others of several.
        let client =
          random.below(5) < 2 ? "10.0.0.\(random.below(9) / 8)" : "10.0.\(random.below(4)).7"
        return LogFixture.line(1_600_000_000, client: client, target: "/")
      }
      let found = NetworkColumnsTests.tally(lines, size: 1 << 20)
      let counted = NetworkColumnsTests.tally(lines, size: 1 << 20, leavingNetworksOut: false)
      for count in 1...5 {
        #expect(
          NetworkColumnsTests.listed(found, top: count)
            == NetworkColumnsTests.listed(counted, top: count), "\(lines)")
      }
    }
  }

  /// A network with fewer hits than the first, but more than the client and the rest that it is shown as.
  @Test func aNetworkIsListedBeforeThePartsOfAGreaterOne() {
    let clients =
      (0..<10).map { "10.0.0.\($0 < 8 ? 1 : $0)" } + (0..<9).map { "10.0.1.\($0)" }
    let tally = NetworkColumnsTests.tally(
      clients.map { LogFixture.line(1_600_000_000, client: $0, target: "/") }, size: 1 << 20)
    let listed = NetworkColumnsTests.listed(tally, top: 1).groups.first { $0.dimension == .network }
    #expect(listed?.counts.map { String(decoding: $0.name, as: UTF8.self) } == ["10.0.1.0/24"])
  }

  /// What cannot be left out is counted from then on.
  @Test(arguments: [1, 3_000, 1 << 20])
  func areCountedOnceLinesStateDurations(size: Int) throws {
    let format = try LogFormat(
      definition:
        #"$remote_addr - - [$time_local] "$request" $status $body_bytes_sent $request_time"#)
    let all = NetworkColumnsTests.lines(1_000, seed: 6, durations: true)
      .map { $0.split(separator: " ").count == 10 ? $0 + " -" : $0 }
    let found = NetworkColumnsTests.tally(all, size: size, format: format)
    let counted = NetworkColumnsTests.tally(
      all, size: size, leavingNetworksOut: false, format: format)
    #expect(found.durations.count > 0 && found.networks == nil)
    #expect(NetworkColumnsTests.listed(found) == NetworkColumnsTests.listed(counted))
  }

  @Test(arguments: [(60, 1 << 20), (700, 1_500), (300, 9_000)])
  func fullTablesAreTheSameHoweverTheyAreCounted(count: Int, bytes: Int) {
    var capacity = NameCapacity.whole
    (capacity.count, capacity.nameBytes) = (count, bytes)
    (capacity.leastCount, capacity.leastBytes) = (8, 100)
    let lines = NetworkColumnsTests.lines(1_500, seed: 8)
    let expected = NetworkColumnsTests.listed(
      NetworkColumnsTests.tally(lines, size: 1, leavingNetworksOut: false, capacity: capacity))
    for size in [1, 900, 30_000, 1 << 20] {
      let tally = NetworkColumnsTests.tally(lines, size: size, capacity: capacity)
      #expect(NetworkColumnsTests.listed(tally) == expected, "chunks of \(size) bytes")
    }
    #expect(expected.hits > 1_400)
    for groups in expected.groups {
      #expect(groups.counts.reduce(0) { $0 + $1.hits } == expected.hits)
    }
  }

  @Test func mergeInAnyOrderAndWithThoseThatAreCounted() {
    let parts = (0..<5).map { NetworkColumnsTests.lines(300, seed: 10 + $0) }
    let found = parts.map { NetworkColumnsTests.tally($0, size: 1 << 20) }
    let counted = parts.map {
      NetworkColumnsTests.tally($0, size: 1 << 20, leavingNetworksOut: false)
    }
    func sum(_ parts: [Tally]) -> Tally { parts.reduce(into: Tally()) { $0.merge($1) } }
    let expected = NetworkColumnsTests.listed(sum(counted))
    #expect(sum(found).networks != nil)
    for parts in [
      found, found.reversed(), [counted[0]] + found[1...], Array(found[..<4]) + [counted[4]],
    ] {
      #expect(NetworkColumnsTests.listed(sum(parts)) == expected)
    }
  }

  /// Totals may leave out what is only tracked, clients among it.
  @Test func someOfTheGroupsAreKept() {
    let tally = NetworkColumnsTests.tally(
      NetworkColumnsTests.lines(300, seed: 2), size: 1 << 20)
    let all = tally.countingNetworks()
    for count in 0...5 {
      let some = tally.grouped(byFirst: count)
      #expect(some.groups.count == count)
      #expect(some.groups.map { $0.top(.max) } == all.groups.prefix(count).map { $0.top(.max) })
    }
  }
}
