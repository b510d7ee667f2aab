/// How a line is laid out.
///
/// Common Log Format is `host identity user [time] "request" status bytes`; Combined adds
/// `"referrer" "user agent"` (Apache HTTP Server, "Log Files"). Further fields are passed over.
public enum LogFormat: String, CaseIterable, Sendable {
  /// Each line says by its own fields which it is.
  case auto
  case common
  case combined
}
