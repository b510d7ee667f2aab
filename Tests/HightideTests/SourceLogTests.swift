import Dashboard
import Testing

@testable import LogTail
@testable import hightide

/// What the screen says of the sources.
struct SourceLogTests {
  private let log = SourceLog(paths: ["*.log"], isDemo: false, progress: LoadProgress())

  private func note(_ change: SourceEvent.Change, of path: String) {
    log.note(SourceEvent(path: path, change: change))
  }

  /// One pattern may stand for many files, of which one that is gone stops nothing.
  @Test func isWaitingOnlyWhereNothingIsRead() {
    log.noteLoaded()
    #expect(log.status.state == .following)
    note(.waiting, of: "*.log")
    #expect(log.status.state == .waiting)
    note(.opened, of: "a.log")
    note(.opened, of: "b.log")
    note(.waiting, of: "b.log")
    #expect(log.status.state == .following)
    note(.waiting, of: "a.log")
    #expect(log.status.state == .waiting)
    note(.resumed, of: "a.log")
    #expect(log.status.state == .following)
  }
}
