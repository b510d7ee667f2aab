import AccessLog
import Query
import TestSupport
import Testing

@testable import Traffic

/// Sums by dimension, against plain counts.
struct GroupTests {
  private static let scanner = LineScanner(nameKey: 7)

  /// Lines with all fields, of which `distinct` differ.
  private static func lines(_ count: Int, distinct: Int, seed: UInt64) -> [String] {
    var random = SeededRandom(seed: seed)
    return (0..<count).map { _ in
      let number = random.below(distinct)
      return "10.\(number % 7).\(number / 100 % 250).\(number % 100) - u\(number % 5) "
        + "[08/Jul/2020:08:10:\(30 + random.below(9)) +0000] "
        + "\"\(["GET", "POST", "X"][number % 3]) /s\(number % 11)/p\(number)?\(number) HTTP/1.\(number % 2)\" "
        + "\(100 + number % 500) \(number) \"https://r\(number % 13).org/x\" \"a\(number % 17)/\(number)\""
    }
  }

  /// The sums of what `name` finds in a line.
  private static func plain(_ lines: [String], _ name: (String) -> String) -> [GroupCount] {
    var sums: [String: HitSums] = [:]
    for line in lines {
      let fields = line.split(separator: " ")
      let status = Int(fields[8]) ?? 0
      sums[name(line), default: HitSums()].merge(
        HitSums(
          hits: 1, bytes: Int(fields[9]) ?? 0, errors: 400..<600 ~= status ? 1 : 0))
    }
    return sums.map {
      GroupCount(
        name: Array($0.key.utf8), hits: $0.value.hits, bytes: $0.value.bytes,
        errors: $0.value.errors)
    }
    .sorted { $0.hits != $1.hits ? $0.hits > $1.hits : $0.name.lexicographicallyPrecedes($1.name) }
  }

  /// What lines add up to, tallied in chunks of about that many bytes and merged.
  private static func groups(
    _ lines: [String], _ counting: Counting, size: Int, top: Int = .max,
    capacity: NameCapacity = .whole
  ) -> [Groups] {
    var merger = RunMerger(scanner: scanner, counting: counting)
    var tally = Tally()
    tally.capacity = capacity
    for chunk in LogFixture.chunks(LogFixture.bytes(lines), size: size) {
      let tallied = ChunkTallier.tally(
        chunk, timing: Timing(intervalSeconds: 86_400), scanner: scanner, counting: counting)
      for run in tallied.runs.indices { merger.merge(run, of: tallied, into: &tally) }
    }
    return tally.statistics(top: top, by: counting).groups
  }

  /// A tally of a run that counted by fewer dimensions is continued: what it lacks has no name.
  @Test func talliesOfFewerDimensionsAddUp() {
    let all = Counting(dimensions: [.path], tracked: [.client, .method])
    let few = Counting(dimensions: [.path])
    #expect(all.groups == [.path, .client, .method] && few.groups == [.path])
    let lines = GroupTests.lines(50, distinct: 20, seed: 3)
    func tally(_ counting: Counting, after other: Tally) -> Tally {
      var merger = RunMerger(scanner: GroupTests.scanner, counting: counting)
      var tally = other
      let chunk = ChunkTallier.tally(
        LogFixture.bytes(lines), timing: Timing(intervalSeconds: 86_400),
        scanner: GroupTests.scanner, counting: counting)
      for run in chunk.runs.indices { merger.merge(run, of: chunk, into: &tally) }
      return tally
    }
    let old = tally(few, after: Tally())
    for tally in [tally(all, after: old), tally(few, after: tally(all, after: Tally()))] {
      #expect(tally.groups.count == 3)
      #expect(tally.groups.allSatisfy { $0.listedHits == 100 })
      let listed = tally.statistics(top: 1_000, by: all, listed: all.groups).groups
      #expect(listed.map { $0.counts.reduce(0) { $0 + $1.hits } } == [100, 100, 100])
      #expect(listed[1].counts.contains { $0.name == NameCounter.otherName && $0.hits >= 50 })
      #expect(!listed[0].counts.contains { $0.name == NameCounter.otherName })
    }
    var merged = old
    merged.merge(tally(all, after: Tally()))
    #expect(merged.groups.map(\.listedHits) == [100, 100, 100])
    var other = tally(all, after: Tally())
    other.merge(old)
    #expect(other.groups.map(\.listedHits) == [100, 100, 100])
  }

  private static let dimensions: [(String, @Sendable (String) -> String)] = [
    ("path", { field($0, 6).prefix { $0 != "?" }.description }), ("client", { field($0, 0) }),
    (
      "network/16",
      { field($0, 0).split(separator: ".").prefix(2).joined(separator: ".") + ".0.0/16" }
    ),
    ("method", { String(field($0, 5).dropFirst()) }), ("status", { field($0, 8) }),
    ("class", { "\(field($0, 8).prefix(1))xx" }), ("user", { field($0, 2) }),
    ("protocol", { String(field($0, 7).dropLast()) }),
    ("referrer", { String(field($0, 10).dropFirst().dropLast(3)) }),
    ("agent", { field($0, 11).dropFirst().prefix { $0 != "/" }.description }),
    ("agent-raw", { String(field($0, 11).dropFirst().dropLast()) }), ("vhost", { _ in "-" }),
    ("server", { _ in "-" }), ("section", { "/" + field($0, 6).split(separator: "/")[0] }),
  ]

  private static func field(_ line: String, _ index: Int) -> String {
    String(line.split(separator: " ")[index])
  }

  @Test(arguments: [1, 900, 100_000], 1...1 as ClosedRange<UInt64>)
  func everyDimensionIsItsPlainCounts(size: Int, seed: UInt64) throws {
    let lines = GroupTests.lines(300, distinct: 150, seed: seed)
    let counting = Counting(
      dimensions: try GroupTests.dimensions.map { try #require(Dimension.named($0.0)) })
    let groups = GroupTests.groups(lines, counting, size: size)
    #expect(groups.map(\.dimension) == counting.dimensions)
    for (groups, dimension) in zip(groups, GroupTests.dimensions) {
      #expect(groups.counts == GroupTests.plain(lines, dimension.1), "\(dimension.0)")
    }
    let first = GroupTests.groups(lines, counting, size: size, top: 3)
    #expect(zip(first, groups).allSatisfy { Array($1.counts.prefix(3)) == $0.counts })
  }

  /// A client with at least 80 % of its network's hits is an entry of its own.
  @Test func foldsAClientThatHasMostOfItsNetwork() {
    func lines(_ client: String, _ count: Int) -> [String] {
      Array(
        repeating: "\(client) - - [08/Jul/2020:08:10:30 +0000] \"GET / HTTP/1.1\" 404 2",
        count: count)
    }
    let all =
      lines("10.0.0.1", 80) + lines("10.0.0.2", 15) + lines("10.0.0.3", 5)
      + lines("10.0.1.1", 79) + lines("10.0.1.2", 21) + lines("2001:db8::1", 50)
      + lines("2001:db8:0:1::1", 2) + lines("host.example", 3) + lines("192.0.2.1", 7)
    for dimensions in [[Dimension.network], [.network, .client], [.client, .network]] {
      let groups = GroupTests.groups(all, Counting(dimensions: dimensions), size: 4_000)
      let networks = groups.first { $0.dimension == .network }?.counts ?? []
      #expect(
        networks.map { "\(String(decoding: $0.name, as: UTF8.self)) \($0.hits) \($0.errors)" } == [
          "10.0.1.0/24 100 100", "10.0.0.1/32 80 80", "2001:db8::1/128 50 50",
          "10.0.0.0/24 20 20", "192.0.2.1/32 7 7", "host.example 3 3", "2001:db8::/48 2 2",
        ])
      #expect(groups.count == dimensions.count)
    }
  }

  /// With small tables: which names are exact does not depend on how the log is cut, the sum of each
  /// dimension is all hits, and no dimension keeps fewer names than its own share.
  @Test(arguments: [(64, 1 << 20), (1_000, 700), (100, 2_000)])
  func fullTablesAreTheSameHoweverTheLogIsCut(count: Int, bytes: Int) throws {
    var capacity = NameCapacity.whole
    (capacity.count, capacity.nameBytes) = (count, bytes)
    (capacity.leastCount, capacity.leastBytes) = (8, 100)
    let lines = GroupTests.lines(800, distinct: 500, seed: 5)
    let counting = Counting(
      dimensions: try ["path", "status", "method", "agent-raw"].map {
        try #require(Dimension.named($0))
      })
    let whole = GroupTests.groups(lines, counting, size: 1, capacity: capacity)
    for size in [300, 5_000, 30_000, 1 << 20] {
      let groups = GroupTests.groups(lines, counting, size: size, capacity: capacity)
      #expect(groups == whole, "chunks of \(size) bytes")
    }
    for groups in whole {
      #expect(groups.counts.reduce(0) { $0 + $1.hits } == lines.count)
      #expect(groups.counts.count >= min(8, groups.dimension.name == "method" ? 3 : 8))
    }
    #expect(whole[2].counts == GroupTests.plain(lines, GroupTests.dimensions[3].1))
    #expect(whole[0].counts.contains { $0.name == NameCounter.otherName })
  }

  @Test func mergesInAnyOrder() throws {
    let counting = Counting(dimensions: [.path, .client])
    let lines = GroupTests.lines(600, distinct: 200, seed: 9)
    var parts: [Tally] = []
    for chunk in LogFixture.chunks(LogFixture.bytes(lines), size: 9_000) {
      var merger = RunMerger(scanner: GroupTests.scanner, counting: counting)
      var tally = Tally()
      merger.merge(chunk, readWith: merger.memory, into: &tally)
      parts.append(tally)
    }
    func merged(_ parts: [Tally]) -> Statistics {
      var sum = Tally()
      for part in parts { sum.merge(part) }
      return sum.statistics(top: .max, by: counting)
    }
    #expect(parts.count > 3)
    #expect(merged(parts) == merged(parts.reversed()))
    var pairs = parts[0]
    pairs.merge(parts[1])
    #expect(merged([pairs] + parts[2...]) == merged(parts))
    #expect(merged(parts).groups[0].counts == GroupTests.plain(lines, GroupTests.dimensions[0].1))
  }

  @Test func addsNothingToWhatIsNotAskedFor() {
    let lines = GroupTests.lines(500, distinct: 100, seed: 1)
    let chunk = ChunkTallier.tally(
      LogFixture.bytes(lines), timing: Timing(), scanner: GroupTests.scanner)
    #expect(chunk.runs.allSatisfy { $0.tally?.groups.isEmpty ?? true })
  }
}
