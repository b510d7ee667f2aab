import Glibc
import TestSupport
import Testing

/// Following where the system gives no notice of changes.
@Suite(.waiting) struct NoticeTests {
  /// `fs.inotify.max_user_watches` and `max_user_instances` are shared by all programs of a user.
  @Test(.timeLimit(.minutes(5)), arguments: [FaultControls.Notices.watches, .instances])
  func logIsFollowedWithoutNoticesOfTheSystem(notices: FaultControls.Notices) throws {
    let folder = ScratchFolder()
    let controls = try FaultControls(in: folder)
    func append(_ count: Int) throws {
      try folder.append(String(repeating: LogLine.request("/a"), count: count), to: "access.log")
    }
    controls.exhaust(notices)
    try append(1)
    let program = try PipedProcess(
      ["--json", "--from-start", folder("access.log")], environment: controls.environment)
    #expect(try program.report { $0.event == "opened" } != nil)
    try append(2)
    _ = unsafe rename(folder("access.log"), folder("access.log.1"))
    try append(3)
    #expect(try program.report { $0.event == "rotated" } != nil)
    try append(4)
    program.signal(SIGTERM)
    #expect(program.waitForExit() == 0)
    #expect(try program.reports.last?.lines == 10)
    #expect(controls.refusedNotices > 0)
  }
}
