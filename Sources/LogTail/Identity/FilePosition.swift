package import Feed
package import System

/// How far a file was read, in a form that outlives the program.
package struct FilePosition: Hashable, Sendable {
  /// The name under which it is followed; after a rotation it is called something else.
  package var path: String
  package var identity: FileIdentity
  package var content: ReadContent
  /// What has to be known to read the line behind that; `nil` if it has to be found in the file.
  package var memory: SourceMemory?
  /// Whether all of it has been read, and nothing more is expected of it.
  package var isClosed = false
  /// Whether the next run must not know of it: what it holds is read in another file.
  package var isForgotten = false

  package init(
    path: String, identity: FileIdentity, content: ReadContent, memory: SourceMemory? = nil
  ) {
    self.path = path
    self.identity = identity
    self.content = content
    self.memory = memory
  }

  /// The bytes up to and including the last line that was passed on.
  package var offset: Int { content.length }

  /// The first bytes of what was read.
  package var fingerprint: Fingerprint { content.beginning }

  /// The position in what the file held before it was emptied, for which another takes its place.
  package var emptied: FilePosition {
    var position = self
    // No file has this number.
    position.identity = FileIdentity(device: 0, inode: fingerprint.hash)
    return position
  }

  /// The same, of a file of which nothing more is expected.
  var closed: FilePosition {
    var position = self
    position.isClosed = true
    return position
  }

  /// The same, of a file that is read on in another.
  var forgotten: FilePosition {
    var position = self
    position.isForgotten = true
    return position
  }

  /// The position in what is not there yet: whatever a name or a pattern comes to mean is read from
  /// its beginning.
  package static func beforeAll(of path: String) -> FilePosition {
    // No file has these numbers.
    FilePosition(
      path: path, identity: FileIdentity(device: 0, inode: 0), content: ReadContent())
  }
}
