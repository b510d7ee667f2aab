import Glibc
import TestSupport
import Testing

/// Keys, sizes and lines at random: nothing of it may crash the program or break the terminal.
@Suite(.waiting) struct DashboardWalkTests {
  private static let keys =
    ["\u{1B}[A", "\u{1B}[B", "\u{1B}[C", "\u{1B}[D", "\u{1B}[5~", "\u{1B}[6~", "\u{1B}OF"]
    + [
      "\u{1B}OH", "\u{1B}[Z", "\t", "\r", "\u{1B}", "\u{7F}", "\u{C}", "\u{15}", "\u{1}", "\u{1A}",
    ]
    + "?+-=_><.,tu [] 12345zjkgGs/bmTM0123456789abcxyz".map { String($0) }

  @Test func noWalkBreaksIt() throws {
    let seed = UInt64.random(in: .min ... .max)
    print("the walk over the dashboard has the seed \(seed)")
    var random = SeededRandom(seed: seed)
    let log = try WatchedLog()
    #expect(log.isShown())
    let program = log.program
    let deadline = Patience.now + 5_000
    var steps = 0
    while Patience.now < deadline {
      try step(log, &random)
      program.read(until: Patience.now + Int64.random(in: 0...20, using: &random))
      steps += 1
    }
    // Out of whatever is open, then to the end.
    program.resize(columns: 80, rows: 24)
    for _ in 0..<6 {
      program.send("\u{1B}")
      // An escape is one only when nothing follows it at once.
      _ = program.read(until: Patience.now + 150)
    }
    program.send("q")
    #expect(program.waitForExit() == 0, "seed \(seed), \(steps) steps")
    #expect(program.leftovers.isEmpty, "seed \(seed)")
    #expect(program.screen.unknown.isEmpty, "seed \(seed)")
    #expect(steps > 50)
  }

  private func step(_ log: WatchedLog, _ random: inout SeededRandom) throws {
    switch Int.random(in: 0..<20, using: &random) {
    case 0:
      log.program.resize(
        columns: Int.random(in: 1...250, using: &random),
        rows: Int.random(in: 1...80, using: &random))
    case 1, 2:
      let count = Int.random(in: 1...300, using: &random)
      let target = "/s\(Int.random(in: 0...30, using: &random))/x"
      try log.folder.append(
        String(repeating: LogLine.request(target), count: count), to: "access.log")
    case 3:
      let bytes = (0..<200).map { _ in UInt8.random(in: .min ... .max, using: &random) }
      try log.folder.append(bytes + [10], to: "access.log")
    case 4:
      let (column, row) = (
        Int.random(in: 1...250, using: &random), Int.random(in: 1...80, using: &random)
      )
      let button = [0, 0, 64, 65].randomElement(using: &random) ?? 0
      log.program.send("\u{1B}[<\(button);\(column);\(row)M\u{1B}[<\(button);\(column);\(row)m")
    default:
      log.program.send(DashboardWalkTests.keys.randomElement(using: &random) ?? "?")
    }
  }
}
