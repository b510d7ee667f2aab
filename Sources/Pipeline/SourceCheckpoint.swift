package import TallyCodec
import Traffic

/// How far a source has been read once the lines that came with this are added.
///
/// In a form that only the source knows: a file's identity and an offset, a topic's partition and
/// its offset.
package struct SourceCheckpoint: Hashable, Sendable {
  /// What the user named, or what a name stood for.
  package var source: [UInt8]
  /// Which of the parts that the source is read in: a file, a partition.
  package var part: [UInt8]
  /// Where the part is to be read on; empty if the part is to be forgotten.
  package var place: [UInt8]
  /// Whether the part has been read to its end, and nothing more is expected of it.
  package var isClosed: Bool

  package init(source: [UInt8], part: [UInt8], place: [UInt8], isClosed: Bool = false) {
    self.source = source
    self.part = part
    self.place = place
    self.isClosed = isClosed
  }
}

/// The last checkpoint of each part of each source.
///
/// What is still read is never forgotten, however many sources and parts there are. Of the parts of a
/// source that are closed those are kept that were read last, since a log that is rotated for years
/// leaves one behind every time; and of the sources that have no other parts likewise.
package struct SourceCheckpoints: Sendable {
  static let closedPartsPerSource = 16
  static let closedSources = 1_024

  /// The parts of a source, the one that was read last at the end.
  fileprivate struct Source: Sendable {
    var checkpoints: [SourceCheckpoint] = []
    /// When the last of them was noted.
    var turn = 0

    var isClosed: Bool { checkpoints.allSatisfy(\.isClosed) }
  }

  private var sources: [[UInt8]: Source] = [:]
  private var nextTurn = 0
  /// The sources that were closed, and when, the oldest first; some may have been opened again.
  private var closed: ArraySlice<(name: [UInt8], turn: Int)> = []

  package init() {}

  /// All checkpoints, in the order in which they came.
  ///
  /// - Complexity: O(n log n) in the number of sources.
  package var all: [SourceCheckpoint] {
    sources.values.sorted { $0.turn < $1.turn }.flatMap(\.checkpoints)
  }

  /// Takes the place of the checkpoint of the same part.
  ///
  /// One that says nothing new leaves the order as it is: a part that is read no more gives way
  /// before those that were read after it. One that closes a part that is not known says nothing.
  ///
  /// - Complexity: O(parts of the source).
  package mutating func note(_ checkpoint: SourceCheckpoint) {
    let turn = nextTurn
    nextTurn += 1
    if checkpoint.isClosed || checkpoint.place.isEmpty, sources[checkpoint.source] == nil { return }
    guard sources[checkpoint.source, default: Source()].note(checkpoint, turn: turn) else { return }
    forgetClosedSources(after: checkpoint.source, turn: turn)
  }

  private mutating func forgetClosedSources(after name: [UInt8], turn: Int) {
    if sources[name]?.isClosed ?? true { closed.append((name, turn)) }
    while closed.count > SourceCheckpoints.closedSources, let oldest = closed.popFirst() {
      guard let source = sources[oldest.name], source.isClosed else { continue }
      // What was noted since is in the list twice.
      if source.turn <= oldest.turn { sources[oldest.name] = nil }
    }
  }
}

extension SourceCheckpoints.Source {
  /// Notes a checkpoint of this source; `false` if it says nothing new.
  fileprivate mutating func note(_ checkpoint: SourceCheckpoint, turn: Int) -> Bool {
    if let index = checkpoints.firstIndex(where: { $0.part == checkpoint.part }) {
      guard checkpoints[index].place != checkpoint.place else {
        guard checkpoints[index].isClosed != checkpoint.isClosed else { return false }
        checkpoints[index].isClosed = checkpoint.isClosed
        forgetClosedParts()
        return true
      }
      checkpoints.remove(at: index)
      if checkpoint.place.isEmpty { return false }
    } else if checkpoint.isClosed || checkpoint.place.isEmpty {
      return false
    }
    checkpoints.append(checkpoint)
    self.turn = turn
    forgetClosedParts()
    return true
  }

  private mutating func forgetClosedParts() {
    let excess = checkpoints.count(where: \.isClosed) - SourceCheckpoints.closedPartsPerSource
    guard excess > 0 else { return }
    var left = excess
    checkpoints.removeAll { checkpoint in
      guard checkpoint.isClosed, left > 0 else { return false }
      left -= 1
      return true
    }
  }
}

extension SourceCheckpoints: Equatable {
  package static func == (mine: SourceCheckpoints, other: SourceCheckpoints) -> Bool {
    mine.all == other.all
  }
}

extension SourceCheckpoints {
  private enum Field: Int {
    case name = 1
    /// A part of the source, the one that was read last at the end; one field for each.
    case part
  }

  private enum PartField: Int {
    case part = 1
    case place
  }

  /// Writes each source as a field of a record, the one that was read last at the end.
  package func write(to writer: inout RecordWriter, as tag: some RawRepresentable<Int>) {
    for source in sources.values.sorted(by: { $0.turn < $1.turn }) {
      writer.field(tag) { writer in
        writer.field(Field.name, bytes: source.checkpoints.first?.source)
        for checkpoint in source.checkpoints {
          writer.field(Field.part) { writer in
            writer.field(PartField.part, bytes: checkpoint.part)
            writer.field(PartField.place, bytes: checkpoint.place)
          }
        }
      }
    }
  }

  /// Reads the checkpoints of a source; which parts are closed is found by the source, which looks for them.
  package mutating func readSource(from reader: inout RecordReader) throws(RecordError) {
    var name: [UInt8] = []
    while let field = try reader.next(Field.self) {
      switch field {
      case .name: name = try reader.blob()
      case .part:
        var checkpoint = SourceCheckpoint(source: name, part: [], place: [])
        while let field = try reader.next(PartField.self) {
          switch field {
          case .part: checkpoint.part = try reader.blob()
          case .place: checkpoint.place = try reader.blob()
          }
        }
        note(checkpoint)
      }
    }
  }

  /// Reads what a state of layout 3 or 4 says of all sources.
  init(layout4 reader: inout RecordReader) throws(RecordError) {
    self.init()
    for _ in 0..<(try reader.count()) {
      note(
        SourceCheckpoint(
          source: try reader.name(), part: try reader.name(), place: try reader.name()))
    }
  }
}
