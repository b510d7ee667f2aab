import Feed
import LogTail
import System

/// Follows one log on the far side: which questions to ask, and what the answers mean.
///
/// A value without a connection: questions go out one at a time, and one that is never answered is asked
/// again over the next connection, so that nothing is lost or doubled where one breaks.
struct FarLog {
  /// How much is asked for at a time, in bytes; of a compressed file more, since each time it is unpacked
  /// from its beginning.
  static let limit = 1 << 18
  static let compressedLimit = 1 << 23
  /// How long a rotated file is asked for that has nothing new: its server may not have been told.
  static let rotatedRest = Duration.seconds(60)
  /// How many files beside the log are tried for what was cut off.
  static let mostCandidates = 4

  enum Status: Equatable {
    case unknown
    case reading
    case waiting
    case failed(SourceFailure)
  }

  enum Target: Equatable {
    case search
    case current
    case old(Int)
    case list
    /// Whether the rest of the first file that is lost stands in this one.
    case candidate(FarEntry)

    var isOld: Bool { if case .old = self { true } else { false } }
  }

  let name: String
  let base: String
  let knowledge: LineKnowledge
  let server: [UInt8]
  var beginning: Beginning
  var memory: SourceMemory
  var current: FarFile?
  /// Rotated ones, in the order in which they were written.
  var old: [FarFile] = []
  /// The content of files that are not there any more, with what is yet to be found of it.
  var lost: [FarFile] = []
  var candidates: [FarEntry] = []
  var entries: [FarEntry] = []
  /// Files that need not be read, besides those that are.
  var known = FarKnown()
  /// What ``known`` was before the last list: a file may turn out to be another one than it seemed there.
  var knownBefore = FarKnown()
  /// Whether all that were there at the start are among these.
  var knowsAll = false
  var search: FarSearch?
  /// Up to where what is read is context; `nil` once it has been.
  var contextEnd: Int?
  var coveredSince: Int?
  /// From when on lines count if the far side was first reached after the start, by our clock.
  var lateSince: Int?
  var lastTime: Int?
  private(set) var hasCaughtUp = false
  private(set) var asked: Target?
  private var pending: [Target] = []
  private(set) var hasBegun = false
  private var hasListed = false
  private(set) var nextRound = Duration.zero
  var status = Status.unknown
  /// Whether the connection was broken since the last whole round of questions.
  private(set) var hasReconnected = false
  /// Lines before one of that time are not given.
  var skipBefore: Int?
  /// Whether the first line is not there from its beginning.
  var isTorn = false
  /// Files that are done with, until it is told.
  var closed: [FilePosition] = []
  var items: [TailItem] = []
  /// How far the far clock is ahead of ours, in seconds, as it was last said.
  var toldSkew = 0
  var skew = 0

  init(
    _ place: SshPlace, _ knowledge: LineKnowledge, server: [UInt8], _ beginning: Beginning,
    at now: Duration
  ) {
    name = place.name
    base = place.path.split(separator: "/").last.map(String.init) ?? ""
    self.server = server
    self.knowledge = knowledge
    self.beginning = beginning
    memory = knowledge.ofServer(knowledge.blank, server)
    for position in beginning.positions where position.identity.inode != 0 {
      old.append(FarFile(position, at: now))
      if let memory = position.memory { self.memory = knowledge.ofServer(memory, server) }
    }
    hasBegun = !beginning.positions.isEmpty
  }

  /// Whether nothing more is to be asked for now.
  func isResting(at now: Duration) -> Bool { asked == nil && pending.isEmpty && now < nextRound }

  /// The next question; `nil` if one is not answered yet, or none is due.
  mutating func next(at now: Duration) -> Question? {
    guard asked == nil else { return nil }
    while true {
      if pending.isEmpty {
        guard now >= nextRound else { return nil }
        nextRound = now + .milliseconds(500)
        hasListed = false
        dropQuiet(at: now)
        pending = firstTargets
      }
      let target = pending.removeFirst()
      guard let question = question(target) else { continue }
      asked = target
      return question
    }
  }

  /// Records that the connection broke: what was asked is asked again.
  mutating func disconnect(at now: Duration) {
    asked = nil
    pending = []
    search = nil
    current?.isDoubted = true
    for index in old.indices { old[index].isDoubted = true }
    hasReconnected = true
    nextRound = now
  }

  /// Has all files asked for once more at once.
  mutating func hurry(at now: Duration) {
    nextRound = now
  }

  /// Takes in an answer; returns what there is to give.
  mutating func take(_ answer: FarAnswer, at now: Duration, wall: Int) -> [TailItem] {
    guard answer != .hello, let target = asked else { return [] }
    asked = nil
    switch answer {
    case .hello, .fold: break
    // It is looked at again at once.
    case .cut:
      pending = []
      nextRound = now
    case .list(let entries): resolve(entries, at: now)
    case .bytes(let bytes, let before, let after, let time):
      noteClock(time, wall)
      // Which file the bytes are of is known only if the name meant one all the while.
      if bytes.isEmpty || before.inode == after.inode {
        take(bytes, before, target, at: now)
        if pending.isEmpty { endRound() }
      } else {
        pending = []
      }
    }
    defer { items = [] }
    return items
  }

  private mutating func take(
    _ bytes: [UInt8], _ name: FarName, _ target: Target, at now: Duration
  ) {
    switch target {
    case .list: break
    case .search: takeProbe(bytes, name, at: now)
    case .current: takeCurrent(bytes, name, at: now)
    case .old(let index):
      guard old.indices.contains(index) else { return }
      guard case .file(let inode, let size) = name, inode == old[index].inode else {
        return list()
      }
      guard size >= old[index].taken else {
        // Another file has its number.
        let former = old.remove(at: index)
        doubt(inode)
        if !former.isDone { lost.append(former) }
        return list()
      }
      old[index].lastSeen = now
      guard !bytes.isEmpty else { return dropCopy(index) }
      let before = old[index].taken
      guard let lines = old[index].take(bytes, at: now) else { return replace(index, at: now) }
      give(lines)
      if old[index].taken > before { pending.insert(.old(index), at: 0) }
    case .candidate(let entry): takeCandidate(bytes, name, entry, at: now)
    }
  }

  /// Takes in that an old file is another one than it seemed.
  private mutating func replace(_ index: Int, at now: Duration) {
    let former = old[index]
    if former.isPresumed {
      old[index] = FarFile(inode: former.inode, suffix: former.suffix, at: now)
      return pending.insert(.old(index), at: 0)
    }
    lost.append(old.remove(at: index))
    doubt(former.inode)
    list()
  }

  private mutating func takeCurrent(_ bytes: [UInt8], _ name: FarName, at now: Duration) {
    guard case .file(let inode, let size) = name else { return missing(name) }
    guard var file = current else {
      guard hasBegun, old.isEmpty, lost.isEmpty else { return list() }
      return begin(inode, now)
    }
    guard inode == file.inode else { return list() }
    guard size >= file.taken else { return emptied(inode, at: now) }
    reads()
    guard !bytes.isEmpty else { return }
    guard let lines = file.take(bytes, at: now) else { return emptied(inode, at: now) }
    current = file
    give(lines, isContext: contextEnd != nil)
    if let end = contextEnd, file.taken >= end { endContext() }
    if size > file.taken { pending.insert(.current, at: 0) }
  }

  /// The log was emptied, and perhaps written to again; what it held may stand in a copy.
  private mutating func emptied(_ inode: UInt64, at now: Duration) {
    if let current, current.check.length > 0 { lost.append(current) }
    current = FarFile(inode: inode, suffix: "", at: now)
    doubt(inode)
    endContext()
    reads(as: .truncated)
    list()
  }

  mutating func missing(_ name: FarName) {
    let isNew = current != nil
    if let file = current {
      old.append(file)
      current = nil
    }
    switch name {
    case .denied: fail("Permission denied")
    case .directory: fail("it is a directory; name a log file in it")
    case .none, .file:
      if status != .waiting { say(.waiting) }
      status = .waiting
    }
    hasBegun = true
    if isNew { list() }
  }

  /// Begins to read what the name means from a place on, where a line begins; up to an end it is context.
  mutating func begin(
    _ inode: UInt64, at place: Int = 0, contextEnd end: Int? = nil, _ now: Duration
  ) {
    hasBegun = true
    current = FarFile(inode: inode, suffix: "", from: place, at: now)
    reads()
    if let end, end > place { contextEnd = end } else if end != nil { catchUp() }
    pending += knowsAll ? [.current] : [.list, .current]
  }

  /// Asks which files there are, once a round.
  private mutating func list() {
    pending = hasListed ? [] : [.list]
    hasListed = true
  }

  mutating func ask(next targets: [Target]) { pending = targets }

  private mutating func dropQuiet(at now: Duration) {
    guard current != nil else { return }
    for index in old.indices.reversed() where now - old[index].lastGrowth >= FarLog.rotatedRest {
      var file = old.remove(at: index)
      noteRead(file)
      // What never got its end is a line all the same.
      give(file.flush())
      closed.append(file.position(named: name, memory: memory, isClosed: true))
    }
  }

  /// Forgets a copy that was read to its end: nothing is written to it, but another one may take its place.
  private mutating func dropCopy(_ index: Int) {
    guard old[index].isCopy else { return }
    let file = old.remove(at: index)
    noteRead(file)
    closed.append(file.position(named: name, memory: memory, isClosed: true))
    // The others have other places now.
    pending = old[index...].indices.map { .old($0) } + pending.filter { !$0.isOld }
  }

  /// Ends a round of questions: all that was there when it began has been read.
  private mutating func endRound() {
    // What is lost may have gone while nothing was seen.
    if lost.isEmpty { hasReconnected = false }
    if hasBegun, contextEnd == nil { catchUp() }
  }

  /// Ends the reading of what was there at the start.
  private mutating func endContext() {
    contextEnd = nil
    catchUp()
  }

  /// Says that no more context comes; what is still to be read of it is dropped.
  mutating func catchUp() {
    guard !hasCaughtUp else { return }
    hasCaughtUp = true
    items.append(
      .caughtUp(
        modified: lastTime.map { $0 - skew }, coveredSince: coveredSince,
        positions: current.map { [$0.position(named: name, memory: memory)] }
          ?? (lateSince == nil ? [FilePosition.beforeAll(of: name)] : [])))
    // What comes before would have to be looked for in rotated files.
    if let coveredSince { items.append(.earlierEnds(coveredSince: coveredSince, isAll: true)) }
  }

  /// Notes that what was there at the start has come by another way; whether that is news.
  mutating func catchUpElsewhere() -> Bool {
    defer { hasCaughtUp = true }
    return !hasCaughtUp
  }

  /// Takes what there is to give besides answers.
  mutating func takeItems() -> [TailItem] {
    defer { items = [] }
    return items
  }
}
