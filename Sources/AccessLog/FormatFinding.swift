/// Which format a source was found to have, and what that rests on.
public struct FormatFinding: Sendable, Hashable {
  public var format: LogFormat
  /// How many lines were looked at, comments and empty ones left out.
  public var lines: Int
  /// How many of them are hits in this format; none where directives name it.
  public var read: Int
  /// Another format in which the last of them is a hit as well, the likeliest of these.
  public var next: LogFormat?

  init(_ format: LogFormat, lines: Int, read: Int, next: LogFormat? = nil) {
    self.format = format
    self.lines = lines
    self.read = read
    self.next = next
  }

  /// How sure it is, from 0 to 1: the share of the lines that are hits, or 1 where directives name
  /// the format.
  public var sureness: Double {
    read > 0 ? Double(read) / Double(max(lines, read)) : 1
  }
}
