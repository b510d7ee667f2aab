import Foundation
import Glibc
import TestSupport
import Testing

/// Rules that are changed on the dashboard, and written into the settings file.
@Suite(.waiting) struct RuleKeyTests {
  private let scratch = ScratchFolder()

  private func settings() throws -> String {
    try String(contentsOfFile: scratch("rules.ini"), encoding: .utf8)
  }

  private func walk(_ program: PtyProcess, _ steps: [(keys: String, text: String)]) {
    for (keys, text) in steps {
      program.send(keys)
      #expect(program.wait(for: text), "\(keys.debugDescription) shows no \(text)")
    }
  }

  @Test func whatWasChangedIsWrittenAndTheRestStays() throws {
    let before = """
      ; Agreed on in spring.
      [rule busy]
      measure = rate
      above = 3000/s   ; never seen
      window = 30s

      [rule old] ; from last year
      measure = clients
      above = 5
      """
    try scratch.append(before, to: "rules.ini")
    let log = try WatchedLog(["-c", scratch("rules.ini")], columns: 120, rows: 40)
    #expect(log.isShown())
    walk(
      log.program,
      [
        ("W", "no rule was changed"), ("6j", "2 of 3"), ("+", "> 3001/s"), ("j", "3 of 3"),
        ("e", "old is off"), ("", " off "), ("kk", "1 of 3"), ("t77\r", "alert > 77/s"),
        ("W", "wrote 3 rules"),
      ])
    let after =
      "[rule high-traffic]\nabove = 77/s\n\n"
      + before.replacing("above = 3000/s ", with: "above = 3001/s ") + "\nenabled = no"
    #expect(try settings() == after)
    // It is in force as it stands, and nothing is left to write.
    walk(log.program, [("W", "no rule was changed"), ("jj", "3 of 3"), ("e", "old is on")])
    walk(log.program, [("W", "wrote 1 rule to")])
    #expect(try settings() == after.replacing("enabled = no", with: "enabled = yes"))
    log.program.send("q")
    #expect(log.program.waitForExit() == 0)
  }

  @Test func whatCannotBeWrittenIsSaid() throws {
    try scratch.append("[rule high-traffic]\nabove = 5\n", to: "rules.ini")
    let log = try WatchedLog(["-c", scratch("rules.ini"), "-t", "40"], columns: 120, rows: 40)
    #expect(log.program.wait(for: "alert > 40/s"))
    walk(log.program, [("+", "alert > 41/s"), ("W", "--threshold wins over it")])
    #expect(try settings() == "[rule high-traffic]\nabove = 41/s\n")
    try "[rule high\n".write(toFile: scratch("rules.ini"), atomically: true, encoding: .utf8)
    walk(log.program, [("+", "alert > 42/s"), ("W", "nothing was written: ")])
    #expect(try settings() == "[rule high\n")
    log.program.send("q")
    #expect(log.program.waitForExit() == 0)
  }

  /// What others changed since the file was read is put in force too, or overwritten.
  @Test func whatOthersChangedIsToldWhenTheFileIsWritten() throws {
    let path = scratch("rules.ini")
    let busy = "[rule busy]\nmeasure = rate\nabove = 3000/s\n"
    try scratch.write("\(busy)[rule old]\nmeasure = clients\nabove = 5\n", to: "rules.ini")
    let log = try WatchedLog(["-c", path], columns: 160, rows: 40)
    #expect(log.isShown())
    walk(log.program, [("6j", "2 of 3"), ("+", "> 3001/s")])
    let new = "[rule new]\nmeasure = clients\nabove = 7\n"
    try scratch.write(busy.replacing("3000", with: "2000") + new, to: "rules.ini")
    let others = "above of busy was 2000/s there; besides, 1 rule new, 1 left out"
    walk(log.program, [("W", "wrote 1 rule to \(path); \(others)")])
    #expect(try settings() == busy.replacing("3000", with: "3001") + new)
    try scratch.write("[watch]\n", to: "rules.ini")
    walk(
      log.program,
      [("+", "> 3002/s"), ("W", "nothing was written: \(path) has no rule busy any more")])
    #expect(try settings() == "[watch]\n")
    let gone = "it has no rule busy any more; besides, 1 rule left out"
    walk(
      log.program,
      [
        ("k", "1 of 3"), ("+", "alert > 11/s"), ("W", "wrote 1 rule to \(path); \(gone)"),
      ])
    #expect(try settings() == "[watch]\n\n[rule high-traffic]\nabove = 11/s\n")
    log.program.send("q")
    #expect(log.program.waitForExit() == 0)
  }

  @Test func settingsThatCameThroughAPipeAreNeitherWrittenNorReadAgain() throws {
    let path = scratch("rules.ini")
    #expect(unsafe mkfifo(path, 0o600) == 0)
    let writer = try PipedProcess(
      ["-c", "echo '[rule high-traffic]' > '\(path)'"], program: "/bin/sh")
    let log = try WatchedLog(["-c", path], columns: 140, rows: 40)
    #expect(log.isShown())
    #expect(writer.waitForExit() == 0)
    walk(
      log.program,
      [
        ("+", "alert > 11/s"),
        ("W", "nothing was written: '\(path)' is no regular file"),
        ("R", "'\(path)' is no regular file; the settings before stay in force"),
        ("", "alert > 11/s"),
      ])
    #expect(try scratch.names == ["rules.ini"])
    log.program.send("q")
    #expect(log.program.waitForExit() == 0)
  }

  private static let setpriv = "/usr/bin/setpriv"

  /// Root may give files away, so this has to run as somebody else, in whose folder the file is.
  @Test(.enabled(if: getuid() == 0 && FileManager.default.isExecutableFile(atPath: setpriv)))
  func aFileOfAnotherUserKeepsItsGroup() throws {
    let (copy, path) = (scratch("hightide"), scratch("rules.ini"))
    // By a program: what another test starts meanwhile must not inherit a file that is written to.
    let copying = try PipedProcess([BuiltProduct.hightide, copy], program: "/bin/cp")
    #expect(copying.waitForExit() == 0)
    try scratch.append(LogLine.request("/a"), to: "access.log")
    try scratch.append("[rule high-traffic]\nabove = 5/s\n", to: "rules.ini")
    #expect(unsafe chown(path, 0, 4_242) == 0)
    for (path, mode) in [(copy, 0o755), (scratch.path, 0o777), (path, 0o640)] as [(String, mode_t)]
    {
      #expect(unsafe chmod(path, mode) == 0)
    }
    let program = try PtyProcess(
      RuleKeyTests.setpriv,
      [
        "--reuid=65534", "--regid=65534", "--groups=4242", copy, "-c", path, scratch("access.log"),
      ], columns: 120, rows: 40)
    #expect(program.wait(for: "alert > 5/s"))
    walk(program, [("+", "alert > 6/s"), ("W", "wrote 1 rule to")])
    var status = stat()
    #expect(unsafe stat(path, &status) == 0)
    #expect(status.st_uid == 65_534 && status.st_gid == 4_242)
    #expect(status.st_mode & 0o7777 == 0o640)
    program.send("q")
    #expect(program.waitForExit() == 0)
  }

  /// A silenced alert is recorded, and told once that is over; one whose rule is switched off ends.
  @Test func channelsAreToldOnceASilenceIsOverAndThatARuleIsOff() throws {
    let told = scratch("told")
    try scratch.append(
      "[rule high-traffic]\nabove = 1000\n[notify team]\nkind = command\n"
        + "command = echo $HIGHTIDE_RULE $HIGHTIDE_STATE >> \(told)\n"
        + "[rule quiet]\nmeasure = rate\nwhere = path=/quiet\nabove = 1\n", to: "rules.ini")
    let log = try WatchedLog(["-c", scratch("rules.ini")], columns: 120, rows: 40)
    #expect(log.isShown())
    walk(log.program, [("6j", "2 of 2"), ("x1h\r", "quiet is recorded and not told for 1 h")])
    try log.folder.append(
      String(repeating: LogLine.request("/quiet"), count: 3_000), to: "access.log")
    #expect(log.program.wait(for: "not told"))
    walk(log.program, [("", "ALERTx"), ("\r", "recorded and not told until")])
    walk(log.program, [("\u{1B}", "6 Rules")])
    #expect((try? String(contentsOfFile: told, encoding: .utf8)) == nil)
    walk(log.program, [("x", "quiet is told again")])
    #expect(
      Patience.wait { (try? String(contentsOfFile: told, encoding: .utf8)) == "quiet triggered\n" })
    walk(log.program, [("e", "quiet is off"), ("", "quiet: alert ended at")])
    #expect(
      Patience.wait {
        (try? String(contentsOfFile: told, encoding: .utf8)) == "quiet triggered\nquiet recovered\n"
      })
    log.program.send("q")
    #expect(log.program.waitForExit() == 0)
  }

  @Test func theDefaultRuleMayBeOffOnTheDashboard() throws {
    try scratch.append("[rule high-traffic]\nenabled = no\n", to: "rules.ini")
    let log = try WatchedLog(["-c", scratch("rules.ini")])
    #expect(log.isShown())
    log.program.send("q")
    #expect(log.program.waitForExit() == 0)
  }
}
