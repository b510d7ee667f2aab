import System
import TestSupport
import Testing

@testable import Notifying

struct CommandChannelTests {
  private let folder = ScratchFolder()

  private func attempt(_ command: String, _ notice: Notice, limit: Duration = .seconds(60)) throws
    -> Attempt
  {
    var channel = CommandChannel(command: command)
    channel.timeLimit = limit
    return channel.tell(notice, until: try Interruption())
  }

  @Test(arguments: [
    "high-traffic", "$(touch injected)`touch injected`; touch injected \n\0\u{1B}]0;x\u{7}",
  ])
  func getsTheAlertOnItsInputAndInItsEnvironment(rule: String) throws {
    let notice = NoticeTests.notice(NoticeTests.transition(rule: rule))
    let command =
      "cd \(folder.path) && cat > input && env | grep -a ^HIGHTIDE_ | LC_ALL=C sort > variables"
    #expect(try attempt(command, notice) == .delivered)
    #expect(try folder.read("input") == notice.json + "\n")
    let expected = notice.variables.map { "\($0)=\($1)\n" }.sorted().joined()
    #expect(try folder.read("variables") == expected)
    #expect(try folder.names == ["input", "variables"])
  }

  @Test(arguments: [
    ("exit 3", "it exited with status 3"),
    ("printf 'no \\033route\\nmore\\n' >&2; exit 1", "it exited with status 1: no \\x1broute"),
    ("kill -9 $$", "signal 9 ended it"), ("sleep 300", "it was ended after 1 s"),
    ("yes", "it was ended after 1 s"), ("yes >&2", "it was ended after 1 s: y"),
    // What it started holds its output open.
    ("sleep 300 & exit 0", "it was ended after 1 s"),
  ])
  func saysHowItFailed(command: String, complaint: String) throws {
    let notice = NoticeTests.notice(NoticeTests.transition())
    #expect(try attempt(command, notice, limit: .seconds(1)) == .failed(complaint))
  }
}
