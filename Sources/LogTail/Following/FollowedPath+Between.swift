import System

extension FollowedPath {
  /// The files that the name meant between what it meant before and what it means now.
  struct Between {
    /// Oldest first.
    var files: [RotatedFile] = []
    /// Whether there may be others, which cannot be found or read.
    var isIncomplete = false
  }

  /// Finds the files that the name meant in between; `nil` if their names just changed.
  ///
  /// What was compressed meanwhile is among them, unless it is what is open under no name. Without a
  /// listing, since the folder cannot be read, they are looked for by their numbers.
  func filesBetween(
    _ listing: [Sibling]?, and newest: LogFile?, _ registry: FileRegistry
  ) throws(SystemError) -> Between? {
    guard let listing else { return try numberedBetween(and: newest, registry) }
    guard let known else { return Between() }
    var found = KnownFiles()
    var between = Between()
    var unreadable = 0
    var isFormerFound = try generations.last?.isNamed() ?? true
    let linked = try linkedBetween(registry)
    for sibling in linked.found + listing
    where sibling.status.identity != newest?.status.identity
      && !registry.isOpen(sibling.status.identity) && !registry.isLog(at: sibling.path)
    {
      do throws(SystemError) {
        guard let file = try open(sibling) else {
          let isNews =
            !known.contains(sibling.status.identity) && !sibling.isBeingCompressed(among: listing)
          if isNews { unreadable += 1 }
          continue
        }
        if try isCopy(file, among: listing) {
          isFormerFound = true
          continue
        }
        guard isLater(sibling, in: listing),
          try known.isNew(file, among: listing, writtenSince: generations.last?.modified),
          try found.isFirst(file, among: listing)
        else { continue }
        between.files.append(file)
      } catch .missing {
        return nil
      }
    }
    // One that cannot be read may be what became of one that was known, or open under no name.
    let gone = known.countOfGone(in: listing) + (isFormerFound ? 0 : 1)
    // Nor is anything known of what came between two looks that are far apart, if the file before is
    // gone as well.
    between.isIncomplete =
      unreadable > gone || linked.isIncomplete
      || stoodStill && newest != nil && !isFormerFound && between.files.isEmpty
    return between
  }

  /// Opens a file of a listing; `nil` if it may not or cannot be read, or could not be before:
  /// no log has to wait for it.
  ///
  /// - Throws: `missing` if its name just changed.
  func open(_ sibling: Sibling) throws(SystemError) -> RotatedFile? {
    do throws(SystemError) {
      let file = try RotatedFile.open(sibling)
      guard file.identity == sibling.status.identity else { throw .missing }
      return file
    } catch {
      let isUnreadable =
        error == .notPermitted || error == .notSupported
        || known?.isUnreadable(sibling.status.identity) ?? false
      guard isUnreadable, error != .missing else { throw error }
      return nil
    }
  }

  private func isCopy(
    _ file: RotatedFile, among listing: [Sibling]
  ) throws(SystemError) -> Bool {
    for generation in generations {
      let place = listing.first { $0.status.identity == generation.identity }?.path
      let isNamed = try generation.isNamed()
      let name = place ?? (isNamed ? generation.descriptor.path ?? generation.path : nil)
      if try generation.isCopied(in: file, calledNow: name) { return true }
    }
    return false
  }

  /// Whether a file in a folder that rotation moves files to may have come there after the file
  /// before.
  ///
  /// What is in the log's own folder is known from earlier looks.
  private func isLater(_ sibling: Sibling, in listing: [Sibling]) -> Bool {
    guard Path.directory(of: sibling.path) != home, let last = generations.last,
      let former = listing.first(where: { $0.status.identity == last.identity })
    else { return true }
    return former.precedes(sibling)
  }

  /// The files that a link with dated targets meant in between.
  private func linkedBetween(_ registry: FileRegistry) throws(SystemError) -> DatedPath.Files {
    let present = Path.place(of: path)
    guard present != place, hasBeenOpen, let dates = DatedPath(present) else {
      return DatedPath.Files()
    }
    return dates.files(after: place)
  }

  /// Looks for numbered files below the number that the file before was given.
  private func numberedBetween(
    and newest: LogFile?, _ registry: FileRegistry
  ) throws(SystemError) -> Between? {
    guard let last = generations.last, try last.isNamed(), let path = last.descriptor.path,
      case .number(let count)? = RotatedName(Path.name(of: path), of: Path.name(of: place))?
        .mark
    else {
      // The name may have meant others, of which nothing can be known.
      return Between(isIncomplete: hasBeenOpen && newest != nil && stoodStill)
    }
    var between = Between()
    for number in stride(from: count - 1, through: 0, by: -1) {
      let path = "\(place).\(number)"
      guard let status = try? FileStatus.of(path), status.kind == .regular,
        !registry.isOpen(status.identity), status.identity != newest?.status.identity
      else { continue }
      let name = RotatedName(Path.name(of: path), of: Path.name(of: place))
      do throws(SystemError) {
        guard let file = try open(Sibling(path: path, status: status, name: name)) else { continue }
        between.files.append(file)
      } catch .missing {
        return nil
      }
    }
    return between
  }
}
