import Feed
import System

extension Tail {
  /// Opens what is there, and prepares to read as much of it as is asked for.
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
}
