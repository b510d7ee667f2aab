import Feed
import System

/// Looks at logs: which files their names mean, and how far these reach.
extension Tail {
  /// Longer than any file is waited for that may just be written over or copied.
  private static let longestRest: Duration = .seconds(10)

  /// Looks at the logs that changed, and prepares to read what is new.
  ///
  /// - Complexity: O(names that are looked at) where nothing was reported.
  mutating func look(after changes: ChangeWatch.Changes, at now: ContinuousClock.Instant) {
    folders.beginLook()
    rungs = nil
    let known = paths.count
    let turn = polls.take(of: known)
    if changes == .unknown || turn != nil { findMatches(at: now) }
    var runs: [[Segment]] = []
    var isAnyGone = false
    let mayChange = changes == .seen([]) ? turn ?? 0..<0 : 0..<known
    for index in [mayChange, known..<paths.count].joined()
    where index >= known || turn?.contains(index) ?? false
      || paths[index].isConcerned(by: changes)
    {
      let listing = paths[index].newListing()
      paths[index].beginLook(at: now)
      let wasEmptied = lookAtLog(index, at: isEnding ? now + Tail.longestRest : now)
      if let listing, !wasEmptied { paths[index].know(whatIsIn: listing) }
      // With the copies of those that were emptied.
      let present = paths[index].generations
      lookedAt += present
      for (before, next) in zip(present, present.dropFirst()) where next.remembered == nil {
        next.predecessor = before
      }
      let retired = paths[index].retire(at: now, quietFor: configuration.rotatedRest)
      retiring += retired
      let segments = present.compactMap { generation in
        Segment(of: generation, isLast: retired.contains { $0 === generation })
      }
      if !segments.isEmpty { runs.append(segments) }
      noteWhetherWatched(paths[index])
      isAnyGone = isAnyGone || paths[index].isGoneForGood
    }
    if isAnyGone {
      for path in paths.removeAll(where: \.isGoneForGood) { registry.didLeaveLog(at: path.place) }
    }
    if runs.isEmpty {
      reportFailures()
    } else {
      merge = .loading(runs, origin: .live, configuration.knowledge)
    }
  }

  /// Looks what a name means now and how far its files reach, the newest file first; returns whether
  /// one of them was emptied.
  ///
  /// Then what the name means is looked at again: a file that took the name since
  /// comes behind the copy of what the former one held.
  private mutating func lookAtLog(_ index: Int, at now: ContinuousClock.Instant) -> Bool {
    var wasEverEmptied = false
    for _ in 0..<FollowedPath.maximumAttempts {
      for change in lookAtName(index, at: now) { say(change, of: paths[index].path) }
      paths[index].watch(with: watch)
      var wasEmptied = false
      for generation in paths[index].generations.reversed()
      where !generation.isCompressed && paths[index].isReading(generation) {
        wasEmptied = lookAt(generation, of: index, at: now) || wasEmptied
      }
      guard wasEmptied else { break }
      wasEverEmptied = true
    }
    return wasEverEmptied
  }

  private mutating func noteWhetherWatched(_ path: FollowedPath) {
    if path.generations.contains(where: { $0.watch == nil }) {
      unwatched.insert(path.path)
    } else if !unwatched.isEmpty {
      unwatched.remove(path.path)
    }
  }

  /// Looks what a name means now, and says what changed.
  private mutating func lookAtName(
    _ index: Int, at now: ContinuousClock.Instant
  ) -> [SourceEvent.Change] {
    do {
      guard try !isCopy(index, at: now) else { return paths[index].becomeAlias() }
      return paths[index].look(at: now, in: &registry)
    } catch {
      return paths[index].fail(error)
    }
  }

  /// Looks how far a file reaches, and begins again with one that was emptied; returns whether it
  /// was.
  private mutating func lookAt(
    _ generation: Generation, of index: Int, at now: ContinuousClock.Instant
  ) -> Bool {
    do {
      switch try generation.look(at: now) {
      case .none, .grown: return false
      case .shortened, .rewritten:
        // How much of what is there came since cannot be known.
        say(.truncated, of: generation.path)
        say(.missed, of: generation.path)
      case .truncated where paths[index].isRotated(generation):
        switch try paths[index].whatIsWritten(over: generation) {
        case .unknown: return false
        case .copy: try leave(generation, of: index)
        case .lines: try readAgain(generation, at: now)
        }
      case .truncated:
        let before = generation.content
        // All of it or, if something cannot be read, nothing: then this comes again.
        let copies = try paths[index].copies(of: before, emptied: generation, at: now, registry)
        if let overwritten = copies.overwritten { try leave(overwritten, of: index) }
        try readAgain(generation, readsLineOn: copies.rest != nil, at: now)
        paths[index].adopt(copies, of: before, emptied: generation, in: &registry)
      }
      return true
    } catch {
      generation.failure = .system(error)
      return false
    }
  }

  /// Reads a file that was emptied from its beginning; the line that was under way counts as it is,
  /// unless it is read on in a copy.
  private mutating func readAgain(
    _ generation: Generation, readsLineOn: Bool = false, at now: ContinuousClock.Instant
  ) throws(SystemError) {
    let position = generation.position
    let memory = generation.knownMemory ?? configuration.knowledge.blank
    let line = try generation.restart(at: now)
    untold.append(position.emptied)
    say(.truncated, of: generation.path)
    guard !readsLineOn else { return }
    append(line, of: generation.path, with: memory, positions: [generation.position])
  }

  /// Leaves a rotated file that a copy was written over.
  private mutating func leave(_ generation: Generation, of index: Int) throws(SystemError) {
    let memory = generation.knownMemory ?? configuration.knowledge.blank
    let line = generation.flush()
    try paths[index].leave(generation)
    close(generation)
    append(line, of: generation.path, with: memory)
  }
}
