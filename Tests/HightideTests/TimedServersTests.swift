import Foundation
import Glibc
import TestSupport
import Testing

/// How long real servers took and what they sent where the client went away, held against a record of the
/// same server that is not read by this program; `make test-servers` runs it.
@Suite(
  .waitingInTurn, .serialized,
  .enabled(if: ProcessInfo.processInfo.environment["HIGHTIDE_SERVERS"] != nil))
struct TimedServersTests {
  /// What a server recorded, as Foundation reads it.
  private struct Truth {
    var seconds: [Double] = []
    var bytes: [Int] = []
    var statuses: [String: Int] = [:]
    var ends: Set<String> = []

    init(path: String) throws {
      let text = String(
        decoding: FileManager.default.contents(atPath: path) ?? Data(), as: UTF8.self)
      for line in text.split(separator: "\n") {
        let object = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
        let record = try #require(object)
        func number(_ key: String) -> Double? {
          (record[key] as? NSNumber)?.doubleValue ?? (record[key] as? String).flatMap { Double($0) }
        }
        let seconds =
          number("seconds") ?? number("duration") ?? number("millis").map { $0 / 1e3 }
          ?? number("micros").map { $0 / 1e6 }
        // A server that was broken off may not know it.
        if let seconds { self.seconds.append(seconds) }
        bytes.append(Int(number("bytes") ?? number("size") ?? 0))
        let status = max(0, Int(try #require(number("status"))))
        statuses["\(1_000 + status)".dropFirst().description, default: 0] += 1
        if let end = record["end"] as? String { ends.insert(end) }
      }
    }
  }

  private struct Durations: Decodable {
    var mean: Double
    var max: Double
    var count: Int
  }

  private struct Summary: Decodable {
    var hits: Int
    var bytes: Int
    var statuses: [String: Int]
    var malformed: Int
    var durations: Durations?
  }

  private static func request(_ path: String) -> String {
    "GET \(path) HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
  }

  @Test(arguments: RealServer.timed)
  func durationsAndBrokenTransfersAreThoseOfTheRecord(server: RealServer) throws {
    let running = try server.start()
    defer { running.stop() }
    let big = running.folder("big.bin")
    let isThere = FileManager.default.createFile(
      atPath: big, contents: Data(repeating: 120, count: RealServer.bigBytes))
    #expect(isThere)
    // What writes its log may start after the server.
    let isLogging = try Patience.wait {
      try running.send(Self.request("/file.txt"))
      return try !Truth(path: running.folder("truth.log")).bytes.isEmpty
    }
    #expect(isLogging)
    // What was sent to see that comes to its end.
    usleep(300_000)
    let before = try Truth(path: running.folder("truth.log")).bytes.count
    var sent = 0
    for _ in 0..<5 {
      try running.send(Self.request("/file.txt"))
      try running.send(Self.request("/none"))
      sent += 2
    }
    // What is read late takes the server longer, since it does not fit into buffers.
    for pause: UInt32 in [150, 400] {
      let taken = try Loopback.take(
        .max, of: Self.request("/big.bin"), port: running.port, after: pause)
      #expect(taken > RealServer.bigBytes)
      sent += 1
    }
    for count in [1_000, 200_000] {
      let taken = try Loopback.take(
        count, of: Self.request("/big.bin"), port: running.port, after: 50)
      #expect(taken == count)
      sent += 1
    }
    let silent = FileManager.default.contents(atPath: running.folder("silent.port"))
      .flatMap { UInt16(String(decoding: $0, as: UTF8.self)) }
    // Open until all is logged: what ends first is told.
    let listening = try silent.map { try Loopback.listenInSilence(port: $0) }
    defer { if let listening { close(listening) } }
    if listening != nil {
      #expect(
        try Loopback.take(0, of: Self.request("/wait"), port: running.port, after: 250) == 0)
      sent += 1
    }
    let isLogged = Patience.wait {
      (try? Truth(path: running.folder("truth.log")))?.bytes.count ?? 0 >= before + sent
    }
    #expect(isLogged)
    running.stop()
    let truth = try Truth(path: running.folder("truth.log"))
    #expect((truth.seconds.max() ?? 0) > 0.35)
    // What Apache and Varnish state is what was to be sent.
    let isPartial = truth.bytes.contains { 100_000..<RealServer.bigBytes ~= $0 }
    #expect(isPartial == !["apache2", "varnish"].contains(server.name))
    if server.name == "nginx" { #expect(truth.statuses["499"] == 1) }
    print("\(server.name): \(truth.statuses), \(truth.ends), \(truth.seconds), \(truth.bytes)")
    let mean = truth.seconds.reduce(0, +) / Double(truth.seconds.count)
    for (log, format) in server.logs {
      let definition = ["nginx", "apache"].reduce(format) { text, name in
        text.replacing("\(name):\(name).conf", with: "\(name):" + running.folder("\(name).conf"))
      }
      let program = try PipedProcess(
        ["--replay", "--json", "--no-config", "-f", definition, running.folder(log)])
      #expect(program.waitForExit() == 0)
      let read = try JSONDecoder().decode(
        Summary.self, from: Data((program.lines.last ?? "").utf8))
      #expect(read.hits == truth.bytes.count && read.malformed == 0, "\(server.name), \(format)")
      #expect(read.bytes == truth.bytes.reduce(0, +), "\(server.name), \(format)")
      #expect(read.statuses == truth.statuses, "\(server.name), \(format)")
      let durations = try #require(read.durations, "\(server.name), \(format)")
      #expect(durations.count == truth.seconds.count, "\(server.name), \(format)")
      // In which unit the log states them.
      let unit = log.hasPrefix("seconds") ? 1 : log.hasPrefix("millis") ? 0.001 : 0.000_002
      #expect(abs(durations.mean - mean) <= unit, "\(server.name), \(format)")
      #expect(abs(durations.max - (truth.seconds.max() ?? 0)) <= unit, "\(server.name), \(format)")
      print("\(log) of \(server.name) as \(format): \(durations)")
    }
  }
}
