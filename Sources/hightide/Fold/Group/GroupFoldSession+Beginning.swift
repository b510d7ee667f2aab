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
    attempt { () throws(KafkaError) in try reader.assign(numbers) }
    isPaused = false
    if !numbers.isEmpty { tellPartitions() }
    announce()
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
    committed[number] = commit
    pending[number] = nil
  }

  /// Begins where nothing was committed.
  private func beginFresh(_ assignment: GroupAssignment) throws(KafkaError) {
    var offset = assignment.low
    if !isFromStart {
      let since = Int(MachineClock.wall.components.seconds) - GroupFoldSession.beginningSeconds
      offset =
        try reader.offset(of: assignment.partition, since: since * 1_000) ?? assignment.high
    }
    if offset > assignment.low {
      say(
        "partition \(assignment.partition) of '\(source.topic)' has no place in the group: it is "
          + "read from an hour back; --from-start reads all")
    }
    begin(assignment.partition, at: offset, life: "")
  }

  /// Begins again in a partition that is read here.
  func begin(again number: Int32, _ restart: (GroupAssignment) -> Restart) {
    attempt { () throws(KafkaError) in
      guard let assignment = try reader.assignments(of: [number]).first else { return }
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
    begin(number, at: offset, life: "#" + String(wall, radix: 36))
  }

  private func begin(_ number: Int32, at offset: Int, life: String) {
    reader.begin(number, at: .fresh(offset: offset))
    var commit = PartitionCommit()
    commit.life = life
    commit.meaning = meaning
    commit.folded = offset
    folds[number] = PartitionFold(
      number, of: source.topic, settings: settings, at: offset, commit)
    pending[number] = nil
    committed[number] = nil
    unannounced.insert(number)
  }

  /// Commits the first places of partitions, before anything is said of them.
  func announce() {
    let numbers = unannounced.filter { folds[$0] != nil }
    guard !numbers.isEmpty else { return }
    let commits = numbers.compactMap { number -> GroupCommit? in
      guard let fold = folds[number] else { return nil }
      var commit = PartitionCommit()
      commit.life = fold.life
      commit.meaning = meaning
      let offset = fold.batches.first?.offset ?? fold.next
      commit.folded = offset
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
