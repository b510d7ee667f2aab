import AccessLog
import Query
import Traffic

extension Options {
  /// Why a topic of sums cannot be watched as is asked; `nil` if it can.
  ///
  /// What lines mean and which of them count has been decided where they were added up.
  var sumsRefusal: String? {
    if refusedForSums == "--lines" {
      return "it holds sums of hits, and no lines: leave --lines out"
    }
    if stateFile != nil {
      return
        "it holds sums of hits, which --state does not keep: leave it out; hightide alert keeps "
        + "how rules stand in the topic of alerts"
    }
    return refusedForSums.map {
      "it holds sums of hits, to which \($0) cannot be applied: give it to the hightide fold that "
        + "writes them"
    }
  }

  /// An option that is of no use where sums are read; `nil` if none is among these.
  var optionOfLines: String? {
    if wantsLines { return "--lines" }
    if counting.filter != nil { return "--where" }
    if counting.sections != .standard { return "--section" }
    return counting.clients.isForwarded ? "--client" : nil
  }
}
