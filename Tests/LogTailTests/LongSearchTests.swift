import TestSupport
import Testing

@testable import LogTail

/// Much that holds no line's end must not keep the reading thread from what it is asked meanwhile.
struct LongSearchTests {
  private let scratch = ScratchFolder()

  @Test(arguments: [1, 2])
  func aSearchForALinesEndIsBrokenOff(logs: Int) throws {
    let names = (1...logs).map { "log\($0)" }
    for name in names { scratch.append(name, "100 a\n") }
    scratch.extend("log1", to: 10 * LineRun.longestSearch)
    var session = try TailSession(names.map { scratch($0) }, .replay)
    var (busy, text) = (0, "")
    steps: while true {
      switch session.tail.next(at: session.now) {
      case .item(.lines(let batch)): text += String(decoding: batch.bytes, as: UTF8.self)
      case .item: continue
      case .busy: busy += 1
      case .idle, .finished: break steps
      }
    }
    // The hole itself is one more line, of nothing but NULs.
    let lines = text.split(separator: "\n").filter { !$0.hasPrefix("\0") }
    #expect(lines == Array(repeating: "100 a", count: logs))
    #expect((9...11).contains(busy))
  }

  @Test func whatStandsBehindIsRead() throws {
    scratch.append("log", "100 a\n")
    var session = try TailSession([scratch("log")])
    _ = session.read()
    scratch.extend("log", to: 3 * LineRun.longestSearch)
    #expect(session.read().text.isEmpty)
    scratch.append("log", "101 b\n")
    #expect(session.read().text.hasSuffix("101 b\n"))
  }
}
