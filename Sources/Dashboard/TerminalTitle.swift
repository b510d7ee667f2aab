import AccessLog
import Alerting
import Canvas
import Traffic

/// The title of the terminal's window or tab.
package enum TerminalTitle {
  /// The state first, since tabs are narrow; printable ASCII only, whatever the file is called.
  package static func text(_ model: DashboardModel) -> String {
    let status = model.status
    let unit = status.rule.measure.definition.unit
    let average = unit.shortText(status.reading.value)
    let threshold = unit.thresholdText(status.rule.threshold)
    var state = status.underWay == nil ? "OK" : "ALERT"
    if status.underWay == nil, case .unparsed = model.source.state { state = "NOT PARSED" }
    let name = printableText(model.source.name.utf8.prefix(100))
    return "\(state) \(average) of \(threshold) - \(name) - hightide"
  }
}
