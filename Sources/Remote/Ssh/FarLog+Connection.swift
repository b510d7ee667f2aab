import Feed
import LogTail

extension FarLog {
  /// Says that the far side can be reached again; what became of the log is said with the next answer.
  mutating func recover() {
    if current != nil { reads(as: .resumed) }
  }

  /// Has the others go on without the context of this log: the far side cannot be reached for now.
  ///
  /// What was written before then is not read any more; what is written from then on counts.
  mutating func giveUpContext(wall: Int) {
    guard !hasCaughtUp else { return }
    if current == nil { lateSince = wall }
    catchUp()
  }
}
