package import AccessLog
package import Alerting
package import Traffic

/// Says when rules would have triggered over lines that were read, for how long, and what they measured
/// at worst.
package struct CheckReport: Sendable {
  private struct Course: Sendable {
    var triggers = 0
    var seconds = 0
    var worst: Double?
    /// The triggers that have not recovered, by the group.
    var underWay: [[UInt8]: AlertTransition] = [:]
  }

  private let rules: [AlertRule]
  private let isJSON: Bool
  private let zone: Zone
  private var courses: [RuleName: Course] = [:]

  package init(rules: [AlertRule], isJSON: Bool, zone: Zone) {
    self.rules = rules
    self.isJSON = isJSON
    self.zone = zone
  }

  /// Takes in what became of a rule, and appends the alert if it is over.
  package mutating func append(_ transition: AlertTransition, to bytes: inout [UInt8]) {
    var course = courses[transition.rule.name] ?? Course()
    let group = transition.group ?? []
    if transition.state == .triggered {
      course.triggers += 1
      course.underWay[group] = transition
    } else {
      course.underWay[group] = nil
      course.seconds += transition.time - transition.triggerTime
    }
    course.worst =
      course.worst.map { transition.rule.worse($0, transition.peak) } ?? transition.peak
    courses[transition.rule.name] = course
    guard transition.state == .recovered else { return }
    append(
      transition, until: transition.time, peak: transition.peak, to: &bytes)
  }

  /// Takes in the worst that was measured of alerts that are not over.
  package mutating func note(underWay: [AlertTransition]) {
    for alert in underWay {
      courses[alert.rule.name]?.underWay[alert.group ?? []]?.peak = alert.peak
      guard let worst = courses[alert.rule.name]?.worst else { continue }
      courses[alert.rule.name]?.worst = alert.rule.worse(worst, alert.peak)
    }
  }

  /// Appends the alerts that are not over, and how often each rule triggered.
  package func append(_ summary: Summary, to bytes: inout [UInt8]) {
    let end = summary.span?.upperBound
    for rule in rules {
      let course = courses[rule.name] ?? Course()
      let left = course.underWay.values.sorted { $0.time.seconds < $1.time.seconds }
      for trigger in left { append(trigger, until: nil, peak: trigger.peak, to: &bytes) }
    }
    for rule in rules {
      var course = courses[rule.name] ?? Course()
      if let end {
        for trigger in course.underWay.values { course.seconds += max(0, end - trigger.time) }
      }
      append(rule, course, to: &bytes)
    }
  }

  /// Appends one alert; without an end it was under way at the last line.
  private func append(
    _ alert: AlertTransition, until end: Instant?, peak: Double, to bytes: inout [UInt8]
  ) {
    let start = zone.iso8601(alert.triggerTime)
    guard !isJSON else {
      bytes.append(#"{"type":"alert","rule":"#, alert.rule.name.description)
      bytes.append(#","group":"#)
      if let group = alert.group { bytes.append(jsonString: group) } else { bytes.append("null") }
      bytes.append(#","triggered":"#, start)
      bytes.append(#","recovered":"#, end.map(zone.iso8601))
      bytes.append(#","seconds":"#, end.map { $0 - alert.triggerTime })
      bytes.append(
        #","extreme":"#, peak, places: alert.rule.measure.definition.unit.decimals(of: peak))
      return bytes.append("}\n")
    }
    let group = alert.group.map { " of \(printableText($0))" } ?? ""
    let value = alert.rule.measure.definition.unit.text(peak)
    let course =
      end.map { "for \(DurationText.text($0 - alert.triggerTime)), \(value) at worst" }
      ?? "not recovered at the last line, \(value) at worst"
    bytes +=
      "\(printableText(alert.rule.name.description.utf8))\(group): triggered at \(start), \(course)\n"
      .utf8
  }

  private func append(_ rule: AlertRule, _ course: Course, to bytes: inout [UInt8]) {
    guard !isJSON else {
      bytes.append(#"{"type":"rule","rule":"#, rule.name.description)
      bytes.append(#","triggers":"#, course.triggers)
      bytes.append(#","seconds":"#, course.seconds)
      bytes.append(
        #","extreme":"#, course.worst,
        places: rule.measure.definition.unit.decimals(of: course.worst))
      return bytes.append("}\n")
    }
    let name = printableText(rule.name.description.utf8)
    guard course.triggers > 0 else {
      bytes += "\(name): would not have triggered\n".utf8
      return
    }
    let times = course.triggers == 1 ? "once" : "\(course.triggers) times"
    bytes +=
      ("\(name): would have triggered \(times), for \(DurationText.text(course.seconds)) in all, "
      + "\(rule.measure.definition.unit.text(course.worst)) at worst\n").utf8
  }

  /// What a rule means, as JSON.
  package static func json(rule: AlertRule, sentence: String, warnings: [String]) -> String {
    var bytes: [UInt8] = []
    bytes.append(#"{"type":"rule","rule":"#, rule.name.description)
    bytes.append(#","severity":"#, rule.severity.rawValue)
    bytes.append(#","meaning":"#, sentence)
    bytes.append(#","warnings":"#)
    bytes.appendList(warnings, in: ("[", "]")) { $1.append(jsonString: $0.utf8) }
    bytes.append("}\n")
    return String(decoding: bytes, as: UTF8.self)
  }

  /// How a test of rules ended, as JSON.
  package static func json(
    test: String, isPassed: Bool, expected: [String], found: [String]
  ) -> String {
    var bytes: [UInt8] = []
    bytes.append(#"{"type":"test","test":"#, test)
    bytes.append(isPassed ? #","passed":true"# : #","passed":false"#)
    bytes.append(#","expected":"#)
    bytes.appendList(expected, in: ("[", "]")) { $1.append(jsonString: $0.utf8) }
    bytes.append(#","found":"#)
    bytes.appendList(found, in: ("[", "]")) { $1.append(jsonString: $0.utf8) }
    bytes.append("}\n")
    return String(decoding: bytes, as: UTF8.self)
  }
}
