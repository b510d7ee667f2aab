/// A stretch of a file that is to be read.
struct Segment {
  enum Ending {
    /// A last line without its end waits for it.
    case open
    /// Nothing will follow: a last line without its end counts as it is.
    case final
  }

  var generation: Generation
  /// Where to stop; `.max` for the end of the file, wherever it is by then.
  var limit: Int
  var ending: Ending
}

extension Segment {
  /// What was seen of a file, or all that there is if it is looked at for the last time; `nil` if
  /// there is nothing to read.
  init?(of generation: Generation, isLast: Bool) {
    guard isLast || generation.size > generation.offset else { return nil }
    self.generation = generation
    limit = isLast ? .max : generation.size
    ending = isLast ? .final : .open
  }
}
