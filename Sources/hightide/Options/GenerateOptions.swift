import AccessLog
import TrafficGenerator

/// What traffic to write, and how fast.
struct GenerateOptions: Equatable {
  enum Start: Equatable {
    case now
    case at(Instant)
  }

  /// How fast lines are written.
  enum Pace: Equatable {
    /// Each when its time has come.
    case clock
    case asFastAsPossible
  }

  /// A span of log time in which there is more traffic, or less.
  struct Surge: Equatable {
    /// From the start of the log.
    var start: Duration
    /// Above 0.
    var length: Duration
    /// What the rate is multiplied by; 0 is silence.
    var factor: Double
    /// From one start to the next, if the surge comes back; above 0.
    var period: Duration?
  }

  /// `nil` writes to standard output.
  var file: String?
  /// Lines per second of log time on average; above 0, `nil` if it was not given.
  var rate: Double?
  /// `nil` is no limit.
  var lines: Int?
  /// Of log time, above 0; `nil` is no limit.
  var duration: Duration?
  /// The same seed and start write the same traffic.
  var seed: UInt64 = 1
  var start = Start.now
  /// Never `auto`.
  var format = LogFormat.combined
  var surges: [Surge] = []
  /// What some of the traffic has in common for a while.
  var incidents: [Incident] = []
  /// The share of the lines that are malformed: 0 to 1.
  var malformedShare = 0.0
  /// The share of the other lines that are rare but no fault: 0 to 1.
  var oddityShare = 0.004
  /// 1 to 16,777,216.
  var sections = 40
  /// 1 to 16,777,216.
  var clients = 5_000
  /// The least length of a section's name, in bytes: 0 to 60,000.
  var sectionLength = 0

  /// The rate without `--rate`.
  static let defaultRate = 100.0

  /// With a rate, lines come at their time; so they do in traffic without end, which would fill the
  /// disk otherwise.
  var pace: Pace {
    rate == nil && (lines != nil || duration != nil) ? .asFastAsPossible : .clock
  }
}
