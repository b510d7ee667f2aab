/// What is followed, and from where.
package struct TailConfiguration: Sendable {
  package enum Mode: Sendable, Equatable {
    /// Reads the last `backfillSeconds` of what is there as context, then follows from the end.
    ///
    /// They are counted back from the last line of all files; 0 is from the end.
    case follow(backfillSeconds: Int)
    /// Reads what is there as if it had just been written, then follows.
    case fromStart
    /// Reads what is there to its end, and finishes.
    case replay
  }

  /// Files, patterns such as `/var/log/nginx/*.log`, and `-` for standard input.
  package var sources: [String]
  package var mode: Mode
  package var timeOfLine: LineTime
  /// How far files were read by the run before; these are read on from there, whatever the mode.
  package var resumeFrom: [FilePosition]
  /// When these positions were true, in seconds since the epoch.
  package var resumeSince: Int?
  /// How often the names are looked at although nothing was reported.
  package var pollInterval: Duration
  /// How long a rotated file must be quiet before it is closed.
  ///
  /// A server keeps writing to it until it is told of the rotation, and what is in hand then may
  /// take a while to be logged.
  package var rotatedQuiet: Duration
  /// How long is read on at most when the end is asked for while following; a replay ends at once.
  package var finishPatience: Duration

  package init(
    sources: [String], mode: Mode, timeOfLine: @escaping LineTime,
    resumeFrom: [FilePosition] = [], resumeSince: Int? = nil, pollInterval: Duration = .seconds(1),
    rotatedQuiet: Duration = .seconds(60), finishPatience: Duration = .seconds(1)
  ) {
    self.sources = sources
    self.mode = mode
    self.timeOfLine = timeOfLine
    self.resumeFrom = resumeFrom
    self.resumeSince = resumeSince
    self.pollInterval = pollInterval
    self.rotatedQuiet = rotatedQuiet
    self.finishPatience = finishPatience
  }
}
