import AccessLog

/// What has become of each source: its events, folded into a state.
///
/// There is one book in a run, beside the lines that the events came with; everything else reads it.
package struct SourceBook: Sendable, Equatable {
  package enum State: Hashable, Sendable {
    case reading
    /// There is nothing of that name, for now.
    case waiting
    case failed(SourceFailure)
    case ended
  }

  /// A source that cannot be read, or not to its end.
  package struct Failed: Hashable, Sendable {
    package var source: SourceName
    package var failure: SourceFailure
    /// Whether some of it was read before.
    package var wasRead: Bool
  }

  private var reading: Set<SourceName> = []
  private var waiting: Set<SourceName> = []
  private var failed: [SourceName: Failed] = [:]
  private var ended: Set<SourceName> = []
  /// The names of the formats in which sources are read whose format was found.
  package private(set) var formats: [SourceName: String] = [:]
  /// How far the clocks of sources are ahead of this machine's, in seconds, where that is known not to be
  /// right.
  package private(set) var clocks: [SourceName: Int] = [:]
  /// How far behind sources are read that are read far behind.
  package private(set) var lags: [SourceName: SourceLag] = [:]
  private var unparsedSources: [SourceName: Unparsed] = [:]

  /// Whether lines may be missing that were written between two runs or two looks.
  package private(set) var hasMissed = false
  /// Whether no more lines will come of any source.
  package private(set) var isOver = false

  package init() {}

  /// Takes in the next event.
  ///
  /// - Complexity: O(1).
  package mutating func note(_ event: SourceEvent) {
    let source = event.source
    switch event.change {
    case .opened, .rotated, .truncated, .resumed: enter(.reading, source)
    case .waiting: enter(.waiting, source)
    case .failed(let failure): enter(.failed(failure), source)
    case .missed, .dropped, .lost: hasMissed = true
    case .lag(let lag): lags[source] = lag.isNone ? nil : lag
    case .clock(let seconds): clocks[source] = seconds == 0 ? nil : seconds
    case .ended:
      // A source that failed has not ended, even if the end of its input is reported.
      if failed[source] == nil { enter(.ended, source) }
    case .unparsed(let unparsed): unparsedSources[source] = unparsed
    case .parsed: unparsedSources[source] = nil
    case .unpaired: break
    case .format(let finding): formats[source] = finding.format.name
    }
  }

  /// Records that no more lines will come of any source.
  package mutating func end() { isOver = true }

  /// The state of a source; `nil` if nothing was said of it.
  package func state(of source: SourceName) -> State? {
    if let failed = failed[source] { return .failed(failed.failure) }
    if waiting.contains(source) { return .waiting }
    if reading.contains(source) { return .reading }
    return ended.contains(source) ? .ended : nil
  }

  /// The sources that cannot be read, or not to their end, in the order of their names.
  ///
  /// - Complexity: O(*n* log *n*) of the failures.
  package var failures: [Failed] { failed.values.sorted { $0.source < $1.source } }

  /// The sources of which nothing can be parsed, in the order of their names.
  package var unparsed: [(source: SourceName, unparsed: Unparsed)] {
    unparsedSources.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
  }

  /// Whether no source is being read and at least one is waited for.
  package var isWaiting: Bool { reading.isEmpty && !waiting.isEmpty }

  /// Whether no more lines will come, or none of these sources, which may be patterns, has any.
  package func hasEnded(_ sources: some Sequence<SourceName>) -> Bool {
    isOver || ended.isSuperset(of: sources)
  }

  private mutating func enter(_ state: State, _ source: SourceName) {
    let wasRead = reading.remove(source) != nil || failed[source]?.wasRead ?? false
    waiting.remove(source)
    failed[source] = nil
    ended.remove(source)
    switch state {
    case .reading: reading.insert(source)
    case .waiting: waiting.insert(source)
    case .failed(let failure):
      failed[source] = Failed(source: source, failure: failure, wasRead: wasRead)
    case .ended: ended.insert(source)
    }
  }
}
