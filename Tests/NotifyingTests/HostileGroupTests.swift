import Alerting
import Foundation
import System
import TestSupport
import Testing

@testable import Notifying

/// The name of a group is what any client wrote into a request; no channel takes it for anything else.
struct HostileGroupTests {
  static let groups: [[UInt8]] = [
    Array("$(touch injected)`touch injected`;touch injected\n'\"".utf8),
    Array("/\u{1B}]0;owned\u{7}\u{1B}\\\u{1B}[2J\u{9C}\r\n\0\t%0A".utf8),
    Array("x\nPRIORITY=0\nMESSAGE=all is well\n".utf8),
    Array("\"},{\"a\":\"\\u0000\",\\".utf8), Array("<!channel>\u{202E}gnp.exe\u{200B}".utf8),
    [0x2F, 0xFF, 0xC3, 0x28, 0xE2, 0x82], [], Array(repeating: 0xE9, count: 60_000),
  ]

  private let folder = ScratchFolder()

  private func notice(_ group: [UInt8], _ state: AlertTransition.State = .triggered) -> Notice {
    var transition = NoticeTests.transition(state, rule: "many-errors")
    transition.rule.message = "{rule} of {group}"
    transition.group = group
    return NoticeTests.notice(transition)
  }

  private func isVisible(_ text: String) -> Bool {
    text.unicodeScalars.allSatisfy { $0.value >= 0x20 && !(0x7F..<0xA0).contains($0.value) }
  }

  @Test(arguments: groups) func isVisibleInEveryField(group: [UInt8]) throws {
    let notice = notice(group)
    #expect(group.count > 512 || notice.group == visibleText(group))
    #expect(notice.variables.values.allSatisfy(isVisible) && isVisible(notice.json))
    #expect(notice.key.utf8.allSatisfy { (0x21..<0x7F).contains($0) } && notice.key.count < 255)
    // It is the same after a crash, too.
    let line = SpoolLog.line(adding: notice, came: NoticeTests.time)
    let log = try #require(SpoolLog(Array(("hightide queue 1\n" + line).utf8)))
    #expect(log.waiting.map(\.notice) == [notice])
  }

  @Test func groupsAreToldApart() {
    let long = [UInt8](repeating: 0xE9, count: 60_000)
    let notices = (HostileGroupTests.groups.filter { !$0.isEmpty } + [long + [0]]).map {
      notice($0)
    }
    #expect(Set(notices.map(\.alertKey)).count == notices.count)
    #expect(Set(notices.map(\.group)).count == notices.count)
  }

  @Test(arguments: groups) func journalHasNoLineOfIt(group: [UInt8]) {
    func names(_ notice: Notice) -> [Substring] {
      String(decoding: notice.journalEntry, as: UTF8.self).split(separator: "\n").map {
        $0.prefix { $0 != "=" }
      }
    }
    #expect(names(notice(group)) == names(notice([0x61])))
    #expect(!notice(group).syslogMessage.contains { $0 < 0x20 })
  }

  @Test(arguments: groups, ["xterm", "xterm-kitty", "rxvt", "tmux"])
  func terminalGetsNoSequenceOfIt(group: [UInt8], term: String) {
    let sequence = DesktopSequence { $0 == "TERM" ? term : nil }
    func controls(_ notice: Notice) -> [UInt8] {
      sequence.bytes(title: "hightide", text: notice.text, key: notice.key)
        .filter { $0 < 0x20 || $0 == 0x7F }
    }
    #expect(controls(notice(group)) == controls(notice([0x61])))
  }

  @Test(arguments: WebhookBody.table.map(\.name))
  func serversGetItAsAString(body name: String) throws {
    let body = try #require(WebhookBody.named(name))
    for group in HostileGroupTests.groups {
      for state in [AlertTransition.State.triggered, .recovered] {
        let text = body.text(notice(group, state), "s3", "web1")
        // Curl takes lines of up to 100 KiB.
        #expect(text.utf8.count < 50_000)
        _ = try JSONSerialization.jsonObject(with: Data(text.utf8))
        let request = CurlRequest(url: "http://127.0.0.1/", body: text, seconds: 15)
        let plain = CurlRequest(url: "http://127.0.0.1/", body: "", seconds: 15)
        #expect(
          request.configuration.count { $0 == "\n" } == plain.configuration.count { $0 == "\n" })
      }
    }
  }

  @Test(arguments: groups) func commandFindsItInItsEnvironmentAlone(group: [UInt8]) throws {
    let channel = CommandChannel(
      command: "cd \(folder.path) && printf %s \"$HIGHTIDE_GROUP\" > group && cat > input")
    let notice = notice(group)
    #expect(channel.tell(notice, until: try Interruption()) == .delivered)
    #expect(try folder.read("group") == notice.group)
    #expect(try folder.read("input") == notice.json + "\n")
    #expect(try folder.names == ["group", "input"])
  }
}
