import Foundation
import Glibc
import TestSupport
import Testing

/// What may be in a log to make the program's tables grow: its memory stays within its bound.
@Suite(.waitingInTurn, .serialized) struct HostileMemoryTests {
  /// How many bytes of such a log the program is given.
  private static let logSize = 200 << 20

  @Test(.enabled(if: Soak.enduranceLines != nil), arguments: HostileLog.Attack.allCases)
  func memoryStaysWithinItsBound(attack: HostileLog.Attack) throws {
    let folder = ScratchFolder()
    // More sections than a screen shows: each name is written out in every report.
    // To a file: there may be a report for every few lines, and the test does not read while it writes.
    let program = try PipedProcess(
      [
        "-c", "exec \"$0\" --replay --json -n 1000 - > \"$1\"", BuiltProduct.hightide,
        folder("reports"),
      ], program: "/bin/sh", input: .pipe)
    var log = HostileLog(attack)
    let begin = ContinuousClock.now
    var sent = 0
    var peak = 0
    while sent < HostileMemoryTests.logSize {
      let block = log.block()
      program.send(block)
      sent += block.count
      peak = max(peak, program.memory?.peak ?? 0)
    }
    program.closeInput()
    while let memory = program.memory {
      peak = max(peak, memory.peak)
      poll(nil, 0, 1)
    }
    // Of a log without a hit the program says that it cannot be parsed.
    let status = program.waitForExit()
    let seconds = begin.duration(to: .now) / .seconds(1)
    print(
      "\(attack.rawValue): \(log.lines) lines, \(sent.mebibytes) in",
      String(format: "%.1f s,", seconds), "peak \(peak.mebibytes)")
    let summary = try lastReport(folder("reports"))
    #expect(status == (summary.hits == 0 ? 1 : 0))
    #expect(summary.type == "summary" && summary.lines == log.lines)
    #expect((summary.hits ?? -1) + (summary.malformed ?? -1) == log.lines)
    #expect(peak <= 40 << 20, "\(peak.mebibytes)")
  }

  /// The last line of the reports; with a thousand long names it may have 100 MB.
  private func lastReport(_ path: String) throws -> ReportLine {
    let file = try FileHandle(forReadingFrom: URL(filePath: path))
    let size = try file.seekToEnd()
    try file.seek(toOffset: size - min(size, 128 << 20))
    let end = try #require(try file.readToEnd())
    let line = try #require(end.split(separator: UInt8(ascii: "\n")).last)
    return try ReportLine(String(decoding: line, as: UTF8.self))
  }
}
