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
    let state = StateWord(model).word
    let name = printableText(model.source.name.utf8.prefix(100))
    if model.status.underWay == nil,
      let other = model.board.rules.first(where: { $0.underWay != nil })
    {
      let rule = printableText(other.rule.name.description.utf8.prefix(60))
      return "\(state) \(rule) - \(name) - hightide"
    }
    return "\(state) \(average), alert > \(threshold) - \(name) - hightide"
  }
}
