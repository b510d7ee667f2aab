package import Query
package import Traffic

/// The filter of the whole screen: hits are shown that match all of its parts.
package struct ScreenFilter: Sendable, Equatable {
  package private(set) var parts: [Filter] = []
  /// All parts together; `nil` without any.
  package private(set) var all: Filter?

  /// The filter of some parts.
  package init(_ parts: [Filter] = []) {
    self.parts = parts
    all = Filter.all(parts)
  }

  /// What is shown of a model: the hits that a filter chooses, where they are known to it or to the
  /// newest model; nothing where they are not known yet.
  static func snapshot(
    of model: DashboardModel, or live: DashboardModel, through filter: ScreenFilter
  ) -> Snapshot {
    guard let wanted = filter.all else { return model.snapshot }
    if let known = [model, live].lazy.compactMap({ $0.filtered }).first(where: {
      $0.filter == wanted
    }) {
      return known.snapshot
    }
    var unknown = model.snapshot
    unknown.history = []
    unknown.openIntervals = []
    unknown.currentInterval = nil
    unknown.seconds = SecondSeries()
    return unknown
  }
}

/// What is known of the traffic that a filter chooses.
package struct FilteredModel: Sendable, Equatable {
  package var filter: Filter
  /// Of the hits that match.
  package var snapshot: Snapshot
  /// How much of the past has been read for it, 0 to 1; `nil` once that is over.
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
