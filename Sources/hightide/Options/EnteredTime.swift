import AccessLog
import Settings

extension GenerateOptions.Start {
  /// `now`, seconds since the epoch, or a time of ISO 8601; `nil` for anything else.
  init?(entered text: String) {
    if text == "now" {
      self = .now
    } else if let seconds = Int(entered: text, in: 0...Instant.last.seconds) {
      self = .at(Instant(seconds))
    } else if let instant = Instant(iso8601: text) {
      self = .at(instant)
    } else {
      return nil
    }
  }
}
