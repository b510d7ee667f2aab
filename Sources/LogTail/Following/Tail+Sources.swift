import Feed
import System

/// The sources as they are named, and those that cannot be read.
extension Tail {
  /// Records the names of the logs, and returns the positions of those that came to match a
  /// pattern since an earlier run.
  mutating func nameSources() -> [FilePosition] {
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

  /// Records that a source cannot be read.
  mutating func refuse(_ error: FollowError, of source: String) {
    refused.append((source, error))
  }

  /// Says what cannot be read, and leaves it out.
  ///
  /// A file that may be readable later is looked at again while following, and said then.
  mutating func dropRefused() throws(FollowError) {
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
}
