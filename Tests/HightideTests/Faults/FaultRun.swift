import Foundation
import Glibc

/// The built program on a log to which everything happens that a seed draws.
struct FaultRun {
  /// What the program is given to follow.
  enum Layout: CaseIterable {
    case file
    /// A link to the file of the day.
    case link
    /// A pattern that matches the log.
    case pattern
  }

  /// How rotated files are called.
  enum Naming: CaseIterable {
    /// `access.log.1`, the newest.
    case numbered
    /// `access.log-20260131`.
    case dated
    /// `access-20260131.log`, which a pattern matches too.
    case datedStem
  }

  let folder: ScratchFolder
  let layout: Layout
  let naming: Naming
  var random: FaultRandom
  var server: LoggingServer
  let program: PipedProcess
  var tally = ReportTally()
  /// What was there before the program started, and is not in its totals.
  private let context: WrittenLines
  var rotations = 0
  /// The faults in their order, for whoever has to find out what went wrong.
  private(set) var story: [String]

  /// Starts the program, and waits until it has looked for its log.
  ///
  /// The seed draws the layout and the names unless they are given.
  init(seed: UInt64, layout: Layout? = nil, naming: Naming? = nil) throws {
    random = FaultRandom(seed: seed)
    folder = try ScratchFolder()
    let drawnLayout = Layout.allCases.randomElement(using: &random) ?? .file
    let drawnNaming = Naming.allCases.randomElement(using: &random) ?? .numbered
    self.layout = layout ?? drawnLayout
    self.naming = naming ?? drawnNaming
    // A year ago, so that the log's clock has room to jump.
    server = LoggingServer(
      clock: time(nil) - 30_000_000, mode: random.once(in: 4) ? .atItsPlace : .appending, seed: seed
    )
    if self.layout == .link { try Self.link(folder.file("access.log"), to: "day-0.log") }
    let mayBeMissing = random.once(in: 2)
    let isThere = self.layout != .file || !mayBeMissing
    if isThere {
      try server.open(folder.file("access.log"))
      try server.write(lines: random.number(0...300))
    }
    let readsAll = random.once(in: 3)
    context = isThere && !readsAll ? server.written : WrittenLines()
    let source = folder.file(self.layout == .pattern ? "*.log" : "access.log")
    story = ["\(self.layout) \(self.naming) there: \(isThere) from start: \(readsAll)"]
    program = try PipedProcess(["--json"] + (readsAll ? ["--from-start", source] : [source]))
    let sign = isThere ? "opened" : "waiting"
    guard try wait(until: { $0.events.contains(sign) }) else {
      throw FaultFailure(what: "did not start", story: story)
    }
    if !isThere { try server.open(folder.file("access.log")) }
  }

  var path: String { folder.file("access.log") }

  /// Does that many things to the log, ends the program, and holds its counts against the truth.
  mutating func run(faults count: Int) throws -> WrittenLines {
    for _ in 0..<count {
      try server.write(lines: random.number(0...400))
      let fault = Fault.allCases.randomElement(using: &random) ?? .silence
      story.append("\(fault)")
      try inflict(fault)
    }
    try server.write(lines: random.number(0...400))
    try server.endLine()
    program.signal(SIGTERM)
    let status = program.waitForExit()
    server.close()
    try tally.read(program)
    return try checkedTotals(status)
  }

  /// Waits until all that was written has been read: an interval long before the time of a last
  /// line has been reported.
  mutating func synchronize() throws {
    let before = Date(timeIntervalSince1970: TimeInterval(server.maker.clock + 500))
    // Farther than the wall clock carries the log's clock on while this waits.
    try server.writeRequest(afterSeconds: 1_000)
    guard try wait(until: { $0.latestEnd > before }) else {
      throw FaultFailure(what: "did not read on", story: story)
    }
  }

  mutating func wait(until condition: (ReportTally) -> Bool) throws -> Bool {
    var tally = tally
    defer { self.tally = tally }
    return try program.wait {
      try tally.read($0)
      return condition(tally)
    }
  }

  private func checkedTotals(_ status: Int32?) throws -> WrittenLines {
    var wanted = server.written
    wanted -= context
    guard status == 0, let summary = tally.summary, program.errors.isEmpty else {
      let said = String(decoding: program.errors, as: UTF8.self)
      throw FaultFailure(what: "ended with \(String(describing: status)): \(said)", story: story)
    }
    let counted = WrittenLines(
      lines: summary.lines ?? -1, hits: summary.hits ?? -1, malformed: summary.malformed ?? -1,
      comments: wanted.comments)
    guard counted == wanted, tally.repeated == 0,
      tally.intervalHits + (summary.late ?? 0) == wanted.hits
    else {
      throw FaultFailure(
        what: "counted \(counted), in intervals \(tally.intervalHits), late \(summary.late ?? 0), "
          + "repeated \(tally.repeated); written \(wanted)", story: story)
    }
    return wanted
  }

  /// Makes a link point elsewhere, at once, also if it was there.
  static func link(_ path: String, to target: String) throws {
    guard unsafe symlink(target, path + ".new") == 0, unsafe rename(path + ".new", path) == 0
    else { throw Spawn.Failure(call: "symlink \(path)") }
  }
}

/// What went wrong in a run, and all that was done before.
struct FaultFailure: Error, CustomStringConvertible {
  var what: String
  var story: [String]

  var description: String { what + "\n  after " + story.joined(separator: ", ") }
}
