import Canvas

/// Tells double presses from single ones.
struct DoublePress {
  /// The longest time between the two presses, in milliseconds.
  private static let interval: Int64 = 400
  private var last: (event: MouseEvent, milliseconds: Int64)?

  /// The press `event`, or the double press that it completes.
  ///
  /// A third press counts as a first one.
  mutating func press(_ event: MouseEvent, atMilliseconds now: Int64) -> MouseEvent {
    if let last, last.event == event, now - last.milliseconds <= Self.interval {
      self.last = nil
      return MouseEvent(.doublePress, column: event.column, row: event.row)
    }
    last = (event, now)
    return event
  }
}
