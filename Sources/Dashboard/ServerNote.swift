import Canvas

/// What is to be said of a server beside its traffic: that it is gone, that its clock is off, or how far behind
/// its lines are.
package struct ServerNote: Sendable, Equatable {
  package var server: [UInt8]
  /// Whether it cannot be reached, or sends nothing: it is not known whether it has traffic.
  package var isGone: Bool
  /// How far its clock is ahead of this machine's, in seconds.
  package var secondsAhead: Int
  /// How long ago by this machine's clock the time is up to which its lines are known, in seconds, where that
  /// is long.
  package var secondsBehind: Int
  /// Whether seconds that the others have passed are not judged yet, since its lines of these may be to come.
  package var delaysOthers = false

  package init(
    server: [UInt8], isGone: Bool = false, secondsAhead: Int = 0, secondsBehind: Int = 0
  ) {
    self.server = server
    self.isGone = isGone
    self.secondsAhead = secondsAhead
    self.secondsBehind = secondsBehind
  }

  /// The note in a word or two, `gone`, `clock +4 s` or `9 s late`; `nil` if there is nothing to be said.
  var words: String? {
    guard !isGone else { return "gone" }
    guard secondsAhead != 0 else {
      return secondsBehind > 0 ? "\(durationText(secondsBehind)) late" : nil
    }
    return "clock \(secondsAhead > 0 ? "+" : "-")\(abs(secondsAhead)) s"
  }

  var role: Role { isGone ? .alert : .warning }
}
