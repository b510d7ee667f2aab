import Foundation
import TestSupport

/// What `make soak` and `make endurance` ask for; a plain run of the tests has none of it.
enum Soak {
  /// How long the program is soaked, in seconds.
  static let seconds = number("SOAK_SECONDS")
  /// How many runs that are at most.
  static let runs = number("SOAK_RUNS") ?? .max
  /// The seed that is begun with.
  static let seed = UInt64(number("SOAK_SEED") ?? 1_000)
  /// How many faults a run has; fewer of them than usual show which one is not survived.
  static let faults = number("SOAK_FAULTS") ?? 15
  /// How many lines have a section of their own, so that a run that fails says which ones it counted
  /// again or lost; `nil` if lines are in sections as those of a log are.
  static let linesPerSection = number("SOAK_LINES")
  /// How many lines are written for the program to endure.
  static let enduranceLines = number("ENDURANCE_LINES")

  private static func number(_ name: String) -> Int? {
    ProcessInfo.processInfo.environment[name].flatMap { Int($0) }
  }
}
