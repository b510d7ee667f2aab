import AccessLog
import LogTail
import System
import Testing

@testable import Remote

struct SyslogBatchTests {
  @Test(arguments: [
    ("<190>Nov 29 03:50:01 web1 nginx: 1.2.3.4 - -", "web1 nginx"),
    ("<190>Nov  9 03:50:01 web1 haproxy[123]: x", "web1 haproxy"),
    ("<190>Nov 29 03:50:01 nginx: x", "nginx"),
    ("<190>2026-11-29T03:50:01Z web2 nginx: x", "web2 nginx"),
    ("<190>1 2026-11-29T03:50:01Z web3 nginx 12 - - x", "web3 nginx"),
    ("hello world: x", ""),
    ("<190>Nov 29 03:50:01 w\u{1B}[2J nginx: x", "w?[2J nginx"),
  ])
  func theSenderIsToldByTheFront(message: String, expected: String) {
    let origin = SyslogOrigin(Array(message.utf8).span, from: .local)
    #expect(String(decoding: origin.words, as: UTF8.self) == expected)
  }

  @Test func messagesOfOneSenderStandTogetherEachOnALine() throws {
    var batch = SyslogBatch("syslog://:5", remoteKnowledge)
    for message in ["<1>web1 a: 1\n", "<1>web2 a: 2", "<1>web1 a: 3\n4\0", "\n"] {
      batch.add(Array(message.utf8).span, from: .local)
    }
    let taken = batch.take()
    let lines = try #require(taken)
    #expect(
      String(decoding: lines.bytes, as: UTF8.self)
        == "<1>web1 a: 1\n<1>web1 a: 3 4\n<1>web2 a: 2\n")
    #expect(lines.spans.map(\.end) == [28, lines.bytes.count])
    #expect(
      lines.spans.map(\.memory.server?.bytes) == [Array("localhost".utf8), Array("localhost".utf8)])
    let rest = batch.take()
    #expect(rest == nil)
  }

  @Test func forgedSendersAreForgotten() throws {
    var batch = SyslogBatch("s", remoteKnowledge)
    for number in 0..<5_000 { batch.add(Array("<1>w\(number) a: x".utf8).span, from: .local) }
    let taken = batch.take()
    let first = try #require(taken)
    #expect(first.spans.count == SyslogBatch.mostOrigins + 1)
    #expect(first.bytes.count { $0 == newline } == 5_000)
  }
}
