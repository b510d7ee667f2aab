import LogTail

extension FarLog {
  /// Where reading begins.
  struct Beginning {
    var mode: TailConfiguration.Mode
    /// How much of the log's time is read as context, in seconds.
    var seconds: Int
    var positions: [FilePosition] = []
  }

  struct Question: Equatable {
    /// Without a newline.
    var text: String
    /// How many bytes the answer may have.
    var limit: Int
  }

  /// What is asked for in a round, in order.
  var firstTargets: [Target] {
    if !hasBegun { return [.search] }
    // Files of an earlier run have yet to be found.
    if current == nil, !old.isEmpty { return [.list] }
    let wantsList = !lost.isEmpty || !knowsAll && current != nil
    return old.indices.map { .old($0) } + [.current] + (wantsList ? [.list] : [])
  }

  /// The question about a target; `nil` if there is none any more.
  func question(_ target: Target) -> Question? {
    switch target {
    case .list: return Question(text: "L", limit: 0)
    case .search:
      let probe = search?.probe ?? (start: 0, limit: FarSearch.probeSize)
      return ask(search?.inode ?? 0, probe.start, probe.start, probe.limit, "")
    case .current:
      guard let file = current else { return ask(0, 0, 0, 0, "") }
      let limit = contextEnd.map { min(FarLog.limit, max(0, $0 - file.taken)) } ?? FarLog.limit
      return ask(file.inode, file.start, file.seen, file.check.length + limit, "")
    case .old(let index):
      guard old.indices.contains(index) else { return nil }
      let file = old[index]
      return ask(
        file.inode, file.start, file.seen, file.check.length + limit(of: file.suffix), file.suffix)
    case .candidate(let entry):
      guard let file = lost.first else { return nil }
      // Its check is asked for even if nothing follows.
      return ask(
        entry.inode, file.start, file.start, file.check.length + limit(of: entry.suffix),
        entry.suffix)
    }
  }

  private func limit(of suffix: String) -> Int {
    suffix.hasSuffix(".gz") ? FarLog.compressedLimit : FarLog.limit
  }

  private func ask(
    _ inode: UInt64, _ start: Int, _ seen: Int, _ limit: Int, _ suffix: String
  ) -> Question {
    Question(
      text: "P \(inode) \(start) \(seen) \(limit)" + (suffix.isEmpty ? "" : " \(suffix)"),
      limit: limit)
  }
}
