import Foundation
import Glibc
import TestSupport
import Testing

/// Lines that are sent to a topic and read from there, by the whole program.
@Suite(.waiting) struct ShipTests {
  private let folder = ScratchFolder()
  private let brokers: TestBrokers

  init() throws { brokers = try TestBrokers() }

  private func ship(_ topic: String, _ arguments: [String] = []) throws -> PipedProcess {
    try PipedProcess(
      ["ship", folder("access.log"), "--to", topic, "--server", "web1", "--no-config"] + arguments)
  }

  /// What all lines of a topic add up to, once there are that many.
  private func summary(of topic: String, lines: Int) throws -> ReportLine {
    let program = try PipedProcess(
      ["--json", "--from-start", "--no-config", "-i", "1s", "--lateness", "0s", topic])
    var read = 0
    _ = try program.wait {
      read = try $0.reports.compactMap {
        $0.type == "interval" ? ($0.hits ?? 0) + ($0.late ?? 0) : nil
      }.reduce(0, +)
      return read >= lines
    }
    program.signal(SIGTERM)
    #expect(program.waitForExit() == 0)
    return try #require(try program.reports.last)
  }

  @Test(.timeLimit(.minutes(5)), arguments: [1, 2] as [UInt64])
  func eachLineCountsOnceWheneverItIsKilled(seed: UInt64) throws {
    var random = SeededRandom(seed: seed)
    let topic = try brokers.topic()
    let arguments = ["--state", folder("ship.state"), "--from-start"]
    var count = 0
    func write(_ lines: Int) throws {
      let now = Date.now
      let text = (count..<count + lines).map { LogLine.request("/line/\($0)", at: now) }
      try folder.append(text.joined(), to: "access.log")
      count += lines
    }
    try write(2_000)
    for _ in 0..<3 {
      let program = try ship(topic, arguments)
      let pause = Int32(random.number(20...500))
      poll(nil, 0, pause)
      try write(500)
      poll(nil, 0, pause / 2)
      program.signal(SIGKILL)
      #expect(program.waitForExit() == 128 + SIGKILL)
    }
    let last = try ship(topic, arguments)
    // What was appended while none ran is sent before it ends.
    #expect(Patience.wait { (try? state(holds: count)) == true })
    last.signal(SIGTERM)
    #expect(last.waitForExit() == 0, "\(last.complaints)")
    let summary = try summary(of: topic, lines: count)
    #expect(summary.hits == count && summary.lines == count && summary.malformed == 0)
  }

  /// Whether the state says that so many lines have arrived: as the number of the log's last one.
  private func state(holds count: Int) throws -> Bool {
    let bytes = try folder.bytes("ship.state")
    var number: [UInt8] = []
    var rest = count
    while rest > 0x7F {
      number.append(UInt8(rest & 0x7F) | 0x80)
      rest >>= 7
    }
    number.append(UInt8(rest))
    // The count's key, its value, and the end of the group.
    return bytes.indices.contains { bytes[$0...].starts(with: [0x18] + number) }
  }

  @Test(.enabled(if: TestBrokers.areInMemory))
  func linesWaitInTheirLogWhileNoBrokerCanBeReached() throws {
    let topic = try brokers.topic()
    try folder.append(LogLine.request("/a"), to: "access.log")
    try brokers.tell("down 1")
    let program = try ship(topic, ["--from-start", "--state", folder("ship.state")])
    #expect(program.wait { $0.complaints.contains { $0.contains("cannot reach") } })
    try folder.append(LogLine.request("/b"), to: "access.log")
    try brokers.tell("up 1")
    #expect(program.wait { $0.complaints.contains { $0.contains("can be reached again") } })
    #expect(Patience.wait { (try? state(holds: 2)) == true })
    program.signal(SIGTERM)
    #expect(program.waitForExit() == 0)
    #expect(program.complaints.last?.contains("2 records sent to \(topic)") == true)
    #expect(try summary(of: topic, lines: 2).lines == 2)
  }

  @Test func aLongLineIsCutAndStaysTooLong() throws {
    let topic = try brokers.topic()
    let long = LogLine.request("/" + String(repeating: "x", count: 200_000))
    try folder.append(long + LogLine.request("/b"), to: "access.log")
    let program = try ship(topic, ["--from-start", "--state", folder("ship.state")])
    #expect(Patience.wait { (try? state(holds: 2)) == true })
    program.signal(SIGTERM)
    #expect(program.waitForExit() == 0)
    #expect(program.complaints.last?.hasSuffix("1 lines were cut at 64 KiB") == true)
    let summary = try summary(of: topic, lines: 1)
    #expect(summary.hits == 1 && summary.malformed == 1 && summary.lines == 2)
  }

  @Test func standardInputIsSentToItsEnd() throws {
    let topic = try brokers.topic()
    let program = try PipedProcess(
      ["ship", "-", "--to", topic, "--server", "web1", "--no-config"], input: .pipe)
    for number in 0..<50 { program.send(LogLine.request("/\(number)")) }
    program.closeInput()
    #expect(program.waitForExit() == 0, "\(program.complaints)")
    #expect(try summary(of: topic, lines: 50).hits == 50)
  }

  @Test func aStateIsOfOneTopicAndOneRun() throws {
    let topic = try brokers.topic()
    try folder.append(LogLine.request("/a"), to: "access.log")
    let arguments = ["--from-start", "--state", folder("ship.state")]
    let first = try ship(topic, arguments)
    #expect(Patience.wait { (try? state(holds: 1)) == true })
    let second = try ship(topic, arguments)
    #expect(second.waitForExit() == 1)
    #expect(second.complaints.last?.contains("another hightide keeps its state") == true)
    first.signal(SIGTERM)
    #expect(first.waitForExit() == 0)
    let other = try ship("kafka://\(brokers.addresses)/other", arguments)
    #expect(other.waitForExit() == 1)
    #expect(other.complaints.last?.contains("it is of \(topic)") == true)
  }

  @Test(arguments: [
    (["ship", "a.log"], "ship needs --to: kafka://HOST"),
    (["ship", "--to", "kafka://b/logs"], "ship needs a FILE"),
    (["ship", "--to", "b/logs", "a.log"], "option --to takes kafka://HOST"),
    (["ship", "--to", "kafka://b/logs", "ssh://h/x"], "ship reads files"),
    (["topics", "kafka://b"], "topics takes create, erase or show"),
    (["topics", "create", "kafka://b/logs"], "topics takes create, erase or show"),
    (["alert", "access.log"], "alert takes the topic of sums"),
    (["--replay", "kafka://b/logs"], "--replay reads files"),
    (["kafka://b"], "is no source; it may be "),
    (["--kafka-config", "/dev/null/x", "kafka://b/logs"], "option --kafka-config: cannot read"),
  ])
  func otherUsesAreRefused(arguments: [String], complaint: String) throws {
    let program = try PipedProcess(arguments)
    #expect(program.waitForExit() == 2)
    #expect(program.complaints.first?.contains(complaint) == true, "\(program.complaints)")
  }

  @Test func aPropertyThatThereIsNotIsAMistakeWithItsPlace() throws {
    let properties = try folder.write("acks=all\nno.such=1\n", to: "client.properties")
    for arguments in [
      ["ship", "--to", "kafka://127.0.0.1:1/logs", folder("a")], ["kafka://127.0.0.1:1/logs"],
    ] {
      let program = try PipedProcess(arguments + ["--no-config", "--kafka-config", properties])
      #expect(program.waitForExit() == 2)
      #expect(
        program.complaints.last
          == #"hightide: \#(properties):2: No such configuration property: "no.such""#)
    }
    let settings = try folder.write("[kafka]\nsasl.password = secret\nno.such = 1\n", to: "c.ini")
    let program = try PipedProcess(["--config", settings, "kafka://127.0.0.1:1/logs"])
    #expect(program.waitForExit() == 2)
    #expect(program.complaints.last?.contains("c.ini:3: No such configuration property") == true)
    let printing = try PipedProcess(["--config", settings, "--print-config"])
    #expect(printing.waitForExit() == 0)
    #expect(printing.lines.contains { $0.contains("sasl.password is not shown") })
    #expect(!printing.lines.contains { $0.contains("secret") })
  }
}
