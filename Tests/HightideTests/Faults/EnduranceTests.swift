import Foundation
import Glibc
import Testing

/// A log that is written without pause and rotated all the time: memory stays what it was.
struct EnduranceTests {
  private static let linesPerRotation = 5_000

  private struct Point {
    var seconds: Double
    var lines: Int
    var rotations: Int
    var memory: Int
  }

  @Test(.enabled(if: Soak.seconds != nil))
  func memoryAfterMillionsOfLinesIsWhatItWas() throws {
    let length = (Soak.seconds ?? 0) / 2
    var run = try FaultRun(seed: Soak.seed, layout: .file, naming: .dated)
    let begin = ContinuousClock.now
    var curve: [Point] = []
    var due = 0.0
    var peak = 0
    while true {
      let passed = begin.duration(to: .now) / .seconds(1)
      if passed >= due || passed >= length {
        let memory = try #require(run.program.memory)
        peak = memory.peak
        curve.append(
          Point(
            seconds: passed, lines: run.server.written.lines, rotations: run.rotations,
            memory: memory.now))
        due += max(2, length / 20)
      }
      guard passed < length else { break }
      for _ in 0..<20 {
        try run.server.writeBlock(lines: EnduranceTests.linesPerRotation)
        try run.rotateQuickly()
      }
      try run.forgetOldFiles()
    }
    for point in curve {
      print(
        String(format: "%6.0f s", point.seconds),
        "\(point.lines) lines, \(point.rotations) rotations, \(point.memory.mebibytes)")
    }
    _ = try run.run(faults: 0)
    // After the first tenth all tables have the size that they need.
    let early = curve.dropFirst(2).first?.memory ?? peak
    let last = try #require(curve.last).memory
    #expect(last <= early + (4 << 20), "\(early.mebibytes), then \(last.mebibytes)")
    #expect(peak <= 40 << 20, "\(peak.mebibytes)")
  }
}

extension FaultRun {
  /// Renames the log and tells the server at once.
  fileprivate mutating func rotateQuickly() throws {
    rotations += 1
    guard unsafe rename(path, folder.file("access.log-\(10_000_000 + rotations)")) == 0 else {
      throw Spawn.Failure(call: "rename")
    }
    try server.open(path)
  }

  /// Deletes all rotated files, once they have been read.
  fileprivate mutating func forgetOldFiles() throws {
    try synchronize()
    for name in try folder.names where name.hasPrefix("access.log-") {
      unsafe unlink(folder.file(name))
    }
  }
}
