import System

/// What a log was rotated to shortly before the start: its lines are backfilled with the log's own.
///
/// Without them, the time before a rotation would look like silence: an alert that was under way
/// then would be told as one that began behind it, or not at all.
struct Predecessors {
  struct Part {
    var file: LogFile
    var extent: Extent
  }

  /// Newest first.
  private(set) var parts: [Part] = []
  /// From which time on all lines are in the parts and in the log, if there may be older ones that
  /// cannot be read; `nil` if there are none.
  private(set) var coveredSince: Int?
  /// When the newest line of the parts was written, in nanoseconds since the epoch.
  var modified: Int? { parts.first?.file.status.modified }

  /// How many parts are looked at: a log that is rotated every few seconds has thousands.
  private static let maximumCount = 64

  /// Of a log that was not rotated.
  init() {}

  /// Finds the rotated parts of `log` among `siblings` that have lines of the hour before `newest`, or
  /// before the newest line there is.
  ///
  /// A compressed part cannot be searched for a time: what is older is not covered.
  ///
  /// - Complexity: a few reads of 64 KiB of the log and of each part.
  init(
    of log: LogFile, _ extent: Extent, siblings: [Sibling], newest: Int?,
    isFollowed: (FileIdentity) -> Bool, _ configuration: TailConfiguration
  ) throws(SystemError) {
    var first = try extent.firstTime()
    var newest = newest
    func isNeeded(_ time: Int) -> Bool {
      newest.map { time >= $0 - EarlierLines.longestSeconds } ?? true
    }
    if let first, !isNeeded(first) { return }
    // How far the clock that files get their times from is behind the log's. That it is ahead cannot be
    // told: what is written behind the last hit is newer too.
    let skew = extent.lastTime.map { min(0, log.status.modified / 1_000_000_000 - $0) } ?? 0
    var earlier = EarlierParts(of: log, among: siblings, isRead: isFollowed)
    func isWritten() -> Int { newest.map { $0 - EarlierLines.longestSeconds + skew } ?? .min }
    while let found = earlier.next(writtenSince: isWritten()) {
      guard parts.count < Predecessors.maximumCount, let part = try? part(found, configuration)
      else {
        coveredSince = first.map { $0 + 1 } ?? .max
        return
      }
      // What has no times, or is still written to, is something else.
      guard let last = part.extent.lastTime, let begin = try part.extent.firstTime(),
        last <= first.map({ $0 + EarlierLines.disorderSeconds }) ?? .max
      else { continue }
      newest = newest ?? last
      guard isNeeded(last) else { return }
      parts.append(part)
      first = min(first ?? begin, begin)
      guard isNeeded(begin) else { return }
    }
  }

  /// A part that is not compressed, and what it holds.
  private func part(
    _ found: EarlierParts.Part, _ configuration: TailConfiguration
  ) throws(SystemError) -> Part {
    guard case .file(let file) = found, file.compression == nil else { throw .notSupported }
    return Part(file: file.file, extent: try Extent(of: file.file, in: nil, configuration))
  }
}
