import Query
package import Traffic

/// The lines that a screen looks at.
struct LineLook: Sendable {
  var number: Int
  var choice: LineChoice
  var tail: LineTail
  var isReading: Bool
  var failure: String?

  var view: LineView {
    LineView(
      choice: choice, entries: Array(tail.entries.suffix(LineTail.mostLines)), count: tail.count,
      isReading: isReading, failure: failure)
  }
}

/// Lines that are to be read again from the log.
package struct LineOrder: Sendable {
  let number: Int
  package let span: Range<Int>
  /// What they are to be added to.
  package let tail: LineTail
}

extension Aggregator {
  /// Begins to keep the newest lines, or says which are to be read from the log; `nil` ends it.
  package func watchLines(_ choice: LineChoice?) -> LineOrder? {
    revision += 1
    guard let choice else {
      beside.lines = nil
      return nil
    }
    var counting = watch.settings.counting
    counting.filter = Filter.all([counting.filter, choice.filter].compactMap(\.self))
    var tail = LineTail(counting, scanner: watch.settings.scanner, span: choice.span)
    let number = beside.newNumber()
    let order = choice.span.map { LineOrder(number: number, span: $0, tail: tail) }
    // Of a span too, until the log has been read: what is known is shown.
    watch.recent.add(to: &tail)
    beside.lines = LineLook(
      number: number, choice: choice, tail: tail, isReading: choice.span != nil,
      failure: fleet.withoutLines)
    return order
  }

  /// Shows what was read for an order.
  package func finish(_ order: LineOrder, with tail: LineTail?, failure: String? = nil) {
    guard beside.lines?.number == order.number else { return }
    revision += 1
    if let tail { beside.lines?.tail = tail }
    beside.lines?.isReading = false
    beside.lines?.failure = failure ?? fleet.withoutLines
  }
}
