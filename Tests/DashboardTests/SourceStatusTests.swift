import Feed
import Testing

@testable import Dashboard

/// What the screen says of the sources.
struct SourceStatusTests {
  private func state(
    after events: [(SourceName, SourceEvent.Change)], paths: [String] = ["*.log"],
    loading: SourceStatus.Loading = .over, saveFailure: String? = nil, isOver: Bool = false
  ) -> SourceStatus.State {
    var book = SourceBook()
    for (source, change) in events { book.note(SourceEvent(source: source, change: change)) }
    if isOver { book.end() }
    return SourceStatus(
      of: book, paths: paths, isDemo: false, loading: loading, saveFailure: saveFailure
    ).state
  }

  private let denied = SourceFailure(reason: "Permission denied", isFinal: false)

  /// One pattern may stand for many files, of which one that is gone stops nothing.
  @Test func isWaitingOnlyWhereNothingIsRead() {
    var events: [(SourceName, SourceEvent.Change)] = []
    #expect(state(after: events) == .following)
    let steps: [(SourceName, SourceEvent.Change, SourceStatus.State)] = [
      ("*.log", .waiting, .waiting), ("a.log", .opened, .following), ("b.log", .opened, .following),
      ("b.log", .waiting, .following), ("a.log", .waiting, .waiting),
      ("a.log", .resumed, .following),
    ]
    for (source, change, expected) in steps {
      events.append((source, change))
      #expect(state(after: events) == expected)
    }
  }

  @Test func saysThatNothingCanBeParsed() {
    let unparsed = Unparsed(malformed: 100, example: [], expected: "a line")
    let opened: [(SourceName, SourceEvent.Change)] = [("a", .opened), ("a", .unparsed(unparsed))]
    #expect(state(after: opened) == .unparsed(source: "a", expected: "a line"))
    #expect(state(after: opened + [("a", .rotated)]) == .unparsed(source: "a", expected: "a line"))
    #expect(state(after: opened + [("a", .parsed)]) == .following)
  }

  @Test func saysHowFarBehindTheSlowestIs() {
    let far = SourceLag(seconds: 90, records: 12_000)
    let lags: [(SourceName, SourceEvent.Change)] = [
      ("a", .opened), ("a", .lag(far)), ("b", .lag(SourceLag(seconds: 7, records: 90_000))),
    ]
    #expect(state(after: lags) == .behind(far))
    #expect(
      SourceStatus(state: .behind(far), paths: []).words == "1 min 30 s behind, 12000 records")
    #expect(state(after: lags, loading: .under(share: nil)) == .loading(share: nil))
    #expect(state(after: lags + [("a", .lag(.none)), ("b", .lag(.none))]) == .following)
    #expect(state(after: lags + [("a", .failed(denied))], paths: ["a"]) != .behind(far))
  }

  @Test func saysTheWorst() {
    #expect(state(after: [], loading: .under(share: 0.5)) == .loading(share: 0.5))
    #expect(
      state(after: [], loading: .under(share: nil), saveFailure: "full") == .unsaved(reason: "full")
    )
    #expect(state(after: [("a", .waiting)], saveFailure: "full") == .waiting)
    #expect(state(after: [("-", .ended)], paths: ["-"], saveFailure: "full") == .ended)
    #expect(state(after: [], isOver: true) == .ended)
    #expect(
      state(after: [("a", .failed(denied))], paths: ["a"], isOver: true)
        == .failed(reason: "Permission denied"))
    // A pattern stands for several.
    #expect(
      state(after: [("a", .failed(denied))], isOver: true)
        == .failed(reason: "a: Permission denied"))
    #expect(
      state(after: [("b", .failed(denied)), ("a", .failed(denied))], paths: ["a", "b"])
        == .failed(reason: "a: Permission denied (and 1 more)"))
  }
}
