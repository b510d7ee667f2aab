import AccessLog
import Alerting
import Canvas
import Traffic

/// What the terminal's tab says.
package enum TerminalTitle {
  /// The state first, since tabs are narrow; printable ASCII only, whatever the file is called.
  package static func text(_ model: DashboardModel) -> String {
    let board = model.board
    let average = rateText(model.snapshot.windowAverage)
    let threshold = thresholdText(board.rule.threshold)
    let state = board.underWay == nil ? "OK" : "ALERT"
    let name = printableText(model.source.name.utf8.prefix(100))
    return "\(state) \(average) of \(threshold) - \(name) - hightide"
  }
}
