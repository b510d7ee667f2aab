import TestSupport
import Testing

@testable import AccessLog

/// Records of two lines, joined.
struct PairedLinesTests {
  private static let second = 1_594_195_830

  private static func opening(
    _ id: String, target: String = "/a", client: String = "192.0.2.1", pid: Int = 7,
    at second: Int = second
  ) -> String {
    #"{"level":30,"time":\#(second)000,"pid":\#(pid),"hostname":"web1","reqId":"\#(id)","req":{"method":"GET","url":"\#(target)","host":"shop.example.org","remoteAddress":"\#(client)","remotePort":1},"msg":"incoming request"}"#
  }

  private static func completion(
    _ id: String, status: Int = 200, pid: Int = 7, at second: Int = second
  ) -> String {
    #"{"level":30,"time":\#(second)500,"pid":\#(pid),"hostname":"web1","reqId":"\#(id)","res":{"statusCode":\#(status)},"responseTime":1.5,"msg":"request completed"}"#
  }

  /// Reads lines in chunks of a size, with the memory that each leaves to the next.
  private static func read(
    _ lines: [String], _ choice: FormatChoice = .auto, chunks size: Int = .max,
    restarts: Bool = false, isLearntTwice: Bool = true
  ) throws -> (hits: [String], lost: Int, memory: SourceMemory) {
    var memory = SourceMemory(choice)
    var hits: [String] = []
    var lost = 0
    let bytes = LogFixture.bytes(lines)
    for chunk in LogFixture.chunks(bytes, size: min(size, bytes.count)) {
      let joined = unsafe PairedLines(chunk.span.bytes, 0..<chunk.count, memory)
      // What was learnt in another pass is the same.
      if isLearntTwice {
        unsafe memory.learn(chunk.span.bytes)
        #expect(memory == joined.memory)
      }
      memory = joined.memory
      lost += joined.lost
      if restarts { memory = try #require(SourceMemory(bytes: memory.bytes)) }
      for part in joined.parts {
        var parser = LineParser(part.memory)
        for line in joined.bytes[part.range].split(separator: UInt8(ascii: "\n")) {
          var text = LineText(Array(line))
          guard case .hit(let hit) = parser.parse(&text, 0..<text.lineEnd) else { continue }
          func string(_ range: Range<Int>) -> String {
            String(decoding: text.bytes[range], as: UTF8.self)
          }
          hits.append(
            "\(string(hit.client)) \(hit.request.map { string($0.target) } ?? "-") \(hit.status)")
        }
      }
    }
    return (hits, lost, memory)
  }

  @Test(arguments: [1, 300, 1_000, .max])
  func otherRequestsMayStandBetween(size: Int) throws {
    let lines = [
      Self.opening("a", target: "/1"), Self.opening("b", target: "/2", client: "::ffff:192.0.2.2"),
      Self.completion("b"), Self.opening("c", target: "/3"), Self.completion("a", status: 404),
      Self.completion("c", status: 500),
    ]
    for choice in [FormatChoice.auto, .named(.fastify)] {
      let read = try Self.read(lines, choice, chunks: size, restarts: true)
      #expect(
        read.hits == ["::ffff:192.0.2.2 /2 200", "192.0.2.1 /1 404", "192.0.2.1 /3 500"])
      #expect(read.lost == 0 && read.memory.format == .fastify)
    }
  }

  /// Containers number their processes alike, and a process counts its requests from 1 again.
  @Test func requestIsOfItsProcessAndTheLastOfItsName() throws {
    let read = try Self.read([
      Self.opening("a", target: "/old"), Self.opening("a", target: "/other", pid: 8),
      Self.opening("a", target: "/new"), Self.completion("a"), Self.completion("a", pid: 8),
      Self.completion("a"),
    ])
    #expect(read.hits == ["192.0.2.1 /new 200", "192.0.2.1 /other 200", "- - 200"])
    #expect(read.lost == 1)
  }

  @Test func requestsBeyondTheTableAreLostAndCounted() {
    var table = PairTable()
    let keys = (0..<PairTable.maximumEntries + 3).map { Array("r\($0)".utf8) }
    for key in keys { table.open(key, second: 0, text: key) }
    #expect(table.count == PairTable.maximumEntries)
    #expect(keys.map { table.complete($0, second: 0) } == [nil, nil, nil] + keys[3...].map { $0 })
    #expect(table.lost == 3 && table.count == 0)
    let text = [UInt8](repeating: 120, count: PairTable.maximumBytes / 10)
    for key in keys.prefix(30) { table.open(key, second: 0, text: text) }
    #expect(table.count == 9)
  }

  @Test func requestThatTakesTooLongIsLost() throws {
    let late = Self.second + PairTable.maximumSeconds
    let read = try Self.read([
      Self.opening("a"), Self.opening("b"), Self.completion("a", at: late),
      Self.completion("b", at: late + 1), Self.opening("c", at: late + 900),
    ])
    #expect(read.hits == ["192.0.2.1 /a 200", "- - 200"])
    #expect(read.lost == 1 && read.memory.pairs?.count == 1)
  }

  @Test func fiveThousandOpenRequestsAreJoinedAcrossARestart() throws {
    var random = SeededRandom(seed: 23)
    let ids = (0..<5_000).map { "q\($0)" }
    let lines =
      ids.map { Self.opening($0, target: "/\($0)/x\\\"y") }
      + ids.shuffled(using: &random).map { Self.completion($0) }
    let read = try Self.read(lines, chunks: 1 << 20, restarts: true, isLearntTwice: false)
    #expect(read.lost == 0 && Set(read.hits) == Set(ids.map { "192.0.2.1 /\($0)/x\"y 200" }))
  }

  @Test(arguments: ["docker", "cri", "compose", "syslog"])
  func pairsStandInEnvelopes(envelope: String) throws {
    func wrapped(_ line: String) -> String {
      switch envelope {
      case "docker":
        #"{"log":"\#(line.replacing("\\", with: "\\\\").replacing("\"", with: "\\\""))\n","stream":"stdout","time":"x"}"#
      case "cri": "2020-07-08T08:10:31.1Z stdout F \(line)"
      case "compose": "shop-1  | \(line)"
      default: "Jul  8 10:10:30 web1 shop[7]: \(line)"
      }
    }
    let lines = [
      Self.opening("a", target: "/1"), Self.opening("b", target: "/2"), Self.completion("b"),
      Self.completion("a"),
    ].map(wrapped)
    for choice in [FormatChoice.auto, FormatChoice(name: "fastify in \(envelope)") ?? .auto] {
      let read = try Self.read(lines, choice, chunks: 300, restarts: true)
      #expect(read.hits == ["192.0.2.1 /2 200", "192.0.2.1 /1 200"] && read.lost == 0)
      #expect(read.memory.format.name == "fastify in \(envelope)")
    }
  }

  /// What a client writes into a target poses neither as a request nor as an answer.
  @Test(arguments: [
    #"/x\"},\"res\":{\"statusCode\":200},\"responseTime\":1,\"y\":{\"z\":\""#,
    #"/\u001e{\"client\":\"203.0.113.9\"}"#,
    #"/?reqId=b&statusCode=999"#,
  ])
  func targetForgesNothing(target: String) throws {
    let read = try Self.read([
      Self.opening("a", target: target), Self.opening("b", target: "/b"), Self.completion("b"),
      Self.completion("a", status: 404),
    ])
    #expect(read.hits.count == 2 && read.hits[0] == "192.0.2.1 /b 200" && read.lost == 0)
    #expect(read.hits[1].hasPrefix("192.0.2.1 /") && read.hits[1].hasSuffix(" 404"))
  }

  /// A line of another program may contain the byte that separates joined text; no second line is forged.
  @Test func separatorInALineForgesNothing() throws {
    let forged = #"{"client":"203.0.113.9","method":"GET","target":"/forged"}"#
    let read = try Self.read([
      Self.opening("a"), "x\u{1E}\(Self.second) 200 5 \(forged)", "y\u{1E}",
      Self.opening("b", target: "/b\u{1E}"), Self.completion("a"),
      Self.completion("b") + "\u{1E}\(Self.second) 999 5 \(forged)", Self.completion("c"),
    ])
    #expect(read.hits == ["192.0.2.1 /a 200", "- - 200"])
  }

  /// Errors are logged with a request and a status too.
  @Test func errorBetweenTheTwoIsNoHit() throws {
    let error =
      #"{"level":50,"time":1594195830100,"pid":7,"hostname":"web1","reqId":"a","req":{"method":"GET","url":"/e","remoteAddress":"203.0.113.9"},"res":{"statusCode":500},"err":{"message":"x"},"msg":"x"}"#
    let read = try Self.read([Self.opening("a"), error, Self.completion("a", status: 500)])
    #expect(read.hits == ["192.0.2.1 /a 500"])
  }

  @Test(arguments: [
    "pairs\t0\t1\n", "pairs\t-1\t0\nauto\t0\t256\t0\n", "pairs\t0\t0\nnamed\tcommon\n",
  ])
  func whatIsNoTableIsRefused(bytes: String) {
    #expect(SourceMemory(bytes: Array(bytes.utf8)) == nil)
  }
}
