import System

extension Tail {
  /// Appends the files that have come to match a pattern since it was looked.
  mutating func findMatches(at now: ContinuousClock.Instant) {
    for index in patterns.indices {
      let pattern = patterns[index]
      let listing = pattern.folder.flatMap { folders.listing(of: $0) }
      if let listing, listing.version == pattern.listing?.version, let last = pattern.lastSearch,
        now - last < FollowedPattern.longestRest
      {
        continue
      }
      for match in Directory.matches(of: pattern.text)
      where !paths.contains(match) && isLog(match) {
        paths.append(
          FollowedPath(path: match, origin: .matched, folders: folders, since: pattern.listing))
      }
      patterns[index].listing = listing
      patterns[index].lastSearch = now
    }
  }

  /// Whether a match of a pattern is worth reading: no directory, none of the program's own files,
  /// and nothing compressed if it is to be followed.
  func isLog(_ match: String) -> Bool {
    let isFollowed = configuration.mode != .replay
    return !(isFollowed && RotatedName.isCompressed(Path.name(of: match)))
      && !folders.isExcluded(match) && (try? FileStatus.of(match).kind) == .regular
  }
}
