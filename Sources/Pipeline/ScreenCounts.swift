import AccessLog
package import Query
package import Traffic

/// What a screen has counted beside all traffic, for as long as it looks at it.
struct ScreenCounts: Sendable {
  /// A filter's traffic, and which request for it this is.
  struct Look: Sendable {
    var number: Int
    var filter: Filter
    var traffic: FilteredTraffic
    var failure: String?
  }

  var looks: [LookPlace: Look] = [:]
  /// The lines that are looked at.
  var lines: LineLook?
  private var nextNumber = 0

  /// A number that no look has had.
  mutating func newNumber() -> Int {
    nextNumber += 1
    return nextNumber
  }

  /// Adds a chunk that was read.
  mutating func add(_ chunk: ChunkTally, clock: Instant?) {
    for place in looks.keys { looks[place]?.traffic.add(chunk, clock: clock) }
    if lines?.choice.span == nil { lines?.tail.add(chunk) }
  }
}

/// What a filter is for.
package enum LookPlace: Hashable, Sendable {
  /// For the whole screen.
  case screen
  /// For the group that is open.
  case group
}

/// What is to be read of the past for a filter.
package struct PastOrder: Sendable {
  package let place: LookPlace
  package let number: Int
  package let settings: FilteredSettings
  /// From where to where; the end is behind an interval.
  package let span: Range<Int>
  /// Of intervals from this one on the tallies are wanted.
  package let firstOpen: Int
  /// How far each source had been read when it was made: what stands behind is counted already.
  package let checkpoints: [SourceCheckpoint]
}

/// What is known of a filter's traffic.
package struct FilteredView: Sendable, Equatable {
  package var filter: Filter
  /// Of the hits that match.
  package var snapshot: Snapshot
  /// How much of the past has been read, 0 to 1; `nil` once that is over.
  package var progress: Double?
  /// Why the past cannot be read, if it cannot.
  package var failure: String?

  package init(
    filter: Filter, snapshot: Snapshot, progress: Double? = nil, failure: String? = nil
  ) {
    self.filter = filter
    self.snapshot = snapshot
    self.progress = progress
    self.failure = failure
  }
}

extension Aggregator {
  /// Begins to count the hits that match a filter, and says what is to be read of the past; `nil` ends it.
  package func look(_ place: LookPlace, through filter: Filter?) -> PastOrder? {
    revision += 1
    guard let filter else {
      beside.looks[place] = nil
      return nil
    }
    let settings = watch.filteredSettings(filter)
    let traffic = FilteredTraffic(settings, beside: watch.snapshot())
    let number = beside.newNumber()
    beside.looks[place] = ScreenCounts.Look(
      number: number, filter: filter, traffic: traffic, failure: fleet.withoutLines)
    return PastOrder(
      place: place, number: number, settings: settings,
      span: traffic.pastStart..<traffic.pastEnd, firstOpen: traffic.firstOpen,
      checkpoints: checkpoints.all)
  }

  /// Adds a slice of the past; returns whether more is wanted.
  package func add(_ slice: FilteredSlice, to order: PastOrder) -> Bool {
    guard beside.looks[order.place]?.number == order.number else { return false }
    revision += 1
    beside.looks[order.place]?.traffic.add(slice)
    return true
  }

  /// Ends the past of a filter; `isAll` says whether nothing older is there.
  package func end(_ order: PastOrder, isAll: Bool, failure: String? = nil) {
    guard beside.looks[order.place]?.number == order.number else { return }
    revision += 1
    beside.looks[order.place]?.traffic.endPast(isAll: isAll)
    beside.looks[order.place]?.failure = failure ?? fleet.withoutLines
  }

  /// Adds what the newest lines hold of the past, which is all that is known of a pipe's.
  package func addRecent(to order: PastOrder) {
    var slice = FilteredSlice(span: order.span, order.settings)
    let since = watch.recent.add(to: &slice, order.settings)
    guard let since else { return end(order, isAll: true) }
    let interval = order.settings.timing.intervalSeconds
    let start = max(order.span.lowerBound, (since + interval - 1) / interval * interval)
    guard start < order.span.upperBound else { return end(order, isAll: false) }
    slice.narrow(to: start..<order.span.upperBound)
    slice.settle(before: order.firstOpen)
    _ = add(slice, to: order)
    end(order, isAll: false)
  }

  /// What is known of the filters' traffic.
  func filteredViews(of main: Snapshot) -> [LookPlace: FilteredView] {
    var views: [LookPlace: FilteredView] = [:]
    for place in beside.looks.keys {
      guard var look = beside.looks[place] else { continue }
      let snapshot = look.traffic.snapshot(of: main, by: watch.listed)
      views[place] = FilteredView(
        filter: look.filter, snapshot: snapshot,
        progress: look.traffic.isReading ? look.traffic.progress : nil, failure: look.failure)
      beside.looks[place] = look
    }
    return views
  }
}

extension Watch {
  /// How hits that match a filter are counted, as well as the one that chooses which count at all.
  func filteredSettings(_ filter: Filter) -> FilteredSettings {
    var counting = settings.counting
    counting.filter = Filter.all([counting.filter, filter].compactMap(\.self))
    return FilteredSettings(
      counting: counting, timing: settings.timing, scanner: settings.scanner,
      top: settings.keptSections ?? settings.top)
  }
}
