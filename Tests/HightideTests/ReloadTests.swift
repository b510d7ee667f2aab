import Foundation
import Glibc
import TestSupport
import Testing

/// A settings file that changes while the program runs.
@Suite(.waiting) struct ReloadTests {
  private let scratch = ScratchFolder()
  private let rule = "measure = rate\nwindow = 1s\n"

  /// Replaces the settings as an editor does.
  private func write(_ settings: String) throws {
    let path = scratch("rules.ini")
    try settings.write(toFile: path, atomically: true, encoding: .utf8)
  }

  private func start(_ arguments: [String] = []) throws -> PipedProcess {
    let log = try scratch.write("", to: "access.log")
    let program = try PipedProcess(
      ["--json", "--lateness=0", "-t", "1000000", "-c", scratch("rules.ini")] + arguments + [log])
    #expect(try program.report { $0.event == "opened" } != nil)
    return program
  }

  private func alert(
    _ program: PipedProcess, _ rule: String, _ state: String = "triggered"
  ) -> Bool {
    program.wait { program in
      program.lines.contains { $0.contains(#""rule":"\#(rule)","state":"\#(state)""#) }
    }
  }

  @Test func rulesChangeAndThoseThatDoNotGoOn() throws {
    try write("[rule kept]\n\(rule)above = 0.5\nkeep = 1h\n[rule left]\n\(rule)above = 1000\n")
    let program = try start()
    try scratch.append(LogLine.request("/a"), to: "access.log")
    #expect(alert(program, "kept"))
    try write(
      "[rule new]\n\(rule)above = 0.5\nwhere = path=/b\n"
        + "[rule kept]\n\(rule)above = 0.5\nkeep = 1h\nmessage = again\n")
    program.signal(SIGHUP)
    #expect(program.wait { !$0.complaints.isEmpty })
    #expect(
      program.complaints == [
        "hightide: read \(scratch("rules.ini")) again: 1 rule changed, 1 new, 1 left out"
      ])
    // It is judged from the first second on that was read for it.
    let isTold = Patience.wait {
      try? scratch.append(LogLine.request("/b"), to: "access.log")
      _ = program.wait { $0.waitingBytes == 0 }
      return program.lines.contains { $0.contains(#""rule":"new""#) }
    }
    #expect(isTold)
    program.signal(SIGTERM)
    #expect(program.waitForExit() == 0)
    // It went on: it neither recovered nor triggered again.
    #expect(program.lines.count { $0.contains(#""rule":"kept""#) } == 1)
  }

  @Test(arguments: [
    ("[rule kept]\nmeasure = rate\nabove = much\n", ":3: 'above' takes"),
    ("nonsense\n", ":1: a line is [SECTION]"),
    ("[notify team]\nkind = webhook\n", "needs a 'url'"),
  ])
  func aVersionWithAMistakeLeavesTheOneBeforeInForce(text: String, complaint: String) throws {
    try write("[rule kept]\n\(rule)above = 0.5\n")
    let program = try start()
    try write(text)
    program.signal(SIGHUP)
    #expect(program.wait { !$0.complaints.isEmpty })
    let said = program.complaints.first ?? ""
    #expect(said.hasPrefix("hightide: "))
    #expect(said.contains(complaint) && said.hasSuffix("; the settings before stay in force"))
    try scratch.append(LogLine.request("/a"), to: "access.log")
    #expect(alert(program, "kept"))
    try FileManager.default.removeItem(atPath: scratch("rules.ini"))
    program.signal(SIGHUP)
    #expect(program.wait { $0.complaints.count == 2 })
    #expect(program.complaints.last?.contains("rules.ini") == true)
    program.signal(SIGTERM)
    #expect(program.waitForExit() == 0)
  }

  /// A channel that did not change does not notice, one that did tells in the new way what waited, and a
  /// new one hears of what is under way.
  @Test func channelsChangeToo() throws {
    let (down, up) = (try WebhookServer([.status(503)]), try WebhookServer([.status(200)]))
    defer {
      down.stop()
      up.stop()
    }
    func command(_ name: String) -> String {
      "[notify \(name)]\nkind = command\ncommand = echo \(name) $HIGHTIDE_STATE >> \(scratch("told"))\n"
    }
    func hook(_ server: WebhookServer) -> String {
      "[notify hook]\nkind = webhook\nurl = http://127.0.0.1:\(server.port)/\n"
    }
    let kept = "[rule kept]\n\(rule)above = 0.5\nkeep = 1h\n"
    try write(kept + command("same") + hook(down) + command("old"))
    let program = try start()
    try scratch.append(LogLine.request("/a"), to: "access.log")
    func told() -> Set<Substring> {
      Set(((try? scratch.read("told")) ?? "").split(separator: "\n"))
    }
    #expect(
      Patience.wait { told() == ["same triggered", "old triggered"] && !down.requests.isEmpty })
    try write(kept + command("same") + hook(up) + command("new"))
    program.signal(SIGHUP)
    #expect(program.wait { $0.complaints.contains { $0.contains("again") } })
    #expect(
      program.complaints.last?.hasSuffix(
        "again: no rule changed; 1 channel changed, 1 new, 1 left out") == true)
    #expect(Patience.wait { told().contains("new triggered") && up.requests.count == 1 })
    #expect(up.requests[0].header("Idempotency-Key") == down.requests[0].header("Idempotency-Key"))
    // The rule goes, and all that know of its alert hear that it is over.
    try write(command("same") + hook(up) + command("new"))
    program.signal(SIGHUP)
    #expect(program.wait { $0.complaints.contains { $0.contains("1 rule left out") } })
    #expect(
      Patience.wait {
        told() == [
          "same triggered", "old triggered", "new triggered", "same recovered", "new recovered",
        ] && up.requests.count == 2
      })
    program.signal(SIGTERM)
    #expect(program.waitForExit() == 0)
    #expect(try scratch.read("told").split(separator: "\n").count == 5)
  }

  @Test func whatCannotChangeIsSaid() throws {
    try write("[watch]\ninterval = 10s\n")
    let program = try start()
    try write("[watch]\ninterval = 20s\n")
    program.signal(SIGHUP)
    #expect(program.wait { !$0.complaints.isEmpty })
    #expect(
      program.complaints.first?.hasSuffix(
        "again: no rule changed; what else changed holds from the next start on") == true)
    program.signal(SIGINT)
    #expect(program.waitForExit() == 0)
  }

  @Test func aPropertyOfKafkaThatMovedIsNoChange() throws {
    try write("[kafka]\nclient.id = me\n")
    let program = try start()
    for (line, rest) in [
      ("; A.", ""), ("", "; what else changed holds from the next start on"),
    ] {
      try write("\(line)\n[kafka]\nclient.id = \(rest.isEmpty ? "me" : "you")\n")
      let told = program.complaints.count
      program.signal(SIGHUP)
      #expect(program.wait { $0.complaints.count > told })
      #expect(program.complaints.last?.hasSuffix("again: no rule changed\(rest)") == true)
    }
    program.signal(SIGINT)
    #expect(program.waitForExit() == 0)
  }

  /// Not a line is lost or counts twice, however often the rules change.
  @Test func reloadingUnderLoadLosesNothing() throws {
    try write("[rule a]\n\(rule)above = 100000\nwhere = path=/x\nby = client\n")
    let program = try start()
    let block = String(repeating: LogLine.request("/x"), count: 2_000)
    for turn in 0..<25 {
      try scratch.append(block, to: "access.log")
      try write(
        "[rule a]\n\(rule)above = 100000\nwhere = path=/x\nby = client\n"
          + "[rule r\(turn)]\nmeasure = clients\nabove = 5\nby = section\nwindow = \(turn + 1)m\n")
      program.signal(SIGHUP)
      // Each is answered, so that none is merged with the next.
      #expect(program.wait { $0.complaints.count == turn + 1 })
    }
    program.signal(SIGTERM)
    #expect(program.waitForExit() == 0)
    #expect(try program.reports.last?.hits == 50_000)
    #expect(program.complaints.allSatisfy { $0.contains("new") })
  }

  @Test func theStateGoesOnWithTheSettingsThatWereReadAgain() throws {
    try write("[rule high-traffic]\nwindow = 1m\n")
    let state = ["--state", scratch("state")]
    let log = try scratch.write("", to: "access.log")
    let arguments = ["--json", "-c", scratch("rules.ini")] + state + [log]
    let program = try PipedProcess(arguments)
    #expect(try program.report { $0.event == "opened" } != nil)
    try scratch.append(LogLine.request("/a"), to: "access.log")
    try write("[rule high-traffic]\nwindow = 5m\n")
    program.signal(SIGHUP)
    #expect(program.wait { !$0.complaints.isEmpty })
    program.signal(SIGTERM)
    #expect(program.waitForExit() == 0)
    let next = try PipedProcess(arguments)
    #expect(try next.report { $0.event == "opened" || $0.event == "resumed" } != nil)
    next.signal(SIGTERM)
    #expect(next.waitForExit() == 0)
    #expect(next.complaints.isEmpty)
    #expect(try next.reports.last?.hits == 1)
  }

  @Test func onTheDashboardAKeyReadsTheSettings() throws {
    try write("[rule high-traffic]\nabove = 3/s\n")
    let log = try WatchedLog(["-c", scratch("rules.ini")])
    #expect(log.program.wait(for: "alert > 3/s"))
    try write("[rule high-traffic]\nabove = 77/s\n")
    log.program.send("R")
    #expect(log.program.wait(for: "alert > 77/s"))
    #expect(log.program.wait(for: "1 rule changed"))
    try write("[rule high-traffic]\nabove = 88/s\n")
    log.program.signal(SIGHUP)
    #expect(log.program.wait(for: "alert > 88/s"))
    // A terminal that is gone ends it all the same.
    log.program.hangUp()
    #expect(log.program.waitForExit() == 0)
  }
}
