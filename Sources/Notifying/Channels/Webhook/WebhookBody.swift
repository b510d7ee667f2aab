import Alerting
import Reporting

/// What a server takes: a row of the table of bodies.
struct WebhookBody: Sendable {
  /// As settings name it.
  var name: String
  /// Whether the secret is a part of the body; it is a header otherwise.
  var holdsSecret = false
  /// Where it is sent if nothing else is said.
  var url: String?
  /// After how long a trigger has to be told again, or the server takes it for over.
  var repeatAfter: Duration?
  var text: @Sendable (_ notice: Notice, _ secret: String, _ machine: String) -> String

  static let table = [json, slack, pagerduty, alertmanager]

  static func named(_ name: String) -> WebhookBody? { table.first { $0.name == name } }

  /// The alert as `--json` writes it.
  static let json = WebhookBody(name: "json") { notice, _, _ in notice.json }

  private static let slack = WebhookBody(name: "slack") { notice, _, _ in
    // Slack takes what stands in angle brackets for links and for names to call.
    let text = notice.text.map {
      switch $0 {
      case "&": "&amp;"
      case "<": "&lt;"
      case ">": "&gt;"
      default: String($0)
      }
    }.joined()
    return object([("text", string(text)), ("mrkdwn", "false")])
  }

  private static let pagerduty = WebhookBody(
    name: "pagerduty", holdsSecret: true, url: "https://events.pagerduty.com/v2/enqueue"
  ) { notice, secret, machine in
    let payload = [
      ("summary", string(String(notice.text.prefix(1_000)))), ("source", string(machine)),
      ("severity", string(notice.severity.rawValue)), ("timestamp", string(notice.time)),
      ("component", string(notice.rule)), ("group", string(notice.group)),
      ("custom_details", notice.json),
    ]
    return object([
      ("routing_key", string(secret)),
      ("event_action", string(notice.state == .triggered ? "trigger" : "resolve")),
      ("dedup_key", string(notice.alertKey)), ("client", string("hightide")),
      ("payload", object(payload)),
    ])
  }

  private static let alertmanager = WebhookBody(name: "alertmanager", repeatAfter: .seconds(60)) {
    notice, _, machine in
    let labels = [
      ("alertname", string(notice.rule)), ("severity", string(notice.severity.rawValue)),
      ("instance", string(machine)), ("group", string(notice.group)),
    ]
    var fields = [
      ("labels", object(labels.filter { $0.1 != string("") })),
      ("annotations", object([("summary", string(notice.text))])),
      ("startsAt", string(notice.triggerTime)),
    ]
    if notice.state == .recovered { fields.append(("endsAt", string(notice.time))) }
    return "[\(object(fields))]"
  }

  private static func object(_ fields: [(String, String)]) -> String {
    "{" + fields.map { "\(string($0)):\($1)" }.joined(separator: ",") + "}"
  }

  private static func string(_ text: String) -> String { JSONText.string(text) }
}
