import System

extension Tail {
  /// Whether a name means a copy of another log that is followed, or one that is being made.
  ///
  /// `copytruncate` leaves copies that a pattern may match too. Their lines are read in the log
  /// that they are of; a name that looks like a rotated one is no proof, for servers number their
  /// logs too.
  ///
  /// - Throws: Why that cannot be told for now; read as a log, its lines would count twice.
  mutating func isCopy(_ index: Int) throws(SystemError) -> Bool {
    let path = paths[index].path
    guard let status = try? FileStatus.of(path), status.kind == .regular,
      !registry.isOpen(status.identity)
    else { return false }
    let logs = paths.filter { $0.path != path && Siblings.isRotation(path, ofAny: [$0.path]) }
    guard !logs.isEmpty else { return false }
    let file: LogFile
    do throws(SystemError) {
      file = try LogFile.open(path)
    } catch .missing {
      return false
    }
    let bytes = try file.descriptor.firstBytes()
    // Of what is empty yet nothing is lost by waiting.
    guard !bytes.isEmpty, !registry.isCopy(file.status.identity, beginningWith: bytes) else {
      return true
    }
    var isCopied = false
    for log in logs where !isCopied { isCopied = try log.mayBeCopied(inFileBeginningWith: bytes) }
    guard isCopied else { return false }
    if bytes.count >= Fingerprint.shortestProof {
      registry.didFindCopy(file.status.identity, beginningWith: bytes)
    }
    return true
  }
}

extension FollowedPath {
  /// Whether a file may be a copy of this log, as it is now or as it was before it was emptied.
  fileprivate func mayBeCopied(inFileBeginningWith bytes: [UInt8]) throws(SystemError) -> Bool {
    if known?.mayHoldEmptied(bytes) ?? false { return true }
    for generation in generations
    where try generation.mayBeCopied(inFileBeginningWith: bytes) {
      return true
    }
    return false
  }
}
