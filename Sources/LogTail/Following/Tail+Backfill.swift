import Feed
import System

/// How much of the logs that are there at the start is read.
extension Tail {
  /// A log that is there at the start.
  struct Found {
    /// Where its name stands in ``paths``.
    var path: Int
    var file: LogFile
  }

  /// Adopts the logs that were found, and prepares to read the part of each that is wanted.
  mutating func read(_ found: [Found], at now: ContinuousClock.Instant) {
    var readable: [Found] = []
    var extents: [Extent] = []
    for log in found {
      let path = paths[log.path].path
      do throws(FollowError) {
        let compression = try compression(of: log)
        do {
          extents.append(try Extent(of: log.file, in: compression, configuration))
          readable.append(log)
        } catch {
          throw .unreadable(path: path, reason: error)
        }
      } catch {
        refuse(error, of: path)
      }
    }
    let before = predecessors(of: readable, extents)
    let known = extents + before.flatMap(\.parts).map(\.extent)
    let cutoff = cutoff(for: known)
    var unread: [EarlierLines.Log] = []
    var runs: [LineRun] = []
    var readableSince = before.compactMap(\.coveredSince).max()
    if let cutoff {
      for (log, predecessors) in zip(readable, before) {
        do {
          runs += try backfill(predecessors, of: log, since: cutoff, &unread, at: now)
        } catch {
          // What cannot be read is not covered.
          readableSince = .max
        }
      }
    }
    for (log, extent) in zip(readable, extents) {
      let path = paths[log.path].path
      do {
        let wanted = try extent.part(since: cutoff)
        let generation = try Generation(
          path: path, log.file, offset: wanted.start, decoding: extent.compression, now: now)
        paths[log.path].adopt(generation, in: &registry)
        lookedAt.append(generation)
        say(.opened, of: path)
        startBytes += extent.end - wanted.start
        if cutoff != nil, wanted.start > 0 {
          unread.append(
            EarlierLines.Log(path: path, file: log.file, extent: extent, start: wanted.start))
        }
        guard wanted.start < wanted.end else { continue }
        let segment = Segment(
          generation: generation, limit: wanted.end,
          ending: configuration.mode == .replay ? .final : .open)
        let inherited = runs.last?.headTime ?? .min
        runs.append(
          LineRun(
            [segment], firstTime: wanted.firstTime ?? inherited,
            lastTime: wanted.firstTime == nil ? inherited : wanted.lastTime))
      } catch {
        refuse(.unreadable(path: path, reason: error), of: path)
      }
    }
    startOffsets = loadedBytes
    if let cutoff, !unread.isEmpty || readableSince != nil,
      let newest = known.compactMap(\.lastTime).max()
    {
      let covered = min(max(cutoff, readableSince ?? .min), newest + 1)
      coveredSince = covered
      earlier = EarlierLines(
        unread, coveredSince: covered, readableSince: readableSince, newest: newest,
        window: configuration.windowSeconds, bytesRead: startBytes, configuration.knowledge)
    }
    let isContext = if case .follow = configuration.mode { true } else { false }
    merge = LineMerge(runs, origin: isContext ? .backfill : .live, configuration.knowledge)
  }

  /// What each log was rotated to, where that is backfilled.
  private mutating func predecessors(of logs: [Found], _ extents: [Extent]) -> [Predecessors] {
    guard case .follow(let backfill) = configuration.mode,
      max(backfill, configuration.windowSeconds) > 0
    else { return [] }
    let newest = extents.compactMap(\.lastTime).max()
    return zip(logs, extents).map { log, extent in
      let siblings = Siblings.of(paths[log.path].place, in: folders) ?? []
      let found = try? Predecessors(
        of: log.file, extent, siblings: siblings, newest: newest, isFollowed: registry.isOpen,
        configuration)
      // What is written to a log when it is made says nothing of when its last line came.
      if extent.lastTime == nil, let written = found?.modified {
        modified = min(modified ?? .max, written / 1_000_000_000)
      }
      return found ?? Predecessors()
    }
  }

  /// Makes ready to read what a log was rotated to, and records what of it is left for later.
  private func backfill(
    _ predecessors: Predecessors, of log: Found, since cutoff: Int,
    _ unread: inout [EarlierLines.Log], at now: ContinuousClock.Instant
  ) throws(SystemError) -> [LineRun] {
    let path = paths[log.path].path
    var runs: [LineRun] = []
    for part in predecessors.parts.reversed() {
      let wanted = try part.extent.part(since: cutoff)
      let generation = try Generation(path: path, part.file, offset: wanted.start, now: now)
      if wanted.start > 0 {
        unread.append(
          EarlierLines.Log(path: path, file: part.file, extent: part.extent, start: wanted.start))
      }
      guard wanted.start < wanted.end, let firstTime = wanted.firstTime else { continue }
      runs.append(
        LineRun(
          [Segment(generation: generation, limit: wanted.end, ending: .open)],
          firstTime: firstTime, lastTime: wanted.lastTime))
    }
    return runs
  }

  /// The format that a log is compressed in, which must be one that can be read as it is.
  private func compression(of log: Found) throws(FollowError) -> Compression? {
    let path = paths[log.path].path
    let found: Compression?
    do {
      found = try log.file.compression()
    } catch {
      throw .unreadable(path: path, reason: error)
    }
    guard let found else { return nil }
    guard configuration.mode == .replay, found.isReadable else {
      throw .compressed(path: path, format: found)
    }
    return found
  }

  /// The time of the first line that is wanted of each log; `nil` for all of them.
  ///
  /// It is as far back as the screen shows, or as the longest window reaches, unless that is more than
  /// may be read.
  private func cutoff(for extents: [Extent]) -> Int? {
    guard case .follow(let backfill) = configuration.mode else { return nil }
    let seconds = min(
      max(backfill, configuration.windowSeconds),
      max(backfill, EarlierLines.longestSeconds))
    guard seconds > 0, let newest = extents.compactMap(\.lastTime).max() else { return .max }
    do {
      return try earliestTime(
        from: newest - seconds, to: newest + 1, fitting: EarlierLines.maximumBytes
      ) { (time) throws(SystemError) in
        var bytes = 0
        for extent in extents where extent.lastTime != nil {
          bytes += extent.end - (try extent.offset(since: time, before: extent.end))
        }
        return bytes
      }
    } catch {
      // The log that cannot be searched is refused when its part is looked for.
      return newest - seconds
    }
  }
}
