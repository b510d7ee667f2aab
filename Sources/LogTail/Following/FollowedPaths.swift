import System

/// The names that are followed, in the order in which they were named, and found by name.
struct FollowedPaths: RandomAccessCollection, MutableCollection {
  private var elements: [FollowedPath] = []
  private var places: [String: Int] = [:]

  var startIndex: Int { 0 }
  var endIndex: Int { elements.count }

  subscript(position: Int) -> FollowedPath {
    get { elements[position] }
    _modify { yield &elements[position] }
  }

  /// Where a name stands; `nil` if it is not followed.
  ///
  /// - Complexity: O(1).
  func index(of path: String) -> Int? { places[path] }

  func contains(_ path: String) -> Bool { places[path] != nil }

  mutating func append(_ path: FollowedPath) {
    places[path.path] = elements.count
    elements.append(path)
  }

  /// Removes those for which it is so, and returns them.
  @discardableResult
  mutating func removeAll(where isToGo: (FollowedPath) -> Bool) -> [FollowedPath] {
    let gone = elements.filter(isToGo)
    guard !gone.isEmpty else { return [] }
    elements.removeAll(where: isToGo)
    places = [:]
    for (index, path) in elements.enumerated() { places[path.path] = index }
    return gone
  }
}

/// A pattern that names of logs match.
struct FollowedPattern {
  let text: String
  /// The folder of all that matches it, if that is only one.
  let folder: String?
  /// What was in the folder when matches were last looked for.
  var listing: FolderListing?
  var lastSearch: ContinuousClock.Instant?

  /// How long a folder that has not changed is not looked at: a link in it may have come to lead to a
  /// file.
  static let longestRest = Duration.seconds(10)

  init(_ text: String) {
    self.text = text
    let folder = Path.directory(of: text)
    self.folder = Directory.isPattern(folder) ? nil : folder
  }
}
