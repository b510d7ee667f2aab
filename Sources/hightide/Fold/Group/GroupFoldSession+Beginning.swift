import Kafka
import Pipeline
import Remote
import System

// From where partitions are folded.
extension GroupFoldSession {
  enum Restart {
    case another
    case retention(folded: Int)
    case otherMeaning(folded: Int)
  }

  /// Begins to fold partitions, each where another one left it.
  func begin(_ numbers: [Int32]) {
    var assignments: [GroupAssignment] = []
    while !numbers.isEmpty {
      let isDone = attempt { () throws(KafkaError) in
        assignments = try reader.assignments(of: numbers)
        for assignment in assignments { try begin(assignment) }
      }
      if isDone { break }
      guard interruption.sleep(.seconds(1)) else { return }
    }
    tellFresh()
    let begun = assignments.map(\.partition)
    unread.formUnion(numbers.filter { !begun.contains($0) })
    attempt { () throws(KafkaError) in try reader.assign(begun) }
    isPaused = false
    if !numbers.isEmpty { tellPartitions() }
    announce()
  }

  /// Begins to fold partitions that had no leader when they were given, and says which still have none.
  func beginUnread() {
    guard !unread.isEmpty else {
      toldUnread = []
      return
    }
    attempt { () throws(KafkaError) in
      for assignment in try reader.assignments(of: unread.sorted()) {
        try begin(assignment)
        try reader.assign([assignment.partition])
        unread.remove(assignment.partition)
        isPaused = false
        tellFresh()
        tellPartitions()
      }
    }
    for number in unread.subtracting(toldUnread).sorted() {
      say("partition \(number) of '\(source.topic)' has no leader: it is folded once it has one")
    }
    toldUnread = unread
  }

  private func begin(_ assignment: GroupAssignment) throws(KafkaError) {
    let number = assignment.partition
    var kept: PartitionCommit?
    if let commit = assignment.committed {
      kept = PartitionCommit(commit.metadata, at: commit.offset)
      if kept == nil {
        say(
          "partition \(number) of '\(source.topic)': its place in the group was kept by another "
            + "program or version")
      }
    }
    guard let commit = assignment.committed, let kept else {
      // What was folded here had a place, which went with the topic.
      return folded[number] == nil
        ? try beginFresh(assignment) : restart(number, .another, assignment)
    }
    begin(assignment, at: commit, kept)
  }

  private func begin(
    _ assignment: GroupAssignment, at commit: GroupCommit, _ kept: PartitionCommit
  ) {
    let number = assignment.partition
    guard commit.offset <= assignment.high else { return restart(number, .another, assignment) }
    guard commit.offset >= assignment.low else {
      return restart(number, .retention(folded: kept.folded), assignment)
    }
    guard kept.meaning == meaning else {
      return restart(number, .otherMeaning(folded: kept.folded), assignment)
    }
    reader.begin(
      number,
      at: .committed(offset: commit.offset, time: kept.time, low: assignment.low))
    folds[number] = PartitionFold(
      number, of: source.topic, settings: settings, at: commit.offset, kept)
    nameless.remove(number)
    committed[number] = commit
    pending[number] = nil
  }

  /// Begins where nothing was committed.
  private func beginFresh(_ assignment: GroupAssignment) throws(KafkaError) {
    var (offset, since) = (assignment.low, 0)
    if !isFromStart {
      // A partition that was added since the group began has all its records read.
      let known = try groupSince()
      since =
        known
        ?? Int(MachineClock.wall.components.seconds) - GroupFoldSession.beginningSeconds
      if since > 0 {
        offset =
          try reader.offset(of: assignment.partition, since: since * 1_000) ?? assignment.high
      }
      if known != nil {
        say(
          "partition \(assignment.partition) of '\(source.topic)' is new to the group, and is read "
            + "from when the group began")
      } else {
        fresh.insert(assignment.partition)
      }
    }
    begin(assignment.partition, at: offset, life: "", since: since)
    if offset == 0 { nameless.insert(assignment.partition) }
  }

  /// Names the origin of a partition that is folded from its beginning by when its first record arrived.
  ///
  /// A topic that is erased takes the group's places with it. Made again, it must not go on with the origin of
  /// the one before, whose greater revisions would hold.
  func nameOrigin(by batch: PartitionBatch) {
    guard nameless.remove(batch.partition) != nil, let time = batch.topicTime,
      let fold = folds[batch.partition]
    else { return }
    begin(
      batch.partition, named: "@" + String(time, radix: 36), at: fold.next, since: fold.groupSince)
  }

  /// Says which partitions have no place, as in a group that is new or was away for longer than brokers keep
  /// its places.
  private func tellFresh() {
    guard !fresh.isEmpty else { return }
    let numbers = fresh.sorted().map { "\($0)" }.joined(separator: ", ")
    say(
      "\(source.name): the group has no place in \(numbers), and reads from an hour back; --from-start "
        + "reads all")
    fresh = []
  }

  /// Since when what arrived is folded by the group; `nil` if it has no commits.
  private func groupSince() throws(KafkaError) -> Int? {
    try reader.commits().compactMap { PartitionCommit($0.metadata, at: $0.offset)?.groupSince }
      .min()
  }

  /// Begins again in a partition that is read here.
  func begin(again number: Int32, _ restart: (GroupAssignment) -> Restart) {
    attempt { () throws(KafkaError) in
      guard let assignment = try reader.assignments(of: [number]).first else {
        doubtful.insert(number)
        return
      }
      self.restart(number, restart(assignment), assignment)
      try reader.read(again: number)
    }
    announce()
  }

  /// Goes on from the last commit of partitions that are in doubt, once the topic is there: where the record
  /// before it is another one, so is the topic.
  func verify() {
    guard !doubtful.isEmpty else { return }
    attempt { () throws(KafkaError) in
      for assignment in try reader.assignments(of: doubtful.sorted()) {
        let number = assignment.partition
        if let commit = committed[number],
          let kept = PartitionCommit(commit.metadata, at: commit.offset)
        {
          begin(assignment, at: commit, kept)
        } else {
          restart(number, .another, assignment)
        }
        try reader.read(again: number)
        doubtful.remove(number)
      }
    }
  }

  /// Begins as another origin, since what was said of this one cannot be said again.
  private func restart(_ number: Int32, _ restart: Restart, _ assignment: GroupAssignment) {
    let wall = Int(MachineClock.wall.components.seconds)
    let name = "partition \(number) of '\(source.topic)'"
    var offset = assignment.low
    switch restart {
    case .another:
      say("\(name): the topic was erased and made again; it is read from its oldest record")
      folded[number] = nil
    case .retention(let folded):
      offset = max(assignment.low, folded)
      let lost = offset - folded
      if lost > 0 {
        say("\(name): \(lost) records were deleted by the topic's retention before they were read")
      }
    case .otherMeaning(let folded):
      offset = min(max(assignment.low, folded), assignment.high)
      say("\(name): what is added up is not what the group added up before: a new origin begins")
    }
    let kept = assignment.committed.flatMap { PartitionCommit($0.metadata, at: $0.offset) }
    begin(
      number, at: offset, life: "#" + String(wall, radix: 36),
      since: kept?.groupSince ?? folds[number]?.groupSince)
  }

  private func begin(_ number: Int32, at offset: Int, life: String, since: Int?) {
    reader.begin(number, at: .fresh(offset: offset))
    begin(number, named: life, at: offset, since: since)
    nameless.remove(number)
    pending[number] = nil
    committed[number] = nil
    unannounced.insert(number)
  }

  private func begin(_ number: Int32, named life: String, at offset: Int, since: Int?) {
    var commit = PartitionCommit()
    commit.life = life
    commit.groupSince = since
    commit.meaning = meaning
    commit.folded = offset
    folds[number] = PartitionFold(
      number, of: source.topic, settings: settings, at: offset, commit)
  }

  /// Commits the first places of partitions, before anything is said of them.
  func announce() {
    let numbers = unannounced.filter { folds[$0] != nil && !nameless.contains($0) }
    guard !numbers.isEmpty else { return }
    let commits = numbers.compactMap { number -> GroupCommit? in
      guard let fold = folds[number] else { return nil }
      var commit = PartitionCommit()
      commit.life = fold.life
      commit.meaning = meaning
      let offset = fold.batches.first?.offset ?? fold.next
      commit.folded = offset
      commit.groupSince = fold.groupSince
      commit.time = fold.batches.first.map(\.timeBefore) ?? fold.time
      return commit.text(at: offset).map {
        GroupCommit(partition: number, offset: offset, metadata: $0)
      }
    }
    do throws(KafkaError) {
      try reader.commit(commits, waits: true)
      unannounced.subtract(numbers)
      for commit in commits { committed[commit.partition] = commit }
    } catch {
      // The group is being shared out again: tried again.
    }
  }
}
