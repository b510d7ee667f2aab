/// How long a channel waits between two tries of one notice.
struct Backoff: Sendable {
  /// After the first try.
  var first = Duration.seconds(1)
  var most = Duration.seconds(300)
  /// The longest that a server may ask for.
  var mostAsked = Duration.seconds(3_600)
  /// Older notices are given up.
  var giveUpAfter = Duration.seconds(86_400)

  /// The pause after that many tries: twice as long each time, of which chance takes up to a half, so
  /// that many machines do not try at once.
  ///
  /// - Precondition: `tries >= 1`, `0 <= chance && chance < 1`.
  func pause(afterTries tries: Int, chance: Double, asked: Duration?) -> Duration {
    var pause = first
    for _ in 1..<tries where pause < most { pause *= 2 }
    pause = min(pause, most) * (1 - chance / 2)
    return max(pause, min(asked ?? .zero, mostAsked))
  }
}
