/// What a line is that is no hit, in a format that tells more of it than that.
enum OtherLine {
  case malformed
  /// A directive, such as the names of columns.
  case comment
  /// A part of a line that continues in another one.
  case part
  /// Belongs to the line before it, such as the lines of a stack trace: malformed, but no sign that
  /// the log has another format.
  case continuation
}
