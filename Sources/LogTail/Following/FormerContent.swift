import System

/// What a file held before it was emptied or cut, for as long as a copy of that may be being written
/// over it, as `cp` and editors do.
struct FormerContent {
  enum Loss {
    /// It was emptied: what now grows along it is a copy, however slowly.
    case all
    /// Its end was cut off: what comes next is a copy, or new lines.
    case end

    /// How long a copy may rest before it continues.
    fileprivate var rest: Duration {
      switch self {
      case .all: .seconds(5)
      case .end: .milliseconds(300)
      }
    }
  }

  /// What a look at the file finds.
  enum Outcome {
    /// All of that is there again: it is read on from where it was.
    case whole(ReadContent)
    /// A part of it is there, and more may come.
    case growing
    /// A part of it is there and stays as it is: it was read before.
    case part
    /// Other lines.
    case other
  }

  private let content: ReadContent
  private let loss: Loss
  /// How far the copy reached when it was seen to grow.
  private var size: Int
  /// Until when it is waited for the next growth.
  private var until: ContinuousClock.Instant

  /// `nil` where lines that are all equal would not tell a copy from new ones.
  init?(_ content: ReadContent, lost loss: Loss, size: Int, at now: ContinuousClock.Instant) {
    guard content.hasDistinctLines else { return nil }
    self.content = content
    self.loss = loss
    self.size = size
    until = now + loss.rest
  }

  /// Compares what the file holds with that.
  mutating func look(
    at file: Descriptor, size: Int, _ now: ContinuousClock.Instant
  ) throws(SystemError) -> Outcome {
    switch try content.likeness(of: file, size: size) {
    case .continues: return .whole(content)
    case .edited, .rewritten, .other: return .other
    case .shortened, .emptied: break
    }
    if loss == .all, size > self.size { until = now + loss.rest }
    self.size = size
    guard now >= until else { return .growing }
    let hasLines = try ReadContent(of: file, before: size).hasDistinctLines
    return loss == .all && hasLines ? .part : .other
  }
}
