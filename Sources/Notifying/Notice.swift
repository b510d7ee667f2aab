import AccessLog
package import Alerting
import Reporting

/// One thing that a channel is told: a transition of an alert, the first time or again.
///
/// Its texts are safe in an environment, in a terminal's title and in a message: whatever a client put
/// into a request, they hold no control character and nothing that is not visible.
package struct Notice: Sendable, Hashable {
  /// The same for every try, also of another run, and different for every other notice.
  package var key: String
  /// The same for all notices of one rule and group.
  package var alertKey: String
  /// The rule's name.
  package var rule: String
  /// Empty where the rule judges no groups.
  package var group: String
  package var state: State
  package var severity: Severity
  /// In UTC, as all times of a notice.
  package var time: String
  /// When the breach began.
  package var triggerTime: String
  /// What was measured, in the unit of the measure; empty where there was no value.
  package var value: String
  package var threshold: String
  package var hits: String
  /// The sentence that tells a person.
  package var message: String
  /// What made it trigger, as a sentence; empty where that is not known.
  package var why = ""
  /// The alert as `--json` writes it, without its newline.
  package var json: String
  /// Zero the first time; otherwise greater each time that the trigger is told again.
  package var repetition = 0

  package enum State: String, Sendable, CaseIterable {
    case triggered
    case recovered
  }

  /// Creates the notice of a transition, which `keys` names.
  ///
  /// Names that are longer than anyone reads are cut.
  package init(_ transition: AlertTransition, key: String, alertKey: String) {
    let transition = transition.withShortNames
    self.key = key
    self.alertKey = alertKey
    rule = visibleText(transition.rule.name.description.utf8)
    group = visibleText(transition.noticeGroup)
    state = transition.state == .triggered ? .triggered : .recovered
    severity = transition.rule.severity
    let time = Zone.utc.iso8601(transition.time)
    self.time = time
    triggerTime = Zone.utc.iso8601(transition.triggerTime)
    let unit = transition.rule.measure.definition.unit
    value =
      transition.reading.value.map { Notice.decimal($0, places: unit.decimals(of: $0)) } ?? ""
    threshold = Notice.decimal(transition.limit, places: unit.decimals(of: transition.limit))
    hits = "\(transition.hits)"
    message =
      visibleText(transition.message(time: time).utf8)
      + (transition.isSinceBefore ? "; since before that" : "")
      + (transition.foundAt.map { "; found at \(Zone.utc.iso8601($0))" } ?? "")
      + (transition.isFlapping ? "; it flaps, and is told less often" : "")
    why = transition.causes?.sentence.map { visibleText($0.utf8) } ?? ""
    var bytes: [UInt8] = []
    JSONReport(top: 0).append(transition, to: &bytes)
    json = String(decoding: bytes.dropLast(), as: UTF8.self)
  }

  /// The sentence with what made it trigger.
  package var text: String { why.isEmpty ? message : "\(message); \(why)" }

  /// The same, told once more.
  package func again(_ repetition: Int) -> Notice {
    var notice = self
    notice.repetition = repetition
    notice.key += "-again-\(repetition)"
    return notice
  }

  /// A number with at most that many decimals.
  private static func decimal(_ value: Double, places: Int) -> String {
    var scale = 1.0
    for _ in 0..<places { scale *= 10 }
    let rounded = (value * scale).rounded() / scale
    return rounded.magnitude < 1e15 && rounded == rounded.rounded()
      ? "\(Int(rounded))" : "\(rounded)"
  }
}

extension AlertTransition {
  /// The bytes of the group, if the rule judges groups.
  var noticeGroup: [UInt8] { group ?? [] }

  /// The longest name, in bytes.
  ///
  /// A client may make one of 64 KiB. A variable of the environment, a line of curl's configuration and a
  /// datagram to the journal hold less than a few of them, and would fail.
  private static let longestName = 512

  /// The same with long names cut, and told apart by a hash.
  fileprivate var withShortNames: AlertTransition {
    var short = self
    short.group = group.map(AlertTransition.shortName)
    short.causes = causes.map { causes in
      causes.map { cause in
        var cause = cause
        cause.group = AlertTransition.shortName(cause.group)
        return cause
      }
    }
    return short
  }

  private static func shortName(_ name: [UInt8]) -> [UInt8] {
    guard name.count > longestName else { return name }
    return name.prefix(longestName) + Array("...~\(NoticeKeys.hash(name))".utf8)
  }
}
