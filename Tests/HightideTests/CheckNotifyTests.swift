import Foundation
import Glibc
import TestSupport
import Testing

/// `hightide check --notify`: a test of a channel, and alerts that are told again after a restart.
@Suite(.waiting) struct CheckNotifyTests {
  private let scratch = ScratchFolder()

  private func check(
    _ settings: String, _ arguments: [String]
  ) throws -> (status: Int32?, said: [String]) {
    try settings.write(toFile: scratch("rules.ini"), atomically: true, encoding: .utf8)
    let program = try PipedProcess(["check", "-c", scratch("rules.ini")] + arguments)
    let status = program.waitForExit()
    return (status, program.lines + program.complaints)
  }

  @Test func aCommandIsToldATestAndItsRecovery() throws {
    let told = scratch("told")
    let (status, said) = try check(
      "[notify team]\nkind = command\nseverity = critical\n"
        + "command = echo $HIGHTIDE_RULE $HIGHTIDE_STATE $HIGHTIDE_MESSAGE >> \(told)\n",
      ["--notify", "team"])
    #expect(status == 0)
    #expect(said == ["team (command), triggered: told", "team (command), recovered: told"])
    let lines = try scratch.read("told").split(separator: "\n")
    #expect(lines.count == 2)
    #expect(lines[0].hasPrefix("test triggered This is a test of hightide on "))
    #expect(lines[1].hasPrefix("test recovered This is a test of hightide on "))
  }

  @Test func whatGoesWrongIsSaid() throws {
    let failing = "[notify team]\nkind = command\ncommand = echo no route >&2; exit 3\n"
    let (status, said) = try check(failing, ["--notify", "team"])
    #expect(status == 1)
    #expect(said.first == "team (command), triggered: failed: it exited with status 3: no route")
    let (json, lines) = try check(failing, ["--notify=team", "--json"])
    #expect(json == 1)
    #expect(
      lines.last
        == #"{"type":"notify","channel":"team","kind":"command","state":"recovered","#
        + #""outcome":"failed","reason":"it exited with status 3: no route"}"#)
  }

  @Test func aWebhookIsSentBoth() throws {
    let server = try WebhookServer([.status(503), .status(200)])
    defer { server.stop() }
    let (status, said) = try check(
      "[notify hook]\nkind = webhook\nurl = http://127.0.0.1:\(server.port)/\n",
      ["--notify", "hook"])
    #expect(status == 1)
    #expect(
      said == [
        "hook (webhook), triggered: failed for now: the server answered 503",
        "hook (webhook), recovered: told",
      ])
    #expect(server.requests.map { $0.body.contains(#""rule":"test""#) } == [true, true])
    #expect(Set(server.requests.compactMap { $0.header("Idempotency-Key") }).count == 2)
  }

  @Test(arguments: [
    ("", "there is none"), ("[notify a]\nkind = bell\n[notify b]\nkind = journal\n", "is a, b"),
    ("[notify team]\nkind = bell\nenabled = no\n", "there is none"),
  ])
  func aChannelThatIsNotThereIsNamed(settings: String, word: String) throws {
    let (status, said) = try check(settings, ["--notify", "team"])
    #expect(status == 2)
    #expect(said.count == 1)
    #expect(
      said.first?.hasPrefix("hightide: option --notify: the settings have no channel") == true)
    #expect(said.first?.contains(word) == true)
  }

  /// An alert that is under way is told again by the next run too.
  @Test func repeatGoesOnAfterARestart() throws {
    let told = scratch("told")
    try scratch.append(
      "[rule high-traffic]\nabove = 1\nwindow = 2s\nkeep = 1h\n[notify team]\nkind = command\n"
        + "repeat = 1s\ncommand = echo $HIGHTIDE_STATE >> \(told)\n", to: "rules.ini")
    let log = try scratch.write("", to: "access.log")
    let arguments = [
      "--json", "--lateness=0", "-c", scratch("rules.ini"), "--state", scratch("state"), log,
    ]
    let program = try PipedProcess(arguments)
    #expect(try program.report { $0.event == "opened" } != nil)
    try scratch.append(String(repeating: LogLine.request(), count: 5), to: "access.log")
    #expect(try program.report { $0.state == "triggered" } != nil)
    #expect(Patience.wait { (try? scratch.read("told")) == "triggered\n" })
    program.signal(SIGTERM)
    #expect(program.waitForExit() == 0)
    let before = try scratch.read("told")
    let next = try PipedProcess(arguments)
    #expect(Patience.wait { ((try? scratch.read("told")) ?? "").count > before.count })
    next.signal(SIGTERM)
    #expect(next.waitForExit() == 0)
    #expect(!next.lines.contains { $0.contains(#""state":"triggered""#) })
  }

  @Test func theDashboardListsWhatWasTold() throws {
    let log = try WatchedLog(
      ["--on-alert", "echo no route >&2; exit 3", "-t", "1000"], columns: 120, rows: 40)
    #expect(log.isShown())
    log.program.send("n")
    #expect(log.program.wait(for: "Nothing was told so far"))
    log.program.send("n")
    log.program.send("t1\r")
    log.program.send("n")
    #expect(log.program.wait(for: "on-alert: could not be told: it exited with status 3: no route"))
    #expect(log.program.wait(for: "1 try"))
    log.program.send("q")
    log.program.send("q")
    #expect(log.program.waitForExit() == 0)
  }
}
