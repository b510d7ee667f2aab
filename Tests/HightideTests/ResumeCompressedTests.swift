import Foundation
import Glibc
import TestSupport
import Testing

/// Runs that are ended or killed while the log is rotated and compressed, and the ones that go on.
@Suite(.waiting) struct ResumeCompressedTests {
  private let folder: ScratchFolder

  init() throws {
    folder = ScratchFolder()
  }

  private func start() throws -> PipedProcess {
    try PipedProcess([
      "--json", "--from-start", "-i", "1s", "-w", "3s", "--lateness", "0s", "--state",
      folder("state"), folder("access.log"),
    ])
  }

  /// Each line with a number of its own.
  private func append(_ numbers: Range<Int>) throws {
    try folder.append(numbers.map { LogLine.request("/n/\($0)") }.joined(), to: "access.log")
  }

  private func rotate(to name: String) throws {
    try FileManager.default.moveItem(
      atPath: folder("access.log"), toPath: folder(name))
    let gzip = try PipedProcess([folder(name)], program: "/bin/gzip")
    #expect(gzip.waitForExit() == 0)
  }

  @Test(
    .timeLimit(.minutes(5)),
    arguments: [
      (SIGKILL, "access.log.1", "access.log.0"), (SIGTERM, "access.log-1", "access.log-2"),
    ])
  func eachLineCountsOnceThoughItWasCompressed(
    end: Int32, first: String, second: String
  ) throws {
    try append(0..<20)
    let program = try start()
    #expect(try program.report { $0.type == "interval" && $0.hits == 20 } != nil)
    #expect(try Patience.wait { try folder.names.contains("state") })
    try append(20..<30)
    program.signal(end)
    _ = program.waitForExit()
    try append(30..<37)
    try rotate(to: first)
    try append(37..<50)
    try rotate(to: second)
    try append(50..<52)
    let next = try start()
    #expect(try next.report { $0.event == "resumed" } != nil)
    next.signal(SIGTERM)
    #expect(next.waitForExit() == 0)
    let summary = try next.reports.last
    #expect(summary?.type == "summary")
    #expect(summary?.lines == 52)
    #expect(try !next.reports.contains { $0.event == "missed" })
  }

  @Test(.timeLimit(.minutes(5)))
  func linesThatAreNowhereToBeFoundAreSaidToBeMissing() throws {
    try append(0..<20)
    let program = try start()
    #expect(try program.report { $0.type == "interval" && $0.hits == 20 } != nil)
    program.signal(SIGTERM)
    #expect(program.waitForExit() == 0)
    try append(20..<30)
    try FileManager.default.removeItem(atPath: folder("access.log"))
    try append(30..<35)
    let next = try start()
    let notice = try next.report { $0.event == "missed" }
    #expect(notice?.source == folder("access.log"))
    next.signal(SIGTERM)
    #expect(next.waitForExit() == 0)
    #expect(try next.reports.last?.lines == 25)
  }
}
