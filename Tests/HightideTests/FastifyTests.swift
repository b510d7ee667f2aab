import Foundation
import Glibc
import TestSupport
import Testing

/// Records of two lines in logs that are followed.
@Suite(.waiting) struct FastifyTests {
  private static let now = Int(Date.now.timeIntervalSince1970) * 1_000

  private static func opening(_ id: String) -> String {
    #"{"time":\#(now),"pid":7,"reqId":"\#(id)","req":{"method":"GET","url":"/\#(id)/x","remoteAddress":"192.0.2.1"},"msg":"incoming request"}"#
      + "\n"
  }

  private static func completion(_ id: String) -> String {
    #"{"time":\#(now),"pid":7,"reqId":"\#(id)","res":{"statusCode":200},"responseTime":1.5,"msg":"request completed"}"#
      + "\n"
  }

  private static func sections(_ program: PipedProcess) throws -> [String] {
    let last = try program.reports.last
    return (last?.sections ?? []).map { "\($0.section) \($0.hits)" }
  }

  @Test func requestIsKnownBehindARotationAndARestart() throws {
    let folder = ScratchFolder()
    let log = try folder.write(
      Self.opening("first") + Self.completion("first") + Self.opening("a"), to: "app.log")
    let options = ["--json", "--from-start", "-i", "1h", "--state", folder("state"), log]
    let program = try PipedProcess(options)
    #expect(try program.report { $0.event == "format" } != nil)
    try folder.append(Self.opening("b"), to: "app.log")
    try FileManager.default.moveItem(atPath: log, toPath: folder("app.log.1"))
    try folder.append(Self.completion("a") + Self.opening("c"), to: "app.log")
    #expect(try program.report { $0.event == "rotated" } != nil)
    program.signal(SIGINT)
    #expect(program.waitForExit() == 0)
    #expect(try Self.sections(program) == ["/a 1", "/first 1"])
    try folder.append(Self.completion("c") + Self.completion("b"), to: "app.log")
    let next = try PipedProcess(options)
    #expect(try next.report { $0.type == "source" } != nil)
    next.signal(SIGINT)
    #expect(next.waitForExit() == 0)
    let summary = try next.reports.last
    #expect(summary?.sections?.filter { ["/b", "/c"].contains($0.section) }.count == 2)
    #expect(try next.reports.allSatisfy { $0.event != "unpaired" })
  }

  @Test func hitWithoutItsRequestCountsAndIsSaid() throws {
    let folder = ScratchFolder()
    let lines = Self.completion("a") + Self.opening("b") + Self.completion("b")
    let log = try folder.write(lines, to: "app.log")
    let program = try PipedProcess(["--json", "--replay", log])
    #expect(program.waitForExit() == 0)
    #expect(try Self.sections(program) == ["- 1", "/b 1"])
    let errors = String(decoding: program.errors, as: UTF8.self)
    #expect(errors.contains("app.log has 1 hit whose request stands in a line that is not known"))
    let follower = try PipedProcess(["--json", "--from-start", log])
    #expect(try follower.report { $0.event == "unpaired" }?.hits == 1)
    follower.signal(SIGINT)
    #expect(follower.waitForExit() == 0)
    let explained = try PipedProcess(["explain", log])
    #expect(explained.waitForExit() == 0)
    #expect(explained.lines.contains { $0.hasPrefix("  1 hit counted under the section -: ") })
    let top = try PipedProcess(["top", "--by", "section", log])
    #expect(top.waitForExit() == 0)
    #expect(top.lines.contains { $0.contains("/b") })
  }
}
