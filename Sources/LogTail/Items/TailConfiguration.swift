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
  /// The longest window that is to be filled besides what backfill shows.
  package var windowSeconds: Int
  package var knowledge: LineKnowledge
  /// How far files were read by the run before; these are read on from there, whatever the mode.
  package var resumeFrom: [FilePosition]
  /// When these positions were true, in seconds since the epoch.
  package var resumeSince: Int?
  /// How often the names are looked at although nothing was reported.
  package var pollInterval: Duration
  /// How long a rotated file is kept open that has been read to its end.
  package struct RotatedRest: Sendable {
    /// How long it must have been quiet before it is asked whether a process has it open for
    /// writing: a server does until it is told of the rotation.
    package var quiet: Duration
    /// How long it must have been quiet where the system does not answer that.
    package var unknown: Duration

    package init(quiet: Duration = .seconds(60), unknown: Duration = .seconds(3600)) {
      self.quiet = quiet
      self.unknown = unknown
    }
  }

  package var rotatedRest: RotatedRest
  /// Files that are no logs, whatever they are called: the program's own.
  package var excluded: [String]
  /// How long is read on at most when the end is asked for while following; a replay ends at once.
  package var finishPatience: Duration

  package init(
    sources: [String], mode: Mode, windowSeconds: Int = 0, knowledge: LineKnowledge,
    resumeFrom: [FilePosition] = [], resumeSince: Int? = nil, pollInterval: Duration = .seconds(1),
    rotatedRest: RotatedRest = RotatedRest(), finishPatience: Duration = .seconds(1),
    excluded: [String] = []
  ) {
    self.sources = sources
    self.mode = mode
    self.windowSeconds = windowSeconds
    self.knowledge = knowledge
    self.resumeFrom = resumeFrom
    self.resumeSince = resumeSince
    self.pollInterval = pollInterval
    self.rotatedRest = rotatedRest
    self.excluded = excluded
    self.finishPatience = finishPatience
  }
}

extension TailConfiguration {
  /// Whether a file called `name` in the folder of a log called `base` is taken for a rotated part
  /// of it.
  package static func isRotation(_ name: String, of base: String) -> Bool {
    RotatedName(name, of: base) != nil
  }
}
