import AccessLog
private import Dispatch
private import Glibc
import LogTail
private import SwiftOverlayShims
import Synchronization
import System

/// The file that a state is kept in: replaced as a whole, and for one run at a time.
///
/// The file that stands under the name is always locked (`flock(2)`), so that no second run takes
/// it; a run that was killed leaves no lock.
final class StateFile: Sendable {
  /// More than a state can have, whatever was logged.
  private static let maximumBytes = 256 << 20

  let path: String
  /// The file that the links at `path` lead to: the file is replaced, not a link.
  private let target: String
  private let queue = DispatchQueue(label: "state")
  private let turn = StateTurn()
  /// The descriptor that holds the lock; `nil` as long as there is no file.
  private let locked = Mutex<Int32?>(nil)
  /// The file beside it that a first run has locked, until it becomes the state.
  private let claimed = Mutex<Int32?>(nil)

  init(path: String) {
    self.path = path
    target = StateFile.target(of: path)
  }

  /// Takes the file for this run, and returns what it holds; `nil` if there is none yet.
  func take() throws(StateFileError) -> [UInt8]? {
    while let descriptor = try open() {
      guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
        let reason = errno
        close(descriptor)
        throw reason == EWOULDBLOCK ? .inUse(path: path) : unreadable(reason)
      }
      // Another run may have put a new file in its place in between, and ended.
      guard isCurrent(descriptor, at: target) else {
        close(descriptor)
        continue
      }
      locked.withLock { $0 = descriptor }
      return try contents(descriptor)
    }
    return try claim() ? nil : take()
  }

  deinit {
    // A first run that has saved nothing leaves nothing.
    if claimed.withLock({ $0 }) != nil { _ = unsafe unlink(draftPath) }
  }

  /// Puts what `fill` writes in place of what the file holds, waiting for the disk on a thread that
  /// may; one caller after the other.
  ///
  /// A reader finds either all of the new state or all of the one before, also after a crash of the
  /// machine. The draft is dropped where `fill` says that it is not to take the place.
  func replace(
    filling fill: (StateDraft) async -> StateDraft.Outcome
  ) async throws(StateFileError) {
    await turn.begin()
    defer { turn.end() }
    let draft = try await onQueue { () throws(StateFileError) in
      StateDraft(descriptor: try self.create())
    }
    let outcome = await fill(draft)
    try await onQueue { () throws(StateFileError) in
      switch outcome {
      case .complete: try self.finish(draft)
      case .dropped: self.drop(draft)
      }
    }
  }

  private func onQueue<Value: Sendable>(
    _ body: @escaping @Sendable () throws(StateFileError) -> Value
  ) async throws(StateFileError) -> Value {
    let outcome: Result<Value, StateFileError> = await withCheckedContinuation { continuation in
      queue.async { continuation.resume(returning: Result(catching: body)) }
    }
    return try outcome.get()
  }

  /// The files that a state at `path` is kept in: that one, and the next one while it is written.
  static func names(of path: String) -> [String] {
    let target = target(of: path)
    return [target, draft(of: target)].map { Path.text(of: Array($0.utf8)) }
  }

  /// Where the next state is written; what is not the program's own there is left alone.
  private var draftPath: String { StateFile.draft(of: target) }

  private static func draft(of target: String) -> String {
    "\(folder(of: target))/.\(Path.name(of: target)).hightide"
  }

  /// Whether a state at `path` would be in the place of a log that is named, whether that is there or
  /// not, or have a name that the log's rotation gives.
  static func isName(_ path: String, ofLog log: String) -> Bool {
    let place = Path.place(of: log)
    let target = Path.place(of: Path.text(of: Array(target(of: path).utf8)))
    guard target != place else { return true }
    return Path.directory(of: target) == Path.directory(of: place)
      && TailConfiguration.isRotation(Path.name(of: target), of: Path.name(of: place))
  }

  /// Takes the name of a state that is not there yet, so that no other first run takes it; `false` if
  /// it is there by now.
  private func claim() throws(StateFileError) -> Bool {
    while true {
      let descriptor = unsafe Glibc.open(
        draftPath, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY, 0o600)
      guard descriptor >= 0 else { throw unwritable(errno) }
      do throws(StateFileError) {
        try lock(descriptor)
        guard isOwn(descriptor) else { throw .occupied(path: path, draft: draftPath) }
      } catch {
        close(descriptor)
        throw error
      }
      // Another first run may have put its own in place in between.
      guard isCurrent(descriptor, at: draftPath) else {
        close(descriptor)
        continue
      }
      guard unsafe access(target, F_OK) != 0 else {
        _ = unsafe unlink(draftPath)
        close(descriptor)
        return false
      }
      claimed.withLock { $0 = descriptor }
      return true
    }
  }

  private func lock(_ descriptor: Int32) throws(StateFileError) {
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
      throw errno == EWOULDBLOCK ? .inUse(path: path) : unwritable(errno)
    }
  }

  /// Whether an open file is empty, a state, or one that was not written to its end.
  private func isOwn(_ descriptor: Int32) -> Bool {
    var status = stat()
    guard unsafe fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      return false
    }
    var bytes = [UInt8](repeating: 0, count: StateEnvelope.magic.count)
    let count = unsafe pread(descriptor, &bytes, bytes.count, 0)
    guard count >= 0 else { return false }
    return bytes.starts(with: StateEnvelope.magic) || bytes.allSatisfy { $0 == 0 }
  }

  /// What the links at `path` lead to, whether it is there or not; `readlink(2)`.
  private static func target(of path: String) -> String {
    var path = path
    // As many as the system follows.
    for _ in 0..<40 {
      var link = [UInt8](repeating: 0, count: Int(PATH_MAX))
      let count = unsafe readlink(path, &link, link.count)
      guard count > 0 else { break }
      let name = String(decoding: link.prefix(count), as: UTF8.self)
      path = name.utf8.first == UInt8(ascii: "/") ? name : folder(of: path) + "/" + name
    }
    return path
  }

  private static func folder(of path: String) -> String {
    guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return "." }
    return slash == path.utf8.startIndex ? "/" : String(path[..<slash])
  }

  private func open() throws(StateFileError) -> Int32? {
    let descriptor = unsafe Glibc.open(target, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY)
    guard descriptor < 0 else { return descriptor }
    guard errno == ENOENT else { throw unreadable(errno) }
    return nil
  }

  private func isCurrent(_ descriptor: Int32, at path: String) -> Bool {
    var mine = stat()
    var named = stat()
    return unsafe fstat(descriptor, &mine) == 0 && stat(path, &named) == 0
      && mine.st_dev == named.st_dev && mine.st_ino == named.st_ino
  }

  private func contents(_ descriptor: Int32) throws(StateFileError) -> [UInt8] {
    var status = stat()
    guard unsafe fstat(descriptor, &status) == 0 else { throw unreadable(errno) }
    guard status.st_mode & S_IFMT == S_IFREG else { throw .foreign(path: path) }
    guard status.st_size <= StateFile.maximumBytes else { throw .foreign(path: path) }
    var bytes = [UInt8](repeating: 0, count: status.st_size)
    var offset = 0
    while offset < bytes.count {
      let count = unsafe bytes.withUnsafeMutableBytes {
        // In bounds: the offset is below the count.
        unsafe pread(
          descriptor, $0.baseAddress.map { unsafe $0 + offset }, $0.count - offset, offset)
      }
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { throw unreadable(errno) }
      guard count > 0 else { break }
      offset += count
    }
    return offset == bytes.count ? bytes : Array(bytes.prefix(offset))
  }

  private func finish(_ draft: StateDraft) throws(StateFileError) {
    do throws(StateFileError) {
      do throws(OutputError) {
        try draft.seal()
      } catch {
        throw .unwritable(path: path, reason: error.reason)
      }
      try putInPlace(draft.descriptor)
    } catch {
      drop(draft)
      throw error
    }
  }

  private func drop(_ draft: StateDraft) {
    draft.wait()
    // A first run keeps the name.
    guard claimed.withLock({ $0 }) == nil else { return }
    close(draft.descriptor)
    _ = unsafe unlink(draftPath)
  }

  private func putInPlace(_ descriptor: Int32) throws(StateFileError) {
    let before = locked.withLock { $0 }
    if before == nil {
      // Nothing was there when this run began: what is there now is another's.
      guard unsafe link(draftPath, target) == 0 else {
        throw errno == EEXIST ? .inUse(path: path) : unwritable(errno)
      }
      _ = unsafe unlink(draftPath)
      claimed.withLock { $0 = nil }
    } else {
      guard unsafe rename(draftPath, target) == 0 else { throw unwritable(errno) }
    }
    locked.withLock { $0 = descriptor }
    if let before { close(before) }
    syncFolder()
  }

  /// Creates the file that will take the place; only its owner may read it.
  private func create() throws(StateFileError) -> Int32 {
    if let descriptor = claimed.withLock({ $0 }) {
      guard ftruncate(descriptor, 0) == 0 else { throw unwritable(errno) }
      return descriptor
    }
    try removeDraft()
    let descriptor = unsafe Glibc.open(
      draftPath, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
    guard descriptor >= 0 else { throw unwritable(errno) }
    do throws(StateFileError) {
      try lock(descriptor)
      return descriptor
    } catch {
      close(descriptor)
      throw error
    }
  }

  /// Removes the draft of an earlier run that was killed.
  private func removeDraft() throws(StateFileError) {
    let descriptor = unsafe Glibc.open(
      draftPath, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY)
    guard descriptor >= 0 else {
      let reason = errno
      guard reason != ENOENT else { return }
      var status = stat()
      throw unsafe lstat(draftPath, &status) == 0
        ? .occupied(path: path, draft: draftPath) : unwritable(reason)
    }
    defer { close(descriptor) }
    guard isOwn(descriptor) else { throw .occupied(path: path, draft: draftPath) }
    _ = unsafe unlink(draftPath)
  }

  /// Makes the new name survive a crash of the machine too, where the file system supports it.
  private func syncFolder() {
    let folder = StateFile.folder(of: target)
    let descriptor = unsafe Glibc.open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { return }
    fsync(descriptor)
    close(descriptor)
  }

  private func unreadable(_ reason: Int32) -> StateFileError {
    .unreadable(path: path, reason: unsafe String(cString: strerror(reason)))
  }

  private func unwritable(_ reason: Int32) -> StateFileError {
    .unwritable(path: path, reason: unsafe String(cString: strerror(reason)))
  }
}

extension OutputError {
  fileprivate var reason: String {
    switch self {
    case .readerGone: "its reader has gone"
    case .failed(let reason): reason
    }
  }
}
