/// What one group adds up to.
struct GroupWindow: Sendable {
  /// Of its name.
  var hash: UInt64
  var window: RuleWindow
  /// The first second that is counted.
  ///
  /// Later than the first of the log if the group was forgotten and came again.
  var since: Int
  /// Whether the window has changed since the last verdict.
  var hasChanged = false
  /// Whether there is a group at this place.
  var isUsed = true
}

/// The last of the groups that are judged while they are ok.
struct LastJudged {
  var hits: Int
  var name: [UInt8]
}
