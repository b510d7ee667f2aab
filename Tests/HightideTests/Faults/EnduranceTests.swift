import Foundation
import Glibc
import TestSupport
import Testing

/// A log that is written without pause and rotated all the time: memory stays what it was.
@Suite(.waiting) struct EnduranceTests {
  private static let linesPerRotation = 5_000
  /// After so long, all tables have the size that they need.
  private static let warmUp = 60.0
  /// How much more memory there may be at the end: pages that are kept free come and go.
  private static let tolerance = 2 << 20

  private struct Point {
    var seconds: Double
    var lines: Int
    var rotations: Int
    var memory: Int
  }

  @Test(.enabled(if: Soak.enduranceLines != nil))
  func memoryAfterMillionsOfLinesIsWhatItWasAfterAMinute() throws {
    let wanted = Soak.enduranceLines ?? 0
    var run = try FaultRun(seed: Soak.seed, layout: .file, naming: .dated, isExact: false)
    let begin = ContinuousClock.now
    var curve: [Point] = []
    var peak = 0
    var isDone = false
    while !isDone {
      for _ in 0..<20 {
        try run.server.writeBlock(lines: EnduranceTests.linesPerRotation)
        try run.rotateQuickly()
      }
      try run.forgetOldFiles()
      isDone = run.written.lines >= wanted
      let passed = begin.duration(to: .now) / .seconds(1)
      guard passed >= Double(curve.count) * 10 || isDone else { continue }
      let memory = try #require(run.program.memory)
      peak = memory.peak
      curve.append(
        Point(
          seconds: passed, lines: run.written.lines, rotations: run.rotations,
          memory: memory.now))
    }
    for point in curve {
      print(
        String(format: "%6.0f s", point.seconds),
        "\(point.lines) lines, \(point.rotations) rotations, \(point.memory.mebibytes)")
    }
    let counted = try run.run(faults: 0)
    print("\(run.written.lines) lines written, \(counted.lines) counted")
    let last = try #require(curve.last)
    let early = curve.first { $0.seconds >= EnduranceTests.warmUp } ?? last
    #expect(
      last.memory <= early.memory + EnduranceTests.tolerance,
      "\(early.memory.mebibytes) after \(early.seconds) s, then \(last.memory.mebibytes)")
    #expect(peak <= 40 << 20, "\(peak.mebibytes)")
  }
}

extension FaultRun {
  /// Renames the log and tells the server at once.
  fileprivate mutating func rotateQuickly() throws {
    rotations += 1
    guard unsafe rename(path, folder("access.log-\(10_000_000 + rotations)")) == 0 else {
      throw Spawn.Failure(call: "rename")
    }
    try server.open(path)
  }

  /// Deletes all rotated files, once they have been read.
  fileprivate mutating func forgetOldFiles() throws {
    try synchronize()
    for name in try folder.names where name.hasPrefix("access.log-") {
      unsafe unlink(folder(name))
    }
  }
}
