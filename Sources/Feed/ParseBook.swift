/// Whether the lines of each source can be parsed: the memory of a source that outlives its batches.
///
/// A source is *unparsed* after ``manyLines`` malformed lines without a hit between them, or once
/// ``longTime`` has passed since the first of them; with its next hit it is parsed again.
package struct ParseBook: Sendable {
  package static let manyLines = 100
  package static let longTime = Duration.seconds(10)

  private struct Entry {
    /// Malformed lines since the last hit.
    var malformed = 0
    /// When the first of them was read, on a clock that never jumps.
    var since = Duration.zero
    /// When the last of them was read.
    var last = Duration.zero
    var example: [UInt8] = []
    var expected = ""
    var isUnparsed = false
    var hasHits = false
    var total = 0
    var lostPairs = 0
  }

  private var entries: [SourceName: Entry] = [:]
  /// The sources whose newest lines are malformed.
  private(set) var inDoubt: Set<SourceName> = []

  package init() {}

  /// Whether a source that had hits now has malformed lines: then a log without hits is not quiet.
  ///
  /// A log to which nothing was written for ``longTime`` is quiet, whatever its last line was.
  ///
  /// - Complexity: O(sources of which the newest line is malformed).
  package func isInDoubt(at uptime: Duration) -> Bool {
    inDoubt.contains { source in
      entries[source].map { uptime - $0.last < ParseBook.longTime } ?? false
    }
  }

  /// Adds a run of lines of a source, and returns the changes to report.
  ///
  /// - Complexity: O(1).
  package mutating func note(
    _ run: ParseRun, of source: SourceName, at uptime: Duration
  ) -> [SourceEvent] {
    var events: [SourceEvent] = []
    if run.lostPairs > 0 {
      let before = entries[source]?.lostPairs ?? 0
      let lost = before + run.lostPairs
      entries[source, default: Entry()].lostPairs = lost
      // Said with the first, the tenth, the hundredth …, so that it is neither missed nor repeated.
      if "\(lost)".count > "\(before)".count || before == 0 {
        events.append(SourceEvent(source: source, change: .unpaired(lost)))
      }
    }
    guard run.malformed > 0 || (entries[source]?.malformed ?? 0) > 0 else {
      if run.hits > 0 { entries[source, default: Entry()].hasHits = true }
      return events
    }
    var entry = entries[source] ?? Entry()
    entry.total += run.malformed
    if entry.malformed == 0 { entry.since = uptime }
    if run.malformed > 0 { entry.last = uptime }
    // A single byte, as UTF-16 leaves at the end of a file, is no better example than any before it.
    if run.malformed > 0, run.example.count > 1 || entry.example.isEmpty {
      if !run.example.isEmpty { entry.example = run.example }
      entry.expected = run.expected
    }
    entry.malformed += run.leading
    judge(&entry, source, at: uptime, &events)
    if run.hits > 0 {
      // Within one batch a longer run may stand between two hits.
      entry.malformed = max(entry.malformed, run.longest)
      if run.longest > run.leading, run.longest > run.trailing {
        judge(&entry, source, at: uptime, &events)
      }
      entry.hasHits = true
      if entry.isUnparsed { events.append(SourceEvent(source: source, change: .parsed)) }
      entry.isUnparsed = false
      entry.malformed = run.trailing
      entry.since = uptime
      judge(&entry, source, at: uptime, &events)
    }
    entries[source] = entry
    if entry.malformed > 0 { inDoubt.insert(source) } else { inDoubt.remove(source) }
    return events
  }

  /// Returns the changes to report of sources whose first malformed line was read long ago.
  ///
  /// - Complexity: O(*n* log *n*) of the sources in doubt, however many others there are.
  package mutating func tick(at uptime: Duration) -> [SourceEvent] {
    var events: [SourceEvent] = []
    for source in inDoubt.sorted() {
      guard var entry = entries[source], !entry.isUnparsed else { continue }
      judge(&entry, source, at: uptime, &events)
      entries[source] = entry
    }
    return events
  }

  /// Forgets a source's last lines: no more lines come at the moment.
  package mutating func rest(_ source: SourceName) {
    entries[source]?.malformed = 0
    entries[source]?.isUnparsed = false
    inDoubt.remove(source)
  }

  /// The sources that gave malformed lines and no hit, in the order of their names.
  package var withoutHits: [(source: SourceName, unparsed: Unparsed)] {
    entries.filter { !$0.value.hasHits && $0.value.total > 0 }.sorted { $0.key < $1.key }.map {
      source, entry in
      (source, Unparsed(malformed: entry.total, example: entry.example, expected: entry.expected))
    }
  }

  /// How many hits of a source are without a request, in the order of the sources' names.
  package var unpaired: [(source: SourceName, hits: Int)] {
    entries.filter { $0.value.lostPairs > 0 }.sorted { $0.key < $1.key }.map {
      ($0.key, $0.value.lostPairs)
    }
  }

  /// Whether any source gave a hit.
  package var hasHits: Bool { entries.values.contains { $0.hasHits } }

  /// A source of which the newest lines are malformed, as the next run has to know it.
  package struct Doubt: Hashable, Sendable {
    package var source: SourceName
    package var lines: Unparsed
    /// Whether it was said that it cannot be parsed.
    package var isUnparsed: Bool

    package init(source: SourceName, lines: Unparsed, isUnparsed: Bool) {
      self.source = source
      self.lines = lines
      self.isUnparsed = isUnparsed
    }
  }

  /// The sources in doubt, in the order of their names.
  package var doubts: [Doubt] {
    inDoubt.sorted().compactMap { source in
      entries[source].map { entry in
        Doubt(
          source: source,
          lines: Unparsed(
            malformed: entry.malformed, example: entry.example, expected: entry.expected),
          isUnparsed: entry.isUnparsed)
      }
    }
  }

  /// Takes over what an earlier run left: what could not be parsed then is said again at the next
  /// tick, unless it can be by then.
  package mutating func resume(_ doubts: [Doubt], at uptime: Duration) {
    for doubt in doubts {
      var entry = Entry()
      entry.malformed = doubt.lines.malformed
      entry.example = doubt.lines.example
      entry.expected = doubt.lines.expected
      entry.since = doubt.isUnparsed ? uptime - ParseBook.longTime : uptime
      // Nothing has been written to it in this run.
      entry.last = uptime - ParseBook.longTime
      entries[doubt.source] = entry
      inDoubt.insert(doubt.source)
    }
  }

  private func judge(
    _ entry: inout Entry, _ source: SourceName, at uptime: Duration, _ events: inout [SourceEvent]
  ) {
    guard !entry.isUnparsed, entry.malformed > 0,
      entry.malformed >= ParseBook.manyLines || uptime - entry.since >= ParseBook.longTime
    else { return }
    entry.isUnparsed = true
    let unparsed = Unparsed(
      malformed: entry.malformed, example: entry.example, expected: entry.expected)
    events.append(SourceEvent(source: source, change: .unparsed(unparsed)))
  }
}
