import AccessLog
import Feed
import LogTail
import Testing

@testable import Kafka

/// What stands in records, by whichever program they were written.
struct RecordUnwrappingTests {
  private static let knowledge = LineKnowledge(
    blank: SourceMemory(.auto),
    time: { line, memory in memory.instant(line, 0..<line.byteCount)?.seconds },
    learn: { lines, memory in memory.learn(lines) }, isSettled: { $0.isSettled },
    ofServer: { memory, server in
      var memory = memory
      memory.server = ServerName(server)
      return memory
    })

  private static let hit = #"10.0.0.4 - - [28/Nov/2026:16:00:04 +0000] "GET /a HTTP/1.1" 200 40"#
  private static let escaped = hit.replacing("\"", with: "\\\"")
  private static let caddy =
    #"{"level":"info","ts":1795881604.1,"logger":"http.log.access","msg":"handled request","#
    + #""request":{"remote_ip":"10.0.0.4","proto":"HTTP/1.1","method":"GET","host":"shop.example.org","#
    + #""uri":"/a"},"duration":0.001,"size":40,"status":200}"#

  /// The lines and servers of records with keys.
  private static func lines(_ records: [(value: String, key: String?)]) -> [(String, String)] {
    lines(records.map { (value: Array($0.value.utf8), key: $0.key.map { Array($0.utf8) } ?? []) })
  }

  private static func lines(_ records: [(value: [UInt8], key: [UInt8])]) -> [(String, String)] {
    var unwrapping = RecordUnwrapping("kafka://b/logs", topic: "logs", knowledge)
    var gathered = RecordLines()
    for (offset, record) in records.enumerated() {
      unsafe record.value.withUnsafeBytes { value in
        unsafe record.key.withUnsafeBytes { key in
          let record = unsafe TopicRecord(
            offset: offset, time: 1_000, isArrival: true, value: value, key: key, header: nil)
          unwrapping.add(record, to: &gathered)
        }
      }
    }
    guard let batch = gathered.take(.live, [], &unwrapping.origins) else { return [] }
    var lines: [(String, String)] = []
    var start = 0
    for span in batch.spans {
      for line in batch.bytes[start..<span.end].split(
        separator: 10, omittingEmptySubsequences: false
      ).dropLast() {
        lines.append(
          (
            String(decoding: line, as: UTF8.self),
            String(decoding: span.memory.server?.bytes ?? [], as: UTF8.self)
          ))
      }
      start = span.end
    }
    return lines
  }

  @Test(
    arguments: [
      // A record that is the line.
      (hit, nil, "logs"), (hit, "web1", "web1"), (hit + "\n", "web1", "web1"),
      (hit, "a key with spaces", "logs"), (hit, #"{"id":1}"#, "logs"),
      (hit, String(repeating: "x", count: 254), "logs"),
      // rsyslog: a newline behind the object, and a slash that is escaped.
      (
        #"{"@timestamp":"2026-11-28T16:17:22+00:00", "host":"web1", "message":""#
          + escaped.replacing("/", with: "\\/") + "\"}\n", nil, "web1"
      ),
      (#"{ "msg": "\#(escaped)", "rawmsg": "x", "hostname": "web2", "uuid": null }"#, nil, "web2"),
      // syslog-ng.
      (#"{"MESSAGE":"\#(escaped)","HOST":"web3","DATE":"Nov 28 16:18:34"}"#, "other", "web3"),
      // Filebeat, whose `log` is an object.
      (
        #"{"log":{"offset":0,"file":{"path":"/x"}},"message":"\#(escaped)","agent":{"name":"no"},"#
          + #""host":{"os":{"name":"linux"},"name":"web4"}}"#, nil, "web4"
      ),
      (#"{"message":"\#(escaped)","agent":{"name":"web5","id":"1"}}"#, "key", "web5"),
      // Fluent Bit, with and without Kubernetes.
      (#"{"@timestamp":1795881604.037,"log":"\#(escaped)"}"#, "web6", "web6"),
      (
        #"{"_p":"F","log":"\#(escaped)\n","kubernetes":{"pod_name":"shop-7d9c","host":"node3"}}"#,
        nil, "node3"
      ),
      // Vector, Connect.
      (#"{"file":"/x","host":"web7","message":"\#(escaped)"}"#, nil, "web7"),
      (#"{"schema":{"type":"string"},"payload":"\#(escaped)"}"#, "web8", "web8"),
    ] as [(String, String?, String)])
  func aLineIsFoundWithItsServer(value: String, key: String?, server: String) {
    let lines = RecordUnwrappingTests.lines([(value, key)])
    #expect(lines.count == 1)
    #expect(lines.first?.0 == RecordUnwrappingTests.hit && lines.first?.1 == server)
  }

  @Test func anObjectThatIsALineIsNotTakenApart() {
    let caddy = RecordUnwrappingTests.caddy
    let wrapped =
      #"{"message":""# + caddy.replacing("\"", with: "\\\"") + #"","host":"web1"}"#
    let lines = RecordUnwrappingTests.lines([
      (caddy, "web1"), (wrapped, nil), (#"{"level":"info","msg":"serving","logger":"x"}"#, "web1"),
    ])
    #expect(lines.map(\.0) == [caddy, caddy, "serving"])
    #expect(lines.map(\.1) == ["web1", "web1", "web1"])
  }

  @Test func aRecordWithLineBreaksIsAsManyLines() {
    let lines = RecordUnwrappingTests.lines([
      ("one\ntwo\r\n", "web1"), ("", "web1"), ("\n", "web1"), (#"{"log":"a\nb\n"}"#, "web1"),
      (#"{"message":1}"#, "web1"),
    ])
    // Of each shape together, within a second.
    #expect(lines.map(\.0) == ["one", "two\r", "", "", "a", "b", #"{"message":1}"#])
  }

  @Test func bytesThatAreNotUTF8PassThrough() {
    let value =
      Array(#"{"message":"a"#.utf8) + [0xE9] + Array(#"b\u00e9\ud83d\ude00\ud83d\x"}"#.utf8)
    var unwrapping = RecordUnwrapping(
      "kafka://b/logs", topic: "logs", RecordUnwrappingTests.knowledge)
    var gathered = RecordLines()
    unsafe value.withUnsafeBytes { bytes in
      let none = unsafe UnsafeRawBufferPointer(start: nil, count: 0)
      let record = unsafe TopicRecord(
        offset: 0, time: nil, isArrival: false, value: bytes, key: none, header: nil)
      unwrapping.add(record, to: &gathered)
    }
    let batch = gathered.take(.live, [], &unwrapping.origins)
    #expect(
      batch?.bytes == [0x61, 0xE9] + Array("bé😀\u{FFFD}\\x\n".utf8))
  }

  @Test func whatIsNoJSONIsALine() {
    for text in [#"{"message":"x""#, "{", #"{"message":"x"} y"#, #"{"message" "x"}"#, "{}"] {
      #expect(RecordUnwrappingTests.lines([(text, nil)]).map(\.0) == [text])
    }
  }
}
