import Feed
import System

/// A name that is followed, and the files that it meant.
///
/// - Invariant: `generations` are in log order. The last one is what the name means, or meant
///   before it was lost; none of them is open under another name.
struct FollowedPath {
  enum Origin {
    case named
    /// Matched a pattern: gone for good when it is gone.
    case matched
  }

  enum State: Equatable {
    case unopened
    case open
    /// Another name of a file that is open under that one, or a copy of one.
    case alias
    case waiting
    case failed(SystemError)
  }

  static let maximumAttempts = 16
  /// How many rotated files are kept open at most, however much is written to them.
  private static let maximumRotated = 8
  /// How many files are kept open at most while those that were rotated cannot be read.
  private static let maximumUnread = 64

  let path: String
  let origin: Origin
  let folders: Folders
  var state: State = .unopened
  var generations: [Generation] = []
  /// The rotated files that were there when it was looked last.
  ///
  /// What is new among them next time was the log in between. `nil` as long as there was nothing to look at.
  var known: KnownFiles?
  /// The name without symbolic links, beside which rotated files are found.
  private(set) var place: String
  /// The folder of that.
  private(set) var home: String
  /// Other folders that rotation was seen to move files to.
  var archives: [String] = []
  var hasBeenOpen = false
  /// What the name means, if that is a newer copy of another log.
  var newerCopy: NewerCopy?
  /// The listing of the folder that `known` is of.
  private var knownVersion: Int?
  private var directoryWatch: Int32?
  private var lastLook: ContinuousClock.Instant?
  /// Whether the look before was so long ago that the name may have meant several files since.
  private(set) var stoodStill = false
  private static let longestPause = Duration.seconds(5)

  /// Looks at nothing beside a log that will not be rotated, as in a replay.
  ///
  /// The files beside a log that was created after `earlier` was read are not known.
  init(
    path: String, origin: Origin, folders: Folders, mayRotate: Bool = true,
    since earlier: FolderListing? = nil
  ) {
    self.path = path
    self.origin = origin
    self.folders = folders
    place = Path.place(of: path)
    home = Path.directory(of: place)
    let base = Path.name(of: place)
    guard mayRotate, let siblings = Siblings.of(place, in: folders) else { return }
    known = KnownFiles(
      earlier.map { earlier in
        siblings.filter { earlier.hadPart(of: base, $0.status.identity.inode) }
      } ?? siblings)
  }

  /// Adopts the file that the name means at the start, or an older one that is still to be read.
  mutating func adopt(_ generation: Generation, in registry: inout FileRegistry) {
    generations.append(generation)
    generation.remember(registry.position(in: generation.identity))
    registry.didOpen(generation.identity)
    registry.didFindLog(at: place)
    hasBeenOpen = true
    if state == .unopened { state = .open }
  }

  /// Adopts files that the name meant before what is in `newer`, oldest first.
  mutating func adopt(
    _ older: [Generation], before newer: Generation, in registry: inout FileRegistry
  ) {
    let place = generations.firstIndex { $0 === newer } ?? generations.endIndex
    generations.insert(contentsOf: older, at: place)
    for generation in older { registry.didOpen(generation.identity) }
  }

  /// Records that the name is looked at.
  mutating func beginLook(at now: ContinuousClock.Instant) {
    stoodStill = lastLook.map { now - $0 > FollowedPath.longestPause } ?? false
    lastLook = now
  }

  /// Moves a file to the end: a link moved back to it, or it was given its name again.
  mutating func moveToEnd(_ index: Int) { generations.append(generations.remove(at: index)) }

  /// Records the rotated files that are there, which are beside `place`.
  mutating func know(_ listing: [Sibling], at place: String) {
    let earlier = place == self.place ? known : nil
    known = earlier?.renewed(listing) ?? KnownFiles(listing)
    self.place = place
    home = Path.directory(of: place)
    knownVersion = nil
  }

  /// Records the files that are there when the log was emptied.
  mutating func know(copiesIn listing: [Sibling]) { known = known?.renewed(listing) }

  /// The names in the log's folder now, if they may be others than those that are known.
  func newListing() -> FolderListing? {
    guard known != nil, let listing = folders.listing(of: home), listing.version != knownVersion
    else { return nil }
    return listing
  }

  /// Records the rotated files of a listing that was read while the name meant what it means now,
  /// which had not been emptied since: none of them was the log in between.
  ///
  /// - Complexity: O(rotated files of this log).
  mutating func know(whatIsIn listing: FolderListing) {
    let base = Path.name(of: place)
    guard state == .open, let last = generations.last,
      listing.inode(of: base) == last.identity.inode
    else { return }
    knownVersion = listing.version
    let inodes = listing.parts(of: base).compactMap { listing.inode(of: $0) }
    guard known?.hasOthers(than: inodes) ?? false,
      let siblings = Siblings.of(place, in: folders, archives: archives)
    else { return }
    known = known?.renewed(
      siblings.filter {
        inodes.contains($0.status.identity.inode) || known?.contains($0.status.identity) ?? false
      })
  }

  /// Says that the name means what is read under another.
  @discardableResult
  mutating func becomeAlias() -> [SourceEvent.Change] {
    defer { state = .alias }
    guard case .failed = state else { return [] }
    return [.resumed]
  }

  /// Says that it cannot be told for now what the name means.
  mutating func fail(_ error: SystemError) -> [SourceEvent.Change] {
    enter(.failed(error), saying: .failed(.system(error)))
  }

  /// Removes the files that are not expected to be written to: those that are quiet after
  /// their rotation and are not open for writing, and the oldest ones of too many.
  mutating func retire(
    at now: ContinuousClock.Instant, quietFor rest: TailConfiguration.RotatedRest
  ) -> [Generation] {
    var rotatedCount = generations.count
    if rotatedCount > 0, !(origin == .matched && state == .waiting) { rotatedCount -= 1 }
    let excess = rotatedCount - FollowedPath.maximumRotated
    var retired: [Generation] = []
    var kept: [Generation] = []
    for (index, generation) in generations.enumerated() {
      let isOver =
        generation.isCompressed
        || index < rotatedCount && (index < excess || generation.isQuiet(at: now, for: rest))
      if isOver { retired.append(generation) } else { kept.append(generation) }
    }
    generations = kept
    return retired
  }

  /// Takes back a file that was retired and could not be read to its end; `false` if there are too
  /// many.
  mutating func takeBack(_ generation: Generation) -> Bool {
    guard generations.count < FollowedPath.maximumUnread else { return false }
    generations.insert(generation, at: 0)
    return true
  }

  /// Remembers a file that was retired and read to its end.
  mutating func didRetire(_ generation: Generation) { known?.insert(generation.position) }

  /// Remembers what a file held before it was emptied.
  mutating func didTruncate(_ content: ReadContent) { known?.insertEmptied(content) }

  /// Whether a file that a pattern matched no longer exists, and all of it was read.
  var isGoneForGood: Bool {
    origin == .matched && state == .waiting && generations.isEmpty
  }

  /// Whether an earlier run followed a match of a pattern that is gone, and has left nothing to read.
  var isLeftBehind: Bool {
    origin == .matched && state == .unopened && (try? FileStatus.of(path)) == nil
  }

  /// Whether one of the watches that saw something is on this log or its directory.
  func isConcerned(by changes: ChangeWatch.Changes) -> Bool {
    guard case .seen(let watches) = changes else { return true }
    return directoryWatch.map(watches.contains) ?? false
      || generations.contains { $0.watch.map(watches.contains) ?? false }
  }

  /// Has the files and the directory watched.
  mutating func watch(with watch: ChangeWatch) {
    // The directory may be another by now; the same one keeps its watch.
    directoryWatch = watch.add(directory: Path.directory(of: path))
    for generation in generations where generation.watch == nil && !generation.isCompressed {
      generation.watch = watch.add(generation.descriptor)
    }
  }

  mutating func enter(_ next: State, saying change: SourceEvent.Change) -> [SourceEvent.Change] {
    guard state != next else { return [] }
    state = next
    return [change]
  }
}
