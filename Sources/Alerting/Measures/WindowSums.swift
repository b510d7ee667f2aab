/// What was counted over the window of a rule.
struct WindowSums: Sendable {
  /// The span of the window.
  let seconds: Int
  var hits = 0
  /// What the measure needs besides the hits, in its order.
  var others: [Int]
}
