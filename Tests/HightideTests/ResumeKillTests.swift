import Foundation
import Glibc
import TestSupport
import Testing

/// Runs that are killed, and the ones that go on from what is left.
@Suite(.waitingInTurn, .serialized) struct ResumeKillTests {
  private let folder: ScratchFolder

  init() throws {
    folder = ScratchFolder()
  }

  private func start(_ options: [String] = []) throws -> PipedProcess {
    try PipedProcess(
      ["--json", "--from-start", "-i", "1s", "-w", "3s", "--lateness", "0s", "--state"]
        + [folder("state"), folder("access.log")] + options)
  }

  private func append(_ count: Int) throws {
    try folder.append(String(repeating: LogLine.request("/a/b"), count: count), to: "access.log")
  }

  private func rename(_ name: String, _ other: String) throws {
    guard try folder.names.contains(name) else { return }
    try FileManager.default.moveItem(atPath: folder(name), toPath: folder(other))
  }

  /// What is known from all runs: of each interval what was reported last.
  private struct Known {
    private var last: [Date: Int] = [:]

    mutating func add(_ reports: [ReportLine]) {
      for report in reports where report.type == "interval" {
        guard let start = report.start, let hits = report.hits, let late = report.late else {
          continue
        }
        last[start] = hits + late
      }
    }

    var hits: Int { last.values.reduce(0, +) }
  }

  /// The writer never waits for the program; the seed says when it is killed.
  @Test(.timeLimit(.minutes(5)), arguments: [UInt64(1), 2])
  func eachLineCountsOnceWheneverTheProgramIsKilled(seed: UInt64) throws {
    var moments = SeededRandom(seed: seed)
    var known = Known()
    var written = 0
    for round in 0..<6 {
      let program = try start()
      for _ in 0..<moments.next() % 50 {
        let count = Int(moments.next() % 50)
        try append(count)
        written += count
        usleep(UInt32(moments.next() % 90_000))
      }
      program.signal(SIGKILL)
      #expect(program.waitForExit() == 128 + SIGKILL)
      known.add(try program.reports)
      try append(7)
      written += 7
      guard round % 2 == 1 else { continue }
      // Rotated while the program does not run.
      try rename("access.log.2", "access.log.3")
      try rename("access.log.1", "access.log.2")
      try rename("access.log", "access.log.1")
      try append(5)
      written += 5
    }
    let program = try start()
    try append(3)
    written += 3
    _ = try program.wait { program in
      var all = known
      all.add(try program.reports)
      return all.hits >= written
    }
    program.signal(SIGTERM)
    #expect(program.waitForExit() == 0)
    known.add(try program.reports)
    #expect(known.hits == written)
    let summary = try program.reports.last
    #expect(summary?.type == "summary")
    #expect(summary?.hits == written)
    #expect(summary?.lines == written)
  }

  @Test(.timeLimit(.minutes(5)))
  func resumesAfterACleanExit() throws {
    for round in 1...2 { try goOnAndEnd(round) }
  }

  /// Has a run count ten more hits, and ends it in order.
  private func goOnAndEnd(_ round: Int) throws {
    try append(10)
    let program = try start()
    #expect(try program.report { $0.hits ?? 0 > 0 } != nil)
    program.signal(SIGINT)
    #expect(program.waitForExit() == 0)
    #expect(try program.reports.last?.hits == 10 * round)
  }

  @Test(.timeLimit(.minutes(5)))
  func resumesFromAStateOfManyBlocks() throws {
    for round in 1...2 {
      for block in 0..<3 {
        let targets = (0..<1_000).map {
          LogLine.request("/a-long-name-of-a-section-\(block)-\($0)")
        }
        try folder.append(targets.joined(), to: "access.log")
      }
      let program = try start(["--top", "1000"])
      // A second may have ended while they were written.
      let areReported = try program.wait {
        try $0.reports.reduce(0) { $0 + ($1.hits ?? 0) + ($1.late ?? 0) } >= 3_000
      }
      #expect(areReported)
      program.signal(SIGTERM)
      #expect(program.waitForExit() == 0)
      let summary = try program.reports.last
      #expect(summary?.hits == 3_000 * round)
      #expect(summary?.sections?.allSatisfy { $0.hits == round } == true)
    }
    #expect(try Data(contentsOf: URL(filePath: folder("state"))).count > 100_000)
  }

  @Test(.timeLimit(.minutes(5)))
  func oneStateIsForOneRunAndForItsOwnerAlone() throws {
    try append(10)
    let program = try start()
    #expect(try Patience.wait { try folder.names.contains("state") })
    let second = try start()
    #expect(second.waitForExit() == 1)
    #expect(
      second.complaints == [
        "hightide: another hightide keeps its state in \(folder("state")); "
          + "name another file"
      ])
    let attributes = try FileManager.default.attributesOfItem(atPath: folder("state"))
    #expect((attributes[.posixPermissions] as? NSNumber)?.intValue == 0o600)
    // A run that was killed leaves no lock.
    program.signal(SIGKILL)
    #expect(program.waitForExit() == 128 + SIGKILL)
    let third = try start()
    #expect(try third.report { $0.event == "resumed" } != nil)
  }

  @Test(.timeLimit(.minutes(5)))
  func whatIsNoStateOfThisWatchIsRefusedAndLeftAlone() throws {
    try append(10)
    let program = try start()
    #expect(try program.report { $0.type == "interval" } != nil)
    program.signal(SIGTERM)
    #expect(program.waitForExit() == 0)
    let path = folder("state")
    let log = folder("access.log")
    let state = try Data(contentsOf: URL(filePath: path))
    var damaged = state
    damaged[damaged.count / 2] ^= 4
    var later = state
    later[16] = 9
    let cases: [(Data, [String], String)] = [
      (damaged, [], "the state in \(path) is damaged: its checksum is wrong; remove it"),
      (state.prefix(state.count - 1), [], "the state in \(path) is damaged: its length is wrong"),
      (state.prefix(20), [], "the state in \(path) is damaged: it ends too early"),
      (state + Data([0]), [], "the state in \(path) is damaged: its length is wrong"),
      (Data(), [], "\(path) is no state of hightide; name another file"),
      (Data("10.0.0.1 - - [".utf8), [], "\(path) is no state of hightide; name another file"),
      (later, [], "\(path) is the state of another version of hightide (layout 9)"),
      (state, ["-w", "4s"], "other settings: window 3s, not 4s; give the same"),
      (state, ["-f", "common"], "other settings: format auto, not common; give the same"),
      (state, [folder("b")], "other settings: files \(log), not \(log) \(folder("b"));"),
    ]
    for (bytes, options, words) in cases {
      try bytes.write(to: URL(filePath: path))
      let run = try start(options)
      #expect(run.waitForExit() == 1)
      #expect(run.complaints.count == 1 && run.complaints.allSatisfy { $0.contains(words) })
      #expect(try Data(contentsOf: URL(filePath: path)) == bytes)
    }
  }

  /// What it leads to may not be there yet.
  @Test(.timeLimit(.minutes(5)))
  func aLinkLeadsToTheState() throws {
    let manager = FileManager.default
    try manager.createDirectory(atPath: folder("kept"), withIntermediateDirectories: true)
    try manager.createSymbolicLink(
      atPath: folder("state"), withDestinationPath: "kept/other")
    for round in 1...2 {
      try goOnAndEnd(round)
      #expect(try manager.destinationOfSymbolicLink(atPath: folder("state")) == "kept/other")
      #expect(try manager.contentsOfDirectory(atPath: folder("kept")) == ["other"])
    }
  }

  @Test(arguments: ["--replay", "--demo"])
  func aStateIsForFollowing(option: String) throws {
    let run = try PipedProcess([option, "--state", folder("state")])
    #expect(run.waitForExit() == 2)
    #expect(
      run.complaints == [
        "hightide: options \(option) and --state exclude each other; give one of them"
      ])
  }
}
