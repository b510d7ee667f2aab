/// How a line is laid out.
///
/// Common Log Format is `client identity user [time] "request" status bytes`; Combined adds
/// `"referrer" "user agent"` (Apache HTTP Server, "Log Files"). Further fields are passed over.
public enum LogFormat: String, CaseIterable, Sendable {
  /// Each line says by its own fields which it is; what follows the response bytes never decides
  /// whether it is a hit.
  case auto
  /// What follows the response bytes is passed over.
  case common
  /// A line without both quoted fields is malformed.
  ///
  /// Whoever names this format wants to hear of lines that were torn, or that another server wrote.
  case combined

  /// How a line is laid out, for a person.
  package var words: String {
    let common = #"client identity user [08/Jul/2020:10:10:30 +0200] "request" status bytes"#
    return self == .combined ? common + #" "referrer" "user agent""# : common
  }
}
