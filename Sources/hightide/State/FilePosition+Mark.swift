import LogTail
import Pipeline
import System
import Traffic

extension SourceMark {
  /// How far a file is read, as the pipeline carries it.
  init(_ position: FilePosition) {
    var part = StateWriter()
    part.word(position.identity.device)
    part.word(position.identity.inode)
    var place = StateWriter()
    place.count(position.fingerprint.length)
    place.word(position.fingerprint.hash)
    place.count(position.offset)
    self.init(source: Array(position.path.utf8), part: part.bytes, place: place.bytes)
  }
}

extension FilePosition {
  init(_ mark: SourceMark) throws(StateError) {
    var part = StateReader(mark.part)
    let identity = FileIdentity(device: try part.word(), inode: try part.word())
    var place = StateReader(mark.place)
    let fingerprint = Fingerprint(
      length: try place.count(upTo: Fingerprint.maximumLength), hash: try place.word())
    self.init(
      path: String(decoding: mark.source, as: UTF8.self), identity: identity,
      fingerprint: fingerprint, offset: try place.count())
    guard part.isAtEnd, place.isAtEnd else { throw .impossible("a position is too long") }
  }
}
