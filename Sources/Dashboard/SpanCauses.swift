import AccessLog
import Alerting
import Canvas
import Query
import Traffic

/// What made the traffic of a span of time more, or less, than that of the time before.
struct SpanCauses {
  let words: String
  /// What is compared: what the rule of the alert is about, otherwise hits.
  let weight: CauseWeight
  /// Per second of the span, and of the time before it if enough of that is known.
  let rates: (now: Double, before: Double?)
  let causes: [Cause]
  /// Why no cause can be named.
  let complaint: String?

  /// Compares the span that a scene shows with as much time before it; `nil` while nothing is shown.
  ///
  /// Where less of the time before is kept than the span is long, only the first part of the span is
  /// compared.
  init?(_ scene: Scene) {
    guard let span = ShownSpan(scene) else { return nil }
    let weight =
      scene.view.mark == nil ? scene.alert.flatMap { CauseWeight($0.transition.rule) } : nil
    self.weight = weight ?? .hits
    let start = span.seconds.lowerBound
    let known = scene.intervals.first { $0.followedFrom == nil }.map { start - $0.start.seconds }
    let length = min(span.seconds.count, known ?? 0)
    guard length > 0 else {
      words = span.words
      rates = (SpanCauses.rate(self.weight, scene.intervals, in: span.seconds), nil)
      causes = []
      complaint = "Not enough of the time before is known"
      return
    }
    words =
      span.words + (length < span.seconds.count ? ", its first \(durationText(length))" : "")
    let (now, before) = (start..<start + length, start - length..<start)
    let rateBefore = SpanCauses.rate(self.weight, scene.intervals, in: before)
    let rateNow = SpanCauses.rate(self.weight, scene.intervals, in: now)
    rates = (rateNow, rateBefore)
    func digests(_ seconds: Range<Int>) -> [GroupDigest] {
      scene.intervals.filter { seconds.contains($0.start.seconds) }
        .map { GroupDigest(of: $0.statistics) }
    }
    let search = CauseSearch(before: digests(before), now: digests(now))
    causes =
      rateNow >= rateBefore
      ? search.risen(by: self.weight) : search.fallen(by: self.weight)
    complaint = causes.isEmpty ? "No group grew faster than the whole, or fell faster" : nil
  }

  var isRise: Bool { rates.before.map { rates.now >= $0 } ?? true }

  private static func rate(
    _ weight: CauseWeight, _ intervals: [IntervalReport], in seconds: Range<Int>
  ) -> Double {
    let sum = intervals.reduce(0) { sum, interval in
      guard seconds.contains(interval.start.seconds) else { return sum }
      return sum + weight.of(interval.statistics)
    }
    return Double(sum) / Double(max(1, seconds.count))
  }
}

extension CauseWeight {
  fileprivate func of(_ statistics: Statistics) -> Int {
    of(HitSums(hits: statistics.hits, bytes: statistics.bytes, errors: statistics.errors))
  }

  /// A sum without its unit, unless the unit belongs to the number.
  func number(_ sum: Int) -> String {
    switch self {
    case .hits, .errors: shortCount(sum)
    case .bytes: shortBytes(sum)
    }
  }

  func count(_ sum: Int) -> String {
    switch self {
    case .hits: "\(number(sum)) hits"
    case .errors: "\(number(sum)) errors"
    case .bytes: number(sum)
    }
  }

  func rate(_ perSecond: Double) -> String {
    switch self {
    case .hits: rateText(perSecond)
    case .errors: "\(rateText(perSecond)) errors"
    case .bytes: "\(shortBytes(Int(perSecond.rounded())))/s"
    }
  }
}
