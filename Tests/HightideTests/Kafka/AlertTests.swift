import AccessLog
import Foundation
import Glibc
import TestSupport
import Testing
import Traffic

/// `hightide alert` over a topic of sums.
@Suite(.waiting) struct AlertTests {
  private let folder = ScratchFolder()
  private let brokers: TestBrokers
  private let metrics: String
  private let alerts: String
  private let configuration: String

  init() throws {
    brokers = try TestBrokers()
    metrics = try brokers.topic()
    alerts = try brokers.topic(partitions: 1)
    // Brokers on disk take no less; those in memory throw out a member that waits for longer than 3 s.
    let timeout = TestBrokers.areInMemory ? 4_000 : 6_000
    configuration = try folder.write(
      "group.id=\(alerts.suffix(20))\nsession.timeout.ms=\(timeout)\nheartbeat.interval.ms=300\n",
      to: "kafka")
  }

  private static let rule = ["-t", "4", "-w", "10s"]

  private func alert(_ arguments: [String] = []) throws -> PipedProcess {
    try PipedProcess(
      ["alert", "--json", "--no-config", "--to", alerts, "--kafka-config", configuration]
        + Self.rule + arguments + [metrics])
  }

  private func isActive(_ program: PipedProcess) -> Bool {
    program.wait { $0.complaints.contains { $0.contains("active: judges") } }
  }

  /// What the topic of alerts holds: of each record the header, and the value.
  private func written() throws -> [(header: String, value: String)] {
    let topic = alerts.split(separator: "/").last.map(String.init) ?? ""
    let kcat = try PipedProcess(
      [
        "-C", "-q", "-e", "-o", "beginning", "-b", brokers.addresses, "-t", topic, "-f",
        "%h\\t%S\\t%s\\n", "-X", "isolation.level=read_committed",
      ], program: "/usr/bin/kcat")
    #expect(kcat.waitForExit() == 0, "\(kcat.complaints)")
    return kcat.lines.compactMap { line in
      let parts = line.split(separator: "\t", maxSplits: 2).map(String.init)
      guard parts.count == 3, parts[0].hasPrefix("hightide=1 ") else { return nil }
      return (String(parts[0].dropFirst(11)), parts[2])
    }
  }

  private func transitions() throws -> [String] {
    try written().filter { $0.header == "alert" }.map { try Self.words(ReportLine($0.value)) }
  }

  private static func words(_ line: ReportLine) -> String {
    "\(line.state ?? "") \(line.time?.timeIntervalSince1970 ?? 0) \(line.hits ?? 0)"
  }

  /// What one process says of the merged log.
  private func expected(of fleet: MadeUpFleet) throws -> [String] {
    let log = try folder.write(fleet.merged, to: "merged.log")
    let alone = try PipedProcess(["--json", "--no-config", "--replay"] + Self.rule + [log])
    #expect(alone.waitForExit() == 0)
    return try alone.reports.filter { $0.type == "alert" }.map(Self.words)
  }

  /// Quiet and busy by turns, from second to second.
  private static func hits(_ second: Int) -> ClosedRange<Int> { second % 40 < 20 ? 0...1 : 2...4 }

  @Test(.timeLimit(.minutes(5)), arguments: [1] as [UInt64])
  func eachTransitionIsWrittenOnceThoughInstancesAreKilled(seed: UInt64) throws {
    var random = SeededRandom(seed: seed)
    let fleet = MadeUpFleet(
      servers: 3, start: Int(Date.now.timeIntervalSince1970) - 300, seed: seed)
    var active = try alert(["--from-start"])
    #expect(isActive(active), "\(active.complaints)")
    for _ in 0..<2 {
      let standby = try alert(["--from-start"])
      #expect(standby.wait { $0.complaints.contains { $0.contains("stands by") } })
      let seconds = random.number(30...60)
      for _ in 0..<seconds { try fleet.send(fleet.next(1, hits: Self.hits), to: metrics) }
      poll(nil, 0, Int32(random.number(0...1_500)))
      active.signal(SIGKILL)
      #expect(active.waitForExit() == 128 + SIGKILL)
      #expect(isActive(standby), "\(standby.complaints)")
      active = standby
    }
    // No second with a transition is left open.
    try fleet.send(fleet.next(20, hits: Self.hits), to: metrics)
    try fleet.send(fleet.next(20) { _ in 0...0 } + fleet.next(5) { _ in 1...1 }, to: metrics)
    let expected = try expected(of: fleet)
    #expect(expected.count >= 4)
    var found: [String] = []
    #expect(
      try Patience.wait {
        found = try transitions()
        return found.count >= expected.count
      })
    active.signal(SIGTERM)
    #expect(active.waitForExit() == 0, "\(active.complaints)")
    let all = try transitions()
    #expect(all == expected, "\(all)")
  }

  // Brokers in memory do not refuse what an earlier writer writes.
  @Test(.enabled(if: !TestBrokers.areInMemory), .timeLimit(.minutes(5)))
  func anInstanceThatStoodStillFindsItsPlaceTaken() throws {
    let fleet = MadeUpFleet(
      servers: 2, start: Int(Date.now.timeIntervalSince1970) - 300, seed: 5)
    let first = try alert(["--from-start"])
    #expect(isActive(first), "\(first.complaints)")
    try fleet.send(fleet.next(30, hits: Self.hits), to: metrics)
    #expect(try first.report { $0.state == "triggered" } != nil)
    first.signal(SIGSTOP)
    let second = try alert(["--from-start"])
    #expect(isActive(second), "\(second.complaints)")
    try fleet.send(fleet.next(60, hits: Self.hits), to: metrics)
    #expect(try second.report { $0.state == "triggered" } != nil)
    first.signal(SIGCONT)
    // It judges what came meanwhile too, and must not write that: it is refused, unless it heard before that its
    // turn is over.
    #expect(
      first.wait {
        $0.complaints.contains {
          $0.contains("another instance has become active") || $0.contains("lost its turn")
        }
      }, "\(first.complaints)")
    try fleet.send(fleet.next(20) { _ in 0...0 } + fleet.next(5) { _ in 1...1 }, to: metrics)
    let expected = try expected(of: fleet)
    #expect(try Patience.wait { try transitions().count >= expected.count })
    second.signal(SIGTERM)
    #expect(second.waitForExit() == 0, "\(second.complaints)")
    let wasRefused = first.complaints.contains { $0.contains("another instance has become active") }
    first.signal(SIGTERM)
    #expect(first.waitForExit() == (wasRefused ? 1 : 0), "\(first.complaints)")
    #expect(try transitions() == expected)
  }

  // It takes half a minute of processor.
  @Test(.enabled(if: !TestBrokers.areInMemory), .timeLimit(.minutes(5)))
  func dashboardAndAlertJudgeAThousandServersAlike() throws {
    let fleet = MadeUpFleet(
      servers: 1_000, start: Int(Date.now.timeIntervalSince1970) - 600, seed: 7,
      counting: Counting(dimensions: []))
    // Some clocks are behind or ahead; some servers come later, and some go for good.
    fleet.clockOffsets = { [0, 0, 0, -4, 0, 7, 0, 0, 3, 0][$0 % 10] }
    fleet.isThere = { server, second in
      server % 7 > 0 ? server % 11 > 0 || second < 20 : second >= 12
    }
    let options = ["--from-start", "--idle", "18s", "-t", "900", "-w", "5s"]
    func hits(_ second: Int) -> ClosedRange<Int> { second % 16 < 8 ? 0...1 : 1...2 }
    let first = try alert(options)
    #expect(isActive(first), "\(first.complaints)")
    for _ in 0..<22 { try fleet.send(fleet.next(1, hits: hits), to: metrics) }
    #expect(try first.report { $0.state == "triggered" } != nil, "\(first.complaints)")
    let second = try alert(options)
    #expect(second.wait { $0.complaints.contains { $0.contains("stands by") } })
    for _ in 0..<12 { try fleet.send(fleet.next(1, hits: hits), to: metrics) }
    first.signal(SIGKILL)
    _ = first.waitForExit()
    #expect(isActive(second), "\(second.complaints)")
    for _ in 0..<11 { try fleet.send(fleet.next(1, hits: hits), to: metrics) }
    // Those that went hold up the others until the fleet goes on without them.
    #expect(
      try Patience.wait {
        try fleet.send(fleet.next(1) { _ in 0...0 }, to: metrics)
        return try transitions().count >= 6
      }, "\(second.complaints)")
    second.signal(SIGTERM)
    #expect(second.waitForExit() == 0, "\(second.complaints)")
    let found = try transitions()
    // One that reads all of it later, without a change of hands, finds the same.
    let other = try brokers.topic(partitions: 1)
    let alone = try PipedProcess(
      [
        "alert", "--json", "--no-config", "--to", other, "--kafka-config",
        try folder.write("group.id=alone\(other.suffix(12))\n", to: "alone"),
      ] + options + [metrics])
    #expect(
      try alone.wait { try $0.reports.count { $0.type == "alert" } >= found.count },
      "\(alone.complaints)")
    alone.signal(SIGTERM)
    #expect(alone.waitForExit() == 0)
    let all = try alone.reports.filter { $0.type == "alert" }.map(Self.words)
    #expect(all.prefix(found.count) == found[...], "\(found) \(all)")
  }

  @Test func anAlertThatWasFoundLateSaysSo() throws {
    let fleet = MadeUpFleet(
      servers: 2, start: Int(Date.now.timeIntervalSince1970) - 600, seed: 3)
    try fleet.send(fleet.next(30) { _ in 1...1 }, to: metrics)
    let first = try alert(["--from-start"])
    #expect(isActive(first), "\(first.complaints)")
    #expect(try Patience.wait { try written().contains { $0.header == "state" } })
    first.signal(SIGTERM)
    #expect(first.waitForExit() == 0, "\(first.complaints)")
    try fleet.send(fleet.next(60) { $0 < 60 ? 4...4 : 0...1 }, to: metrics)
    let second = try alert()
    let triggered = try #require(try second.report { $0.state == "triggered" })
    let recovered = try second.report { $0.state == "recovered" }
    let line = try #require(second.lines.first { $0.contains(#""state":"triggered""#) })
    #expect(line.contains(#","found":"20"#), "\(line)")
    #expect(triggered.time ?? .now < .now - 500 && recovered != nil)
    second.signal(SIGTERM)
    #expect(second.waitForExit() == 0)
    #expect(second.complaints.contains { $0.contains("goes on where another one ended") })
    let (all, expected) = (try transitions(), try expected(of: fleet))
    #expect(all == expected)
  }

  /// A state that another program spoiled stops no instance.
  @Test(arguments: [false, true])
  func aStateThatCannotBeReadIsPassed(hasGoodOne: Bool) throws {
    let fleet = MadeUpFleet(
      servers: 2, start: Int(Date.now.timeIntervalSince1970) - 300, seed: 6)
    try fleet.send(fleet.next(40, hits: Self.hits), to: metrics)
    if hasGoodOne {
      let first = try alert(["--from-start"])
      #expect(isActive(first), "\(first.complaints)")
      #expect(try first.report { $0.state == "triggered" } != nil)
      first.signal(SIGTERM)
      #expect(first.waitForExit() == 0, "\(first.complaints)")
    }
    let damaged = try folder.write([8, 0xFF, 0xFF], to: "damaged")
    for _ in 0..<2 {
      let kcat = try PipedProcess(
        [
          "-P", "-q", "-b", brokers.addresses, "-t",
          String(alerts.split(separator: "/").last ?? ""),
          "-k", "state", "-H", "hightide=1 state", damaged,
        ], program: "/usr/bin/kcat")
      #expect(kcat.waitForExit() == 0, "\(kcat.complaints)")
    }
    let second = try alert(["--from-start"])
    #expect(isActive(second), "\(second.complaints)")
    #expect(
      second.complaints.contains {
        $0.contains("2 states cannot be read, the last at offset ")
          && $0.hasSuffix(hasGoodOne ? "the last one that can be is taken" : "it begins again")
      }, "\(second.complaints)")
    try fleet.send(fleet.next(60, hits: Self.hits), to: metrics)
    try fleet.send(fleet.next(20) { _ in 0...0 } + fleet.next(5) { _ in 1...1 }, to: metrics)
    let expected = try expected(of: fleet)
    #expect(try Patience.wait { try transitions().count >= expected.count })
    second.signal(SIGTERM)
    #expect(second.waitForExit() == 0)
    #expect(try transitions() == expected)
  }

  @Test func whatMayNotHaveBeenToldIsToldAgainUnderTheSameName() throws {
    let server = try WebhookServer([.status(200)])
    let fleet = MadeUpFleet(servers: 2, start: Int(Date.now.timeIntervalSince1970) - 60, seed: 4)
    let first = try alert(["--from-start", "--webhook", "http://127.0.0.1:\(server.port)/"])
    #expect(isActive(first), "\(first.complaints)")
    try fleet.send(fleet.next(30) { _ in 4...4 }, to: metrics)
    #expect(Patience.wait { server.requests.count == 1 })
    first.signal(SIGKILL)
    _ = first.waitForExit()
    let second = try alert(["--webhook", "http://127.0.0.1:\(server.port)/"])
    #expect(Patience.wait { server.requests.count == 2 }, "\(server.requests.map(\.head))")
    let keys = server.requests.compactMap { $0.header("Idempotency-Key") }
    #expect(keys.count == 2 && Set(keys).count == 1)
    second.signal(SIGTERM)
    #expect(second.waitForExit() == 0)
    // In the topic it is once.
    #expect(try transitions().count == 1)
  }

  @Test func aTopicOfSeveralPartitionsIsRefused() throws {
    let several = try brokers.topic(partitions: 2)
    let program = try PipedProcess(["alert", "--no-config", "--to", several, metrics])
    #expect(program.waitForExit() == 1)
    #expect(program.complaints.joined().contains("has 2 partitions; one of alerts has 1"))
  }
}
