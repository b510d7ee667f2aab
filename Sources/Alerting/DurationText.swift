/// Spans of time as they are entered.
package enum DurationText {
  /// A span in seconds as `1h30m`.
  package static func text(_ seconds: Int) -> String {
    var text = ""
    var rest = seconds
    for (length, unit) in [(86_400, "d"), (3_600, "h"), (60, "m"), (1, "s")] where rest >= length {
      text += "\(rest / length)\(unit)"
      rest %= length
    }
    return text.isEmpty ? "0s" : text
  }
}
