import Foundation
import Glibc
import TestSupport

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
  /// Whether no line comes later than it may, so that each number and alert is known beforehand.
  let isExact: Bool
  let hasState: Bool
  let controls: FaultControls
  private let arguments: [String]
  var random: SeededRandom
  var server: LoggingServer
  private(set) var program: PipedProcess
  private var tally = ReportTally()
  /// What was there before the program started, and is not in its totals.
  private let context: (lines: WrittenLines, hits: WrittenHits)
  var rotations = 0
  /// What the log is called without links.
  var target = "access.log"
  /// Whether the link has moved since the state was surely saved.
  var hasMoved = false
  /// Whether what was read cannot be read again, so that a kill would lose it.
  var needsSavedState = false
  private(set) var faults: [Fault] = []
  /// How often lines may be lost without a trace; the program must say `missed` as often.
  var cuts = 0
  /// How often the program may say so although none are: it ended when it had read nothing behind a
  /// log that was deleted, and cannot know what was written to that later.
  var unseenDeletions = 0
  /// Whether the log was deleted since all that was written had been read.
  var isDeleted = false
  /// The faults and when each was by the log's clock, to find out what went wrong.
  private var story: [String]

  /// Starts the program, and waits until it has looked for its log.
  ///
  /// The seed draws what is not given.
  init(
    seed: UInt64, layout: Layout? = nil, naming: Naming? = nil, isExact: Bool? = nil,
    hasState: Bool? = nil
  ) throws {
    random = SeededRandom(seed: seed)
    folder = ScratchFolder()
    controls = try FaultControls(in: folder)
    let drawnLayout = Layout.allCases.randomElement(using: &random) ?? .file
    let drawnNaming = Naming.allCases.randomElement(using: &random) ?? .numbered
    self.layout = layout ?? drawnLayout
    self.naming = naming ?? drawnNaming
    let drawnExact = random.once(in: 2)
    let drawnState = !random.once(in: 4)
    self.isExact = isExact ?? drawnExact
    self.hasState = hasState ?? drawnState
    // A year ago, so that the log's clock has room to jump.
    server = LoggingServer(
      clock: time(nil) - 30_000_000, longestLag: self.isExact ? 60 : 100,
      mode: random.once(in: 4) ? .atItsPlace : .appending, seed: seed)
    if self.layout == .link {
      target = "day-0.log"
      try Self.link(folder("access.log"), to: target)
    }
    let mayBeMissing = random.once(in: 2)
    let isThere = self.layout != .file || !mayBeMissing
    if isThere {
      try server.open(folder("access.log"))
      try server.write(lines: random.number(0...300))
    }
    let readsAll = random.once(in: 3)
    context =
      isThere && !readsAll
      ? (server.written, server.maker.hits) : (WrittenLines(), WrittenHits())
    let source = folder(self.layout == .pattern ? "*.log" : "access.log")
    arguments =
      ["--json", self.isExact ? "--lateness=2m" : "--lateness=2s"]
      + (Soak.linesPerSection == nil ? [] : ["--top=1000"]) + (readsAll ? ["--from-start"] : [])
      + (self.hasState ? ["--state", folder("state")] : []) + [source]
    story = ["\(server.mode) \(self.layout) \(self.naming) \(arguments.joined(separator: " "))"]
    program = try PipedProcess(arguments, environment: controls.environment)
    try waitUntilUp()
    // Before that, a kill is a new start.
    guard !self.hasState || Patience.wait(until: { unsafe access(folder("state"), F_OK) == 0 })
    else {
      throw failure("saved no state")
    }
    // What appears is not known by its old name before it has been saved that it did.
    needsSavedState = !isThere || readsAll
    if !isThere { try server.open(folder("access.log")) }
  }

  var path: String { folder("access.log") }

  /// What is said when the state cannot be saved.
  var refusal: String {
    "hightide: cannot keep the state in \(folder("state")): No space left on device"
  }

  var said: String { program.complaints.joined(separator: "; ") }

  /// Does that many things to the log, ends the program, and holds its counts against the truth.
  mutating func run(faults count: Int) throws -> WrittenLines {
    let faults = Fault.allCases.filter { hasState || !$0.needsState }
    for _ in 0..<count {
      try server.write(lines: random.number(0...400))
      let fault = faults.randomElement(using: &random) ?? .silence
      self.faults.append(fault)
      story.append(
        "\(fault) at \(Date(timeIntervalSince1970: TimeInterval(server.maker.clock)))"
          + " (line \(server.written.lines))")
      try inflict(fault)
    }
    try server.write(lines: random.number(0...400))
    try server.endLine()
    // Otherwise the end has to take in what was written just now.
    if isExact || hasState { try synchronize() }
    program.signal(SIGTERM)
    let status = program.waitForExit()
    server.close()
    try takeReports()
    guard status == 0, program.errors.isEmpty else {
      throw failure("ended with \(status.map(String.init) ?? "nothing"): \(said)")
    }
    return try checkedTotals()
  }

  /// What was written that is to be counted.
  var written: WrittenLines {
    var lines = server.written
    lines -= context.lines
    return lines
  }

  /// What went wrong, and all that was done before.
  func failure(_ what: String) -> FaultFailure {
    FaultFailure(description: "\(what)\n  after \(story.joined(separator: ", "))")
  }

  /// Starts the program again, from its state.
  mutating func start() throws {
    program = try PipedProcess(arguments, environment: controls.environment)
    tally.beginRun()
  }

  /// Takes the reports that the program has written by its end.
  mutating func takeReports() throws {
    try tally.read(program)
    story.append("[\(tally.events.joined(separator: " "))]")
  }

  /// Waits until all that was written has been read: an interval long before the time of a last
  /// line has been reported.
  mutating func synchronize() throws {
    let before = Date(timeIntervalSince1970: TimeInterval(server.maker.clock + 500))
    // Nothing before the first line of all is reported.
    if server.written.lines == 0 { try server.writeRequest(afterSeconds: 0) }
    // Farther than the wall clock carries the log's clock on while this waits.
    try server.writeRequest(afterSeconds: 1_000)
    guard try wait(until: { tally, _ in tally.latestEnd > before }) else {
      throw failure("did not read on: \(said)")
    }
    isDeleted = false
  }

  mutating func wait(until condition: (ReportTally, PipedProcess) -> Bool) throws -> Bool {
    var tally = tally
    defer { self.tally = tally }
    return try program.wait {
      try tally.read($0)
      return condition(tally, $0)
    }
  }

  private func checkedTotals() throws -> WrittenLines {
    let wanted = written
    guard let summary = tally.summary else {
      throw failure("ended without a summary")
    }
    let counted = WrittenLines(
      lines: summary.lines ?? -1, hits: summary.hits ?? -1, malformed: summary.malformed ?? -1,
      comments: summary.comments ?? -1)
    var inIntervals = tally.total
    inIntervals.lines = wanted.lines
    let differing = isExact ? differingIntervals : ""
    guard counted == wanted, inIntervals == wanted, tally.repeated == 0,
      tally.late == summary.late, differing.isEmpty
    else {
      throw failure(
        "counted \(counted), in intervals \(inIntervals) with \(tally.late) late, "
          + "repeated \(tally.repeated); written \(wanted)" + differing + differingLines(summary))
    }
    guard (cuts...cuts + unseenDeletions).contains(tally.missed) else {
      throw failure(
        "said \(tally.missed) times that lines may be missing, not \(cuts) times, and at most "
          + "\(unseenDeletions) more")
    }
    if isExact { try checkAlerts() }
    return wanted
  }

  /// Which intervals have other hits than were written; nothing if there are none.
  private var differingIntervals: String {
    let written = server.maker.hits.intervals(of: 10, without: context.hits)
    let reported = tally.hits
    let starts = Set(written.keys).union(reported.keys)
      .filter { written[$0] != reported[$0] }.sorted()
    return starts.map { "\n  \($0): \(reported[$0] ?? 0), not \(written[$0] ?? 0)" }.joined()
  }

  /// Which lines were counted again or are lost, where each has a name.
  private func differingLines(_ summary: ReportLine) -> String {
    guard let size = Soak.linesPerSection else { return "" }
    var counted: [String: Int] = [:]
    for section in summary.sections ?? [] { counted[section.section] = section.hits }
    let written = server.maker.hitsBySection
    return written.keys.filter { counted[$0] != written[$0] }
      .compactMap { Int($0.dropFirst()) }.sorted()
      .map { section in
        let (mine, theirs) = (counted["/\(section)"] ?? 0, written["/\(section)"] ?? 0)
        return "\n  lines from \(section * size): \(mine), not \(theirs)"
      }.joined()
  }

  private func checkAlerts() throws {
    let alerts = server.maker.hits.alerts(above: 10, window: 120, until: server.maker.clock)
    guard tally.alerts == alerts, tally.contradictions == 0 else {
      throw failure(
        "told \(tally.contradictions) alerts otherwise than before; in all\n  \(tally.alerts), "
          + "not\n  \(alerts)")
    }
  }
}

/// What went wrong in a run.
struct FaultFailure: Error, CustomStringConvertible {
  var description: String
}
