import System

extension FollowedPath {
  /// The files that the name meant in between, oldest first; `nil` if their names just changed.
  ///
  /// What was compressed meanwhile is among them, unless it is what is open under no name.
  func missedFiles(
    in listing: [Sibling], besides newest: LogFile?, _ registry: FileRegistry
  ) throws(SystemError) -> [RotatedFile]? {
    guard let known else { return [] }
    var found = KnownFiles()
    var missed: [RotatedFile] = []
    for sibling in listing
    where sibling.status.identity != newest?.status.identity
      && !registry.isOpen(sibling.status.identity)
    {
      do throws(SystemError) {
        guard let file = try open(sibling), try !isCopy(file), known.isNew(file),
          found.isFirst(file)
        else { continue }
        missed.append(file)
      } catch .missing {
        return nil
      }
    }
    return missed
  }

  /// Opens a file of a listing; `nil` if it may not or cannot be read, or could not be before:
  /// nobody's log has to wait for it.
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

  private func isCopy(_ file: RotatedFile) throws(SystemError) -> Bool {
    for generation in generations where try generation.isCopied(in: file) { return true }
    return false
  }
}
