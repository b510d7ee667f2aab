import Canvas

/// How fast a replay goes, judged by its last seconds.
struct ReplayPace {
  /// How far it had come at some time.
  struct Sample {
    var lines: Int
    /// As they stand on the disk.
    var bytes: Int
    /// Since it began.
    var time: Duration
  }

  /// How many samples the pace is judged by: one that lags does not make it jump.
  private static let sampleCount = 9

  private var samples: [Sample] = [Sample(lines: 0, bytes: 0, time: .zero)]

  mutating func add(_ sample: Sample) {
    samples.append(sample)
    if samples.count > ReplayPace.sampleCount { samples.removeFirst() }
  }

  /// What there is to say: `42 % of 834 MiB, 5.31M lines/s, 14 s left`; without a share where the
  /// total is not known: `12.3M lines, 5.31M lines/s`.
  func text(totalBytes: Int?) -> String {
    guard let first = samples.first, let last = samples.last else { return "" }
    let seconds = (last.time - first.time) / .seconds(1)
    var parts: [String] = []
    if let totalBytes, totalBytes > 0 {
      // All is read, but not all is counted yet.
      let percent = min(99, Int(100 * Double(last.bytes) / Double(totalBytes)))
      parts.append("\(percent) % of \(longBytes(totalBytes))")
    } else {
      parts.append(counted(last.lines))
    }
    guard seconds > 0 else { return parts[0] }
    let linesPerSecond = Double(last.lines - first.lines) / seconds
    parts.append("\(counted(Int(linesPerSecond)))/s")
    let bytesPerSecond = Double(last.bytes - first.bytes) / seconds
    if let totalBytes, bytesPerSecond > 0 {
      let rest = Double(totalBytes - last.bytes) / bytesPerSecond
      parts.append("\(durationText(Int(max(1, min(rest, 1e9)).rounded(.up)))) left")
    }
    return parts.joined(separator: ", ")
  }

  private func counted(_ lines: Int) -> String {
    "\(shortCount(lines)) \(lines == 1 ? "line" : "lines")"
  }
}
