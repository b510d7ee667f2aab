import Alerting
import Foundation
import Testing

@testable import Notifying

/// What servers are sent.
struct WebhookBodyTests {
  private func body(
    _ name: String, _ transition: AlertTransition = NoticeTests.transition(), secret: String = "s3"
  ) throws -> Any {
    let body = try #require(WebhookBody.named(name))
    let text = body.text(NoticeTests.notice(transition), secret, "web1")
    return try JSONSerialization.jsonObject(with: Data(text.utf8))
  }

  @Test func jsonIsTheAlertOfTheOutput() throws {
    let notice = NoticeTests.notice(NoticeTests.transition())
    #expect(WebhookBody.named("json")?.text(notice, "", "") == notice.json)
  }

  @Test func slackCallsNoOneByTheNameOfAGroup() throws {
    let object = try body("slack", NoticeTests.transition(rule: "<!channel> & \"x\""))
    let text = (object as? [String: Any])?["text"] as? String
    #expect(text?.hasPrefix("&lt;!channel&gt; &amp; \"x\": ") == true)
  }

  /// Messages name the causes that are known.
  @Test(arguments: ["slack", "pagerduty", "alertmanager"])
  func messagesCarryCauses(name: String) throws {
    let body = try #require(WebhookBody.named(name))
    let text = body.text(NoticeTests.notice(NoticeTests.explained), "", "web1")
    #expect(text.contains("Z; why: path /login 90 % of the rise"))
  }

  @Test func pagerdutyResolvesWhatItTriggered() throws {
    let events = try [AlertTransition.State.triggered, .recovered].map { state in
      try #require(
        try body("pagerduty", NoticeTests.transition(state, at: 60)) as? [String: Any])
    }
    #expect(events.map { $0["event_action"] as? String } == ["trigger", "resolve"])
    #expect(events.map { $0["routing_key"] as? String } == ["s3", "s3"])
    #expect(Set(events.compactMap { $0["dedup_key"] as? String }).count == 1)
    let payload = try #require(events[0]["payload"] as? [String: Any])
    #expect(payload["severity"] as? String == "warning" && payload["source"] as? String == "web1")
    #expect(payload["timestamp"] as? String == "2020-07-08T08:13:29Z")
    #expect((payload["custom_details"] as? [String: Any])?["hits"] as? Int == 1_201)
  }

  @Test func alertmanagerKnowsTheAlertByItsLabels() throws {
    let lists = try [AlertTransition.State.triggered, .recovered].map { state in
      try #require(try body("alertmanager", NoticeTests.transition(state)) as? [[String: Any]])
    }
    let labels = lists.map { $0[0]["labels"] as? [String: String] }
    #expect(
      labels[0] == ["alertname": "high-traffic", "severity": "warning", "instance": "web1"])
    #expect(labels[0] == labels[1])
    #expect(lists[0][0]["endsAt"] == nil)
    #expect(lists[1][0]["endsAt"] as? String == "2020-07-08T08:12:29Z")
  }

  @Test(arguments: WebhookBody.table.map(\.name))
  func hostileNamesStayInTheirStrings(name: String) throws {
    let hostile = "\"},\u{0}\n\u{1B}]0;\\u0000\u{202E}{\"x\":\""
    let transition = NoticeTests.transition(rule: hostile)
    _ = try body(name, transition)
    let text = WebhookBody.named(name)?.text(NoticeTests.notice(transition), "s3", "web1") ?? ""
    #expect(text.contains("1b]0;"))
    #expect(text.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x202E })
  }

  @Test func configurationOfCurlHasALineForEachValue() {
    var request = CurlRequest(
      url: "https://x/\"\nproxy = evil", body: "{\"a\":\"\\u000a\"}", seconds: 15)
    request.headers = ["A: b\r\nurl = \"https://evil\"\0"]
    let lines = request.configuration.split(separator: "\n")
    #expect(lines.contains(#"url = "https://x/\"\nproxy = evil""#))
    #expect(lines.contains(#"data-raw = "{\"a\":\"\\u000a\"}""#))
    #expect(lines.contains(#"header = "A: b\r\nurl = \"https://evil\"""#))
    #expect(lines.count { $0.hasPrefix("url") || $0.hasPrefix("proxy") } == 1)
  }
}
