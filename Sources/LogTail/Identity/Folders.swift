private import Synchronization
import System

/// The names in the folders of the logs, each folder read once for all logs in it.
///
/// A folder is read again when its time of change is another one. Names that change within the same
/// tick of the clock are not seen by that, so that who uses a listing compares it with the files.
final class Folders {
  private var listings: [String: FolderListing] = [:]
  /// The folders that have been looked at since ``beginLook()``.
  private var checked: Set<String> = []
  /// Those that say other inodes than their files have, as over some mounts.
  private var disagreeing: Set<String> = []
  /// Names that are no logs, without symbolic links: the program's own state.
  private let excluded: Set<String>

  init(excluding paths: [String] = []) {
    excluded = Set(
      paths.map { "\(Path.resolved(Path.directory(of: $0)))/\(Path.name(of: $0))" })
  }

  /// Says that folders may have changed.
  func beginLook() { checked = [] }

  /// The names in a folder; `nil` if it cannot be read.
  ///
  /// - Complexity: one `stat` a look; O(names) where the folder changed.
  func listing(of folder: String) -> FolderListing? {
    if checked.contains(folder) { return listings[folder] }
    guard let status = try? FileStatus.of(folder) else {
      listings[folder] = nil
      return nil
    }
    guard let listing = listings[folder], listing.isOf(status) else { return reread(folder) }
    // A later change may have been given the same time, if the folder was read right after one.
    guard listing.isSettled || .now - listing.begin < FolderListing.tick else {
      return reread(folder, isSettled: true)
    }
    checked.insert(folder)
    return listing
  }

  /// Reads a folder again, whatever its time says.
  func reread(_ folder: String, isSettled: Bool = false) -> FolderListing? {
    let listing = try? FolderListing(
      reading: folder, excluding: excludedNames(in: folder), isSettled: isSettled)
    listings[folder] = listing
    checked.insert(folder)
    return listing
  }

  /// The folders in a folder, at most 64.
  func folders(in folder: String) -> [String] {
    listing(of: folder)?.folders.prefix(64).map { "\(folder)/\($0)" } ?? []
  }

  /// Whether the inodes that a folder says are those of its files.
  func mayAgree(_ folder: String) -> Bool { !disagreeing.contains(folder) }

  func didDisagree(_ folder: String) { disagreeing.insert(folder) }

  /// Whether a path is one of those that are no logs.
  func isExcluded(_ path: String) -> Bool {
    excluded.contains { Path.name(of: $0) == Path.name(of: path) }
      && excludedNames(in: Path.directory(of: path)).contains(Path.name(of: path))
  }

  private func excludedNames(in folder: String) -> Set<String> {
    guard !excluded.isEmpty else { return [] }
    let place = Path.resolved(folder)
    return Set(excluded.filter { Path.directory(of: $0) == place }.map { Path.name(of: $0) })
  }
}

/// The names in a folder at one moment.
final class FolderListing {
  /// Distinguishes listings from each other.
  let version: Int
  /// Whether its time had been what it is for longer than a tick when it was read.
  let isSettled: Bool
  /// When it was begun to be read.
  let begin = ContinuousClock.now
  private let status: FileStatus
  private let inodes: [String: UInt64]
  /// The names that may be of rotated parts, by the name of the log.
  private let parts: [String: [String]]
  private let names: [UInt64: [String]]
  let folders: [String]

  private static let versions = Atomic(0)
  /// Within how much time two changes may have the same time: a tick of the slowest clock.
  static let tick = Duration.milliseconds(20)

  /// Reads a folder until it says the same twice, as names change meanwhile.
  init(
    reading folder: String, excluding excluded: Set<String>, isSettled: Bool
  ) throws(SystemError) {
    version = FolderListing.versions.add(1, ordering: .relaxed).newValue
    self.isSettled = isSettled
    var status = try FileStatus.of(folder)
    var entries = try Directory.entries(in: folder)
    for _ in 0..<8 {
      status = try FileStatus.of(folder)
      let again = try Directory.entries(in: folder)
      defer { entries = again }
      if again == entries { break }
    }
    self.status = status
    var inodes: [String: UInt64] = [:]
    var parts: [String: [String]] = [:]
    var names: [UInt64: [String]] = [:]
    inodes.reserveCapacity(entries.count)
    for entry in entries where !excluded.contains(entry.name) {
      inodes[entry.name] = entry.inode
      names[entry.inode, default: []].append(entry.name)
      for reading in RotatedName.readings(of: entry.name) {
        parts[reading.base, default: []].append(entry.name)
      }
    }
    self.inodes = inodes
    self.parts = parts
    self.names = names
    folders = entries.filter(\.isDirectory).map(\.name).sorted()
  }

  /// Whether the folder has not changed since, as far as its time tells.
  func isOf(_ status: FileStatus) -> Bool {
    status.identity == self.status.identity && status.modified == self.status.modified
  }

  /// The names of rotated parts of the log called `base`.
  func parts(of base: String) -> [String] { parts[base] ?? [] }

  /// Whether a file of that number was a rotated part of the log called `base`.
  func hadPart(of base: String, _ inode: UInt64) -> Bool {
    parts(of: base).contains { inodes[$0] == inode }
  }

  func names(of inode: UInt64) -> [String] { names[inode] ?? [] }

  func inode(of name: String) -> UInt64? { inodes[name] }
}
