import AccessLog
import Alerting
import Testing

@testable import Notifying

struct NoticeTests {
  static let time = Instant(1_594_195_949)

  static func transition(
    _ state: AlertTransition.State = .triggered, rule: String = "high-traffic", at second: Int = 0,
    hits: Int = 1_201
  ) -> AlertTransition {
    AlertTransition(
      rule: AlertRule(name: RuleName(rule)), state: state, time: Instant(time.seconds + second),
      reading: Reading(hits: hits, value: Double(hits) / 120))
  }

  /// A trigger that the path `/login` caused.
  static var explained: AlertTransition {
    var trigger = transition()
    trigger.causes = [
      Cause(
        dimension: Cause.dimensions[1], group: Array("/login".utf8), hits: 90, before: 1, share: 0.9
      )
    ]
    return trigger
  }

  static func notice(_ transition: AlertTransition) -> Notice {
    var keys = NoticeKeys(origin: "web1\naccess.log")
    return Notice(
      transition, key: keys.key(of: transition), alertKey: keys.alertKey(of: transition))
  }

  @Test func tellsTheFieldsOfTheAlert() {
    let notice = NoticeTests.notice(NoticeTests.transition())
    #expect(
      notice.variables == [
        "HIGHTIDE_RULE": "high-traffic", "HIGHTIDE_GROUP": "", "HIGHTIDE_STATE": "triggered",
        "HIGHTIDE_SEVERITY": "warning", "HIGHTIDE_TIME": "2020-07-08T08:12:29Z",
        "HIGHTIDE_VALUE": "10.008", "HIGHTIDE_THRESHOLD": "10", "HIGHTIDE_HITS": "1201",
        "HIGHTIDE_MESSAGE":
          "High traffic generated an alert - hits = 1201, triggered at 2020-07-08T08:12:29Z",
      ])
    #expect(notice.json.hasPrefix(#"{"type":"alert","rule":"high-traffic","state":"triggered""#))
    #expect(notice.json.hasSuffix("}") && !notice.json.contains("\n"))
  }

  @Test(arguments: [
    ("plain", "plain"), ("Größe 5 %", "Größe 5 %"), ("a\0b\nc\u{1B}[31m", "a\\x00b\\x0ac\\x1b[31m"),
    ("\u{202E}gnp\u{200B}", "\\xe2\\x80\\xaegnp\\xe2\\x80\\x8b"), ("$(rm -rf /)", "$(rm -rf /)"),
  ])
  func textsAreVisible(text: String, expected: String) {
    #expect(visibleText(text.utf8) == expected)
    let notice = NoticeTests.notice(NoticeTests.transition(rule: text))
    #expect(notice.rule == expected)
    #expect(notice.message.hasPrefix(expected + ": "))
    for value in notice.variables.values {
      #expect(value.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x7F })
    }
  }

  @Test func bytesThatAreNoTextAreWrittenOut() {
    #expect(visibleText([0x61, 0xFF, 0xC3, 0x28, 0xE2, 0x82]) == "a\\xff\\xc3(\\xe2\\x82")
  }

  @Test func keysAreTheSameInEveryRunAndDifferOtherwise() {
    func keys(_ origin: String, _ transitions: [AlertTransition]) -> [String] {
      var keys = NoticeKeys(origin: origin)
      return transitions.map { keys.key(of: $0) }
    }
    let all = [
      NoticeTests.transition(), NoticeTests.transition(.recovered),
      NoticeTests.transition(rule: "other"), NoticeTests.transition(at: 1),
      // A threshold that is raised and lowered within a second.
      NoticeTests.transition(), NoticeTests.transition(.recovered), NoticeTests.transition(),
      NoticeTests.transition(rule: "ot%68er"), NoticeTests.transition(rule: "ot\nher"),
      NoticeTests.transition(rule: String(repeating: "long", count: 100)),
      NoticeTests.transition(rule: String(repeating: "long", count: 101)),
    ]
    let here = keys("web1\naccess.log", all)
    #expect(here == keys("web1\naccess.log", all))
    #expect(Set(here).count == all.count)
    #expect(Set(here).isDisjoint(with: keys("web2\naccess.log", all)))
    for key in here {
      #expect(key.utf8.allSatisfy { (0x21..<0x7F).contains($0) } && key.utf8.count < 255)
    }
  }
}
