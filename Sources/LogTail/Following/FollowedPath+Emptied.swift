import System

extension FollowedPath {
  /// The copies that were made of a file before it was emptied (`copytruncate`).
  struct Copies {
    /// The copy that continues behind what was read, with the line that was under way there.
    var rest: Generation?
    /// Copies of contents that were never seen, where the file was emptied several times.
    var unseen: [Generation] = []
    /// What was read before in the file that holds `rest`, if the copy was written over that.
    var overwritten: Generation?
    /// The files beside the log; `nil` once its name means another file.
    var listing: [Sibling]?
  }

  /// Finds what a file held before it was emptied and had not been read, which was as far as
  /// `before`.
  ///
  /// - Throws: Why it cannot be told for now; nothing has changed then.
  func copies(
    of before: ReadContent, emptied: Generation, at now: ContinuousClock.Instant,
    _ registry: FileRegistry
  ) throws(SystemError) -> Copies {
    // Without a proof the copy of what was read cannot be told from that of what was not.
    let isProof = before.isProof
    let (listing, between, copy) = try stableListing(
      of: emptied, copiesOf: isProof ? before : nil, registry)
    // Once the name means another file, an unknown file may have been rotated since; it is found
    // at the next look, and comes after this file.
    let isCurrent = (try? FileStatus.of(path).identity) == emptied.identity
    var copies = Copies(listing: isCurrent ? listing : nil)
    guard isProof else { return copies }
    if let copy {
      copies.rest = try Generation(path: path, copy, offset: before.length, now: now)
      copies.overwritten = generations.first { $0.identity == copy.identity }
    }
    guard isCurrent else { return copies }
    // What begins as the file does now is a copy of that, or one under way.
    let present = try emptied.descriptor.firstBytes()
    for file in between
    where try !file.continues(before)
      && !file.firstBytes.beginsLike(present, atLeast: file.shortestProof)
    {
      copies.unseen.append(try Generation(path: path, file, offset: 0, now: now))
    }
    return copies
  }

  /// Adopts the copies of a file that was emptied; they come before what it holds now.
  mutating func adopt(
    _ copies: Copies, of before: ReadContent, emptied: Generation,
    in registry: inout FileRegistry
  ) {
    didTruncate(before)
    if let listing = copies.listing { know(copiesIn: listing) }
    adopt((copies.rest.map { [$0] } ?? []) + copies.unseen, before: emptied, in: &registry)
  }

  /// The files beside the log, the unknown ones among them, and the copy of what was read, as
  /// their names were at one moment.
  private func stableListing(
    of emptied: Generation, copiesOf before: ReadContent?, _ registry: FileRegistry
  ) throws(SystemError) -> (listing: [Sibling], between: [RotatedFile], copy: RotatedFile?) {
    for _ in 0..<FollowedPath.maximumAttempts {
      folders.beginLook()
      let listing = Siblings.of(place, in: folders, archives: archives) ?? []
      do throws(SystemError) {
        guard let between = try filesBetween(listing, and: nil, registry) else { continue }
        guard let before else { return (listing, between.files, nil) }
        return (listing, between.files, try copy(of: before, from: emptied, in: listing, registry))
      } catch .missing {
        continue
      }
    }
    throw .wouldBlock
  }

  /// The copy that continues behind what was read; the longest one, if there are several.
  private func copy(
    of before: ReadContent, from emptied: Generation, in listing: [Sibling],
    _ registry: FileRegistry
  ) throws(SystemError) -> RotatedFile? {
    var copies: [RotatedFile] = []
    for sibling in listing {
      if registry.isOpen(sibling.status.identity) {
        guard try isWrittenOver(sibling.status.identity, besides: emptied) else { continue }
      }
      guard let file = try open(sibling), try file.continues(before),
        try !file.ends(at: before.length)
      else { continue }
      copies.append(file)
    }
    let longest = copies.filter { $0.compression == nil }
      .max { $0.file.status.size < $1.file.status.size }
    // As long as it is there, its compression has not finished.
    guard let longest else { return copies.last }
    return longest.file.status.size > before.length ? longest : nil
  }
}

extension FollowedPath {
  /// What a rotated file holds that was emptied while it was still read.
  enum WrittenOver {
    /// Nothing yet, or too little to tell.
    case unknown
    /// A copy of another file of this log: `cp` writes over the copy that it made the time before.
    case copy
    /// Lines of its own: its server has not been told to reopen the log.
    case lines
  }

  /// Whether a file is not what the name meant last.
  func isRotated(_ generation: Generation) -> Bool {
    generations.last.map { $0 !== generation } ?? false
  }

  /// What was written over a rotated file that was emptied.
  func whatIsWritten(over generation: Generation) throws(SystemError) -> WrittenOver {
    let file = LogFile(
      descriptor: generation.descriptor, status: try generation.descriptor.status())
    let content = try ReadContent(of: file.descriptor, before: file.status.size)
    guard file.status.size > 0 else { return .unknown }
    guard try original(of: file, besides: generation) == nil else { return .copy }
    // It may have been written over again while it was compared.
    let present = try file.descriptor.status()
    guard present == file.status,
      try ReadContent(of: file.descriptor, before: present.size) == content
    else { return .unknown }
    guard !content.hasDistinctLines else { return .lines }
    let bytes = try file.descriptor.firstBytes()
    let mayBeCopy =
      generations.contains { $0 !== generation && $0.content.mayBegin(with: bytes) }
      || known?.mayHoldEmptied(bytes) ?? false
    return mayBeCopy ? .unknown : .lines
  }

  /// Leaves a rotated file that another one was written over.
  ///
  /// What it holds now is no news for this log.
  mutating func leave(_ generation: Generation) throws(SystemError) {
    var position = generation.position
    let size = try generation.descriptor.status().size
    position.content = try ReadContent(of: generation.descriptor, before: size)
    generations.removeAll { $0 === generation }
    known?.insert(position)
  }

  /// Whether a file that is read, other than `emptied`, was written over.
  private func isWrittenOver(
    _ identity: FileIdentity, besides emptied: Generation
  ) throws(SystemError) -> Bool {
    let file = generations.first { $0.identity == identity && $0 !== emptied }
    return try file?.wasEmptied() ?? false
  }
}
