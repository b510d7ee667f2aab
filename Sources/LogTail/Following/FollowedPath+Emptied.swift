extension FollowedPath {
  /// Takes on what a file held before it was emptied and had not been read, from the copies that
  /// were made for that (`copytruncate`); it comes before what the file holds now.
  ///
  /// The file was read as far as `before`. It may have been emptied several times since it was
  /// looked at last; then the later copies are of what nobody saw. Returns whether one of them goes
  /// on behind `before`, with the line that was under way there.
  mutating func adoptCopies(
    of before: FilePosition, emptied: Generation, at now: ContinuousClock.Instant,
    in registry: inout FileRegistry
  ) -> Bool {
    didTruncate(before.fingerprint)
    let (listing, missed) = settledListing(registry)
    // Once the name means another file, what nobody knows may have been rotated since; it is found
    // at the next look, and comes after this file.
    let isCurrent = (try? FileStatus.of(path).identity) == emptied.identity
    defer { if isCurrent { know(copiesIn: listing) } }
    // Without a proof the copy of what was read cannot be told from that of what was not.
    guard before.fingerprint.isProof, let present = try? emptied.descriptor.firstBytes() else {
      return false
    }
    let rest = copy(of: before, in: listing, registry).flatMap {
      try? Generation(path: path, $0, offset: before.offset, now: now)
    }
    // What begins as the file does now is a copy of that, or one under way.
    let unseen = (isCurrent ? missed : [])
      .filter { !$0.firstBytes.beginsLike(present, atLeast: $0.shortestProof) }
      .compactMap { try? Generation(path: path, $0, offset: 0, now: now) }
    adopt((rest.map { [$0] } ?? []) + unseen, before: emptied, in: &registry)
    return rest != nil
  }

  /// The files beside the log, and those of them that nobody knows, as their names were at one moment.
  private func settledListing(
    _ registry: FileRegistry
  ) -> (listing: [Sibling], missed: [RotatedFile]) {
    var listing: [Sibling] = []
    for _ in 0..<FollowedPath.maximumAttempts {
      listing = Siblings.of(resolvedPath) ?? []
      if let missed = try? missedFiles(in: listing, besides: nil, registry) {
        return (listing, missed)
      }
    }
    return (listing, [])
  }

  /// The copy that goes on behind what was read; the longest one, if somebody made several.
  private func copy(
    of before: FilePosition, in listing: [Sibling], _ registry: FileRegistry
  ) -> RotatedFile? {
    let copies = listing.compactMap { sibling -> RotatedFile? in
      guard !registry.isOpen(sibling.status.identity), let file = try? open(sibling),
        file.continues(before), (try? file.ends(at: before.offset)) == false
      else { return nil }
      return file
    }
    let longest = copies.filter { $0.compression == nil }
      .max { $0.file.status.size < $1.file.status.size }
    // As long as it is there, whoever compresses it is not done.
    guard let longest else { return copies.last }
    return longest.file.status.size > before.offset ? longest : nil
  }
}
