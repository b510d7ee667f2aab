import Foundation
import Glibc
import TestSupport
import Testing

// What all roles do when the broker is killed and started again.
extension OwnBrokerTests {
  @Test(.timeLimit(.minutes(5))) func nothingIsLostOrDoubledWhenTheBrokerIsKilled() throws {
    let (source, sums, target) = (try topic(3), try topic(3), try topic())
    let place = "kafka://\(broker.addresses)"
    let log = folder("access.log")
    let ship = try PipedProcess([
      "ship", log, "--to", "\(place)/\(source)", "--from-start", "--server", "web1",
      "--no-config", "--state", folder("ship.state"),
    ])
    let worker = try worker(source, sums, group: source)
    let watch = try PipedProcess([
      "--json", "--from-start", "--no-config", "-i", "1s", "--lateness", "0s", "\(place)/\(source)",
    ])
    let alert = try PipedProcess([
      "alert", "--json", "--no-config", "-i", "1s", "--lateness", "0s", "-t", "20", "-w", "5s",
      "--from-start", "--to", "\(place)/\(target)", "--kafka-config",
      try folder.write("group.id=\(target)\nsession.timeout.ms=6000\n", to: "alert"),
      "\(place)/\(sums)",
    ])
    let start = Int(Date.now.timeIntervalSince1970) - 120
    var (second, count, all) = (start, 0, "")
    /// Seconds of few or of many lines.
    func write(seconds: Int, lines: Int) throws {
      for _ in 0..<seconds {
        let text = (0..<lines).map {
          LogLine.request("/\($0)", at: Date(timeIntervalSince1970: Double(second)))
        }.joined()
        try folder.append(text, to: "access.log")
        (second, count, all) = (second + 1, count + lines, all + text)
      }
    }
    func hits() throws -> Int {
      try watch.reports.reduce(0) {
        $0 + ($1.type == "interval" ? ($1.hits ?? 0) + ($1.late ?? 0) : 0)
      }
    }
    try write(seconds: 20, lines: 5)
    try write(seconds: 10, lines: 60)
    #expect(try watch.wait { _ in try hits() > 0 }, "\(watch.lines) \(ship.complaints)")
    broker.kill()
    try write(seconds: 20, lines: 5)
    #expect(
      ship.wait { $0.complaints.contains { $0.contains("cannot reach") } }, "\(ship.complaints)")
    try broker.start()
    try write(seconds: 10, lines: 60)
    try write(seconds: 30, lines: 5)
    try write(seconds: 1, lines: 1)
    #expect(try watch.wait { _ in try hits() >= count - 70 }, "\(watch.complaints)")
    let merged = try folder.write(all, to: "merged.log")
    let alone = try PipedProcess([
      "--json", "--no-config", "--replay", "-i", "1s", "--lateness", "0s", "-t", "20", "-w", "5s",
      merged,
    ])
    #expect(alone.waitForExit() == 0)
    func alerts(_ program: PipedProcess) throws -> [String] {
      try program.reports.filter { $0.type == "alert" }.map {
        "\($0.state ?? "") \($0.time?.timeIntervalSince1970 ?? 0) \($0.hits ?? 0)"
      }
    }
    let expected = try alerts(alone)
    #expect(expected.count == 4)
    #expect(
      try alert.wait { try alerts($0).count >= 4 }, "\(alert.lines) \(alert.complaints)")
    for role in [ship, watch, worker, alert] {
      role.signal(SIGTERM)
      #expect(role.waitForExit() == 0, "\(role.complaints)")
    }
    #expect(try alerts(alert) == expected)
    #expect(try watch.reports.last?.hits == count && watch.reports.last?.lines == count)
    let read = try TopicSums(of: sums, at: broker.addresses)
    #expect(try read.wait { $0.hits >= count && $0.tallied >= count })
    #expect(read.hits == count && read.tallied == count && read.lines == count)
  }
}
