import System
import Testing

@testable import Notifying

/// What terminals are sent so that they show a notification.
struct DesktopSequenceTests {
  @Test(arguments: [
    (["TERM": "xterm-256color"], "\u{1B}]9;hightide: High; rate\u{7}"),
    (
      ["TERM": "xterm-256color", "VTE_VERSION": "7200"],
      "\u{1B}]777;notify;hightide;High, rate\u{7}"
    ),
    (["TERM": "rxvt-unicode"], "\u{1B}]777;notify;hightide;High, rate\u{7}"),
    (
      ["TERM": "xterm-kitty"],
      "\u{1B}]99;i=a-1_2:d=0;hightide\u{1B}\\\u{1B}]99;i=a-1_2:d=1:p=body;High; rate\u{1B}\\"
    ),
    (
      ["TERM": "tmux-256color", "TMUX": "/tmp/tmux-0/default,1,0", "VTE_VERSION": "7200"],
      "\u{1B}Ptmux;\u{1B}\u{1B}]9;hightide: High; rate\u{7}\u{1B}\\"
    ),
    (["TERM": "screen", "STY": "1.pts"], "\u{1B}P\u{1B}]9;hightide: High; rate\u{7}\u{1B}\\"),
    ([:], "\u{1B}]9;hightide: High; rate\u{7}"),
  ])
  func goByTheTerminal(variables: [String: String], expected: String) {
    let sequence = DesktopSequence { variables[$0] }
    let bytes = sequence.bytes(title: "hightide", text: "High; rate", key: "a-1%2")
    #expect(String(decoding: bytes, as: UTF8.self) == expected)
  }

  @Test(arguments: ["xterm", "xterm-kitty", "rxvt", "tmux"])
  func textOfTheLogEndsNothingAndBeginsNothing(term: String) throws {
    let hostile = "\u{1B}]0;owned\u{7}\u{9C}\u{1B}\\\n\u{202E}" + String(repeating: "é", count: 500)
    let terminal = SoundChannelTests.Terminal()
    let channel = DesktopChannel(place: terminal.place(["TERM": term]))
    let notice = NoticeTests.notice(NoticeTests.transition(rule: hostile))
    #expect(channel.tell(notice, until: try Interruption()) == .delivered)
    let plain = DesktopSequence { $0 == "TERM" ? term : nil }
      .bytes(title: "hightide", text: "", key: notice.key)
    func controls(_ bytes: [UInt8]) -> [UInt8] { bytes.filter { $0 < 0x20 || $0 == 0x7F } }
    #expect(controls(terminal.written) == controls(plain))
    #expect(terminal.written.count < plain.count + 500)
    let text = try #require(String(validating: terminal.written, as: UTF8.self))
    #expect(text.contains("\\x1b]0") && !text.unicodeScalars.contains("\u{9C}"))
    #expect(!text.unicodeScalars.contains("\u{202E}"))
  }

  @Test func saysWhy() throws {
    let terminal = SoundChannelTests.Terminal()
    let channel = DesktopChannel(place: terminal.place(["TERM": "xterm"]))
    let notice = NoticeTests.notice(NoticeTests.explained)
    #expect(channel.tell(notice, until: try Interruption()) == .delivered)
    #expect(
      String(decoding: terminal.written, as: UTF8.self)
        == "\u{1B}]9;hightide: High traffic generated an alert - hits = 1201, triggered at "
        + "2020-07-08T08:12:29Z; why: path /login 90 % of the rise\u{7}")
  }

  @Test func withoutATerminalItFails() throws {
    let channel = DesktopChannel(place: SoundChannelTests.Terminal().place(isThere: false))
    let notice = NoticeTests.notice(NoticeTests.transition())
    #expect(
      channel.tell(notice, until: try Interruption())
        == .failed("there is no terminal to show it"))
  }
}
