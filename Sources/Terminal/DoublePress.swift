import Canvas

/// Tells a second press from a first one.
struct DoublePress {
  /// The longest time, in milliseconds, between the two.
  private static let interval: Int64 = 400
  private var last: (event: MouseEvent, milliseconds: Int64)?

  /// The press at `event`, or the double press that it completes.
  ///
  /// A third press is a first one again.
  mutating func press(_ event: MouseEvent, atMilliseconds now: Int64) -> MouseEvent {
    if let last, last.event == event, now - last.milliseconds <= Self.interval {
      self.last = nil
      return MouseEvent(.doublePress, column: event.column, row: event.row)
    }
    last = (event, now)
    return event
  }
}
