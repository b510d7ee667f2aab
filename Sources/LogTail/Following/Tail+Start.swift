import Feed
import System

extension Tail {
  /// A log that is there at the start.
  private struct Found {
    var path: Int
    var file: LogFile
  }

  /// Opens what is there, and makes ready to read as much of it as is asked for.
  ///
  /// What cannot be read is said, and the rest is read.
  ///
  /// - Throws: if nothing is left to read.
  mutating func start(at now: ContinuousClock.Instant) throws(FollowError) {
    let positions = configuration.resumeFrom + nameSources()
    let own = Dictionary(grouping: positions, by: \.path)
    let known = Set(configuration.resumeFrom.map(\.path))
    var found: [Found] = []
    for index in startOrder(known) {
      let path = paths[index].path
      do {
        guard try !isRotationOfResumed(index, known) else {
          if try isCopy(index, at: now) {
            paths[index].becomeAlias()
          } else {
            try paths[index].resumeRotated(at: now, in: &registry)
          }
          continue
        }
        // What came to match a pattern since may be a copy of a log.
        if !known.isEmpty, !known.contains(path), try isCopy(index, at: now) {
          paths[index].becomeAlias()
          continue
        }
        guard
          let resumption = try paths[index].resume(
            own[path] ?? [], savedAt: configuration.resumeSince, at: now, in: &registry)
        else {
          if let file = try open(index) { found.append(Found(path: index, file: file)) }
          continue
        }
        rungs = nil
        untold += resumption.copies + resumption.closed
        guard !paths[index].isLeftBehind else { continue }
        say(.resumed, of: path)
        // What a log that is followed too was rotated to is replaced in the order of things.
        if resumption.isIncomplete, !Siblings.isRotation(path, ofAny: paths.contains) {
          say(.missed, of: path)
        }
      } catch .missing where configuration.mode != .replay {
        // It is waited for, and that is said at the first look.
      } catch .tooManyOpen {
        // It is said at the first look, and tried again at each that follows.
      } catch .isDirectory where paths[index].origin == .named {
        refuse(.isDirectory(path: path), of: path)
      } catch {
        // What a pattern matches is reported at the first look; the rest can be read.
        if paths[index].origin == .named || configuration.mode == .replay {
          refuse(.unreadable(path: path, reason: error), of: path)
        }
      }
    }
    found = withoutCopies(found)
    modified = found.map { $0.file.status.modified / 1_000_000_000 }.max()
    read(found, at: now)
    paths.removeAll(where: \.isLeftBehind)
    try dropRefused()
  }

  /// Records that a source cannot be read.
  private mutating func refuse(_ error: FollowError, of source: String) {
    refused.append((source, error))
  }

  /// Says what cannot be read, and leaves it out.
  ///
  /// A file that may be readable later is looked at again while following, and said then.
  private mutating func dropRefused() throws(FollowError) {
    guard !refused.isEmpty else { return }
    let names = Set(refused.map(\.source))
    let isFollowing = configuration.mode != .replay
    let hasMore = !streams.isEmpty || isFollowing && !patterns.isEmpty
    guard hasMore || paths.contains(where: { !names.contains($0.path) }) else {
      let errors = refused.map(\.error)
      throw errors.count == 1 ? errors[0] : .several(errors)
    }
    let named = Set(paths.map(\.path))
    var left: Set<String> = []
    for (source, error) in refused {
      if isFollowing, case .unreadable = error, named.contains(source) { continue }
      left.insert(source)
      say(.failed(SourceFailure(reason: error.reason, isFinal: true)), of: source)
    }
    paths.removeAll { left.contains($0.path) }
  }

  /// The logs that an earlier run followed come first: what else matches a pattern may have been
  /// rotated from them.
  private func startOrder(_ known: Set<String>) -> [Int] {
    paths.indices.filter { known.contains(paths[$0].path) }
      + paths.indices.filter { !known.contains(paths[$0].path) }
  }

  /// Whether an earlier run did not know a file by this name, but may have under the one that it had
  /// before it was rotated.
  private func isRotationOfResumed(_ index: Int, _ known: Set<String>) throws(SystemError) -> Bool {
    let path = paths[index].path
    guard paths[index].origin == .matched, !known.contains(path),
      Siblings.isRotation(path, ofAny: known.contains)
    else {
      return false
    }
    guard let status = try? FileStatus.of(path), !registry.isOpen(status.identity) else {
      return true
    }
    if try registry.offset(in: LogFile.open(path)) != nil { return true }
    // A log may be called like a rotated one, and be new.
    return configuration.resumeSince.map { status.modified < $0 * 1_000_000_000 } ?? true
  }

  /// Leaves out the matches of a pattern that are copies of a larger log: these are counted there.
  private mutating func withoutCopies(_ found: [Found]) -> [Found] {
    let candidates = found.filter { paths[$0.path].origin == .matched }
      .sorted { $0.file.status.size > $1.file.status.size }
    guard candidates.count > 1 else { return found }
    var originals: [ReadContent.Rung: [LogFile]] = [:]
    var leftOut: Set<Int> = []
    for log in candidates {
      do throws(SystemError) {
        let size = log.file.status.size
        let content = try ReadContent(of: log.file.descriptor, before: size)
        guard content.hasDistinctLines, let longest = content.longestRung else { continue }
        var original: LogFile?
        for other in originals[longest, default: []].prefix(16) where original == nil {
          if try log.file.isBeginning(of: other.descriptor) { original = other }
        }
        guard let original else {
          for rung in content.allRungs { originals[rung, default: []].append(log.file) }
          continue
        }
        leftOut.insert(log.path)
        registry.didFindCopy(
          log.file.status.identity,
          FileRegistry.Copy(content: content, original: original.status.identity))
        paths[log.path].becomeAlias()
      } catch {
        let path = paths[log.path].path
        refuse(.unreadable(path: path, reason: error), of: path)
        leftOut.insert(log.path)
      }
    }
    return found.filter { !leftOut.contains($0.path) }
  }

  /// Records the names of the logs, and returns the positions of those that came to match a
  /// pattern since an earlier run.
  private mutating func nameSources() -> [FilePosition] {
    let known = Set(configuration.resumeFrom.map(\.path))
    var appeared: [FilePosition] = []
    for source in configuration.sources {
      do {
        if let stream = try ByteStream.opening(source) {
          streams.append(stream)
          say(.opened, of: source)
          continue
        }
      } catch {
        refuse(.unreadable(path: source, reason: error), of: source)
        continue
      }
      guard Directory.isPattern(source), (try? FileStatus.of(source)) == nil else {
        name(source, .named)
        continue
      }
      let matches = Directory.matches(of: source).filter(isLog)
      if matches.isEmpty, configuration.mode == .replay {
        refuse(.noMatch(pattern: source), of: source)
      }
      if matches.isEmpty, configuration.mode != .replay { say(.waiting, of: source) }
      for match in matches { name(match, .matched) }
      // What an earlier run followed may have been rotated away since, and have lines left.
      for path in known where Directory.matches(path, source) && !folders.isExcluded(path) {
        name(path, .matched)
      }
      var pattern = FollowedPattern(source)
      pattern.listing = pattern.folder.flatMap { folders.listing(of: $0) }
      patterns.append(pattern)
      guard known.contains(source) else { continue }
      appeared += matches.filter { !known.contains($0) }.map { FilePosition.beforeAll(of: $0) }
    }
    return appeared
  }

  private mutating func name(_ path: String, _ origin: FollowedPath.Origin) {
    guard !paths.contains(path) else { return }
    let isReplay = configuration.mode == .replay
    let followed = FollowedPath(
      path: path, origin: origin, folders: folders, mayRotate: !isReplay)
    if origin == .named { registry.didFindLog(at: followed.place) }
    paths.append(followed)
  }

  /// Opens a log, unless it is open under another name.
  private mutating func open(_ index: Int) throws(SystemError) -> LogFile? {
    let file: LogFile
    do throws(SystemError) {
      file = try LogFile.open(paths[index].path)
    } catch .tooManyOpen where configuration.mode == .replay {
      file = try LogFile.onDemand(paths[index].path)
    }
    guard registry.take(file.status.identity) else {
      paths[index].becomeAlias()
      return nil
    }
    return file
  }

  /// Adopts the logs that were found, and makes ready to read the part of each that is wanted.
  private mutating func read(_ found: [Found], at now: ContinuousClock.Instant) {
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
    var lanes: [Lane] = []
    var readableSince = before.compactMap(\.coveredSince).max()
    if let cutoff {
      for (log, predecessors) in zip(readable, before) {
        do {
          lanes += try backfill(predecessors, of: log, since: cutoff, &unread, at: now)
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
        let inherited = lanes.last?.headTime ?? .min
        lanes.append(
          Lane(
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
    merge = LineMerge(lanes, origin: isContext ? .backfill : .live, configuration.knowledge)
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
  ) throws(SystemError) -> [Lane] {
    let path = paths[log.path].path
    var lanes: [Lane] = []
    for part in predecessors.parts.reversed() {
      let wanted = try part.extent.part(since: cutoff)
      let generation = try Generation(path: path, part.file, offset: wanted.start, now: now)
      if wanted.start > 0 {
        unread.append(
          EarlierLines.Log(path: path, file: part.file, extent: part.extent, start: wanted.start))
      }
      guard wanted.start < wanted.end, let firstTime = wanted.firstTime else { continue }
      lanes.append(
        Lane(
          [Segment(generation: generation, limit: wanted.end, ending: .open)],
          firstTime: firstTime, lastTime: wanted.lastTime))
    }
    return lanes
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
