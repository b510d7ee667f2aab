import AccessLog
import LogTail
import Pipeline
import System
import TallyCodec
import Traffic

extension SourceCheckpoint {
  /// How far a file is read, as the pipeline carries it.
  init(_ position: FilePosition) {
    var part = RecordWriter()
    part.word(position.identity.device)
    part.word(position.identity.inode)
    guard !position.isForgotten else {
      self.init(source: Array(position.path.utf8), part: part.bytes, place: [])
      return
    }
    var place = RecordWriter()
    let content = position.content
    place.count(content.beginning.length)
    place.word(content.beginning.hash)
    place.count(content.length)
    // What stands from here on was not known to the first version.
    place.flag(content.hasDistinctLines)
    place.count(content.lastLine.length)
    place.word(content.lastLine.hash)
    for rung in content.rungs.indices { place.word(content.rungs[rung]) }
    // Where it is not known, it is read from the file.
    if let memory = position.memory { place.blob(memory.bytes) }
    self.init(
      source: Array(position.path.utf8), part: part.bytes, place: place.bytes,
      isClosed: position.isClosed)
  }
}

extension FilePosition {
  init(_ checkpoint: SourceCheckpoint) throws(RecordError) {
    var part = RecordReader(checkpoint.part)
    let identity = FileIdentity(device: try part.word(), inode: try part.word())
    var place = RecordReader(checkpoint.place)
    let beginning = Fingerprint(
      length: try place.count(upTo: Fingerprint.maximumLength), hash: try place.word())
    var content = ReadContent(beginning: beginning, length: try place.count())
    if !place.isAtEnd {
      content.hasDistinctLines = try place.flag()
      content.lastLine = Fingerprint(
        length: try place.count(upTo: ReadContent.maximumLineLength), hash: try place.word())
      for rung in content.rungs.indices { content.rungs[rung] = try place.word() }
    } else {
      // The first version took lines that begin alike for the same ones, whatever they were.
      content.hasDistinctLines = beginning.length >= Fingerprint.shortestProof
    }
    self.init(
      path: String(decoding: checkpoint.source, as: UTF8.self), identity: identity, content: content
    )
    if !place.isAtEnd { memory = try SourceMemory(from: &place) }
    guard part.isAtEnd, place.isAtEnd else { throw .impossible("a position is too long") }
  }
}
