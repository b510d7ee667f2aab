import Foundation

/// How long, in seconds, `make soak` lasts; `nil` in a plain run of the tests.
enum Soak {
  static let seconds = ProcessInfo.processInfo.environment["SOAK_SECONDS"].flatMap { Double($0) }
  /// The seed that is begun with.
  static let seed = ProcessInfo.processInfo.environment["SOAK_SEED"].flatMap { UInt64($0) } ?? 1
}
