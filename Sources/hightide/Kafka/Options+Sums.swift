import AccessLog
import Query
import Traffic

extension Options {
  /// Why a topic of sums cannot be watched as is asked; `nil` if it can.
  ///
  /// What lines mean and which of them count has been decided where they were added up.
  var sumsRefusal: String? {
    if wantsLines { return "it holds sums of hits, and no lines: leave --lines out" }
    if stateFile != nil {
      return
        "it holds sums of hits, which --state does not keep: leave it out; hightide alert keeps "
        + "how rules stand in the topic of alerts"
    }
    let name: String? =
      if counting.filter != nil {
        "--where"
      } else if counting.sections != .standard {
        "--section"
      } else if counting.clients.isForwarded {
        "--client"
      } else {
        nil
      }
    return name.map {
      "it holds sums of hits, to which \($0) cannot be applied: give it to the hightide fold that "
        + "writes them"
    }
  }
}
