import TallyCodec
import Traffic

/// How far a source has been read once the lines that came with this are added.
///
/// In a form that only the source knows: a file's identity and an offset, a topic's partition and
/// its offset.
package struct SourceMark: Hashable, Sendable {
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

/// The last mark of each part of each source.
///
/// What is still read is never forgotten, however many sources and parts there are. Of the parts of a
/// source that are closed those are kept that were read last, since a log that is rotated for years
/// leaves one behind every time; and of the sources that have no other parts likewise.
package struct SourceMarks: Sendable {
  static let closedPartsPerSource = 16
  static let closedSources = 1_024

  /// The parts of a source, the one that was read last at the end.
  fileprivate struct Source: Sendable {
    var marks: [SourceMark] = []
    /// When the last of them was noted.
    var turn = 0

    var isClosed: Bool { marks.allSatisfy(\.isClosed) }
  }

  private var sources: [[UInt8]: Source] = [:]
  private var nextTurn = 0
  /// The sources that were closed, and when, the oldest first; some may have been opened again.
  private var closed: ArraySlice<(name: [UInt8], turn: Int)> = []

  package init() {}

  /// All marks, in the order in which they came.
  ///
  /// - Complexity: O(n log n) in the number of sources.
  package var all: [SourceMark] {
    sources.values.sorted { $0.turn < $1.turn }.flatMap(\.marks)
  }

  /// Takes the place of the mark of the same part.
  ///
  /// One that says nothing new leaves the order as it is: a part that is read no more gives way
  /// before those that were read after it. One that closes a part that is not known says nothing.
  ///
  /// - Complexity: O(parts of the source).
  package mutating func note(_ mark: SourceMark) {
    let turn = nextTurn
    nextTurn += 1
    if mark.isClosed || mark.place.isEmpty, sources[mark.source] == nil { return }
    guard sources[mark.source, default: Source()].note(mark, turn: turn) else { return }
    forgetClosedSources(after: mark.source, turn: turn)
  }

  private mutating func forgetClosedSources(after name: [UInt8], turn: Int) {
    if sources[name]?.isClosed ?? true { closed.append((name, turn)) }
    while closed.count > SourceMarks.closedSources, let oldest = closed.popFirst() {
      guard let source = sources[oldest.name], source.isClosed else { continue }
      // What was noted since stands in the list once more.
      if source.turn <= oldest.turn { sources[oldest.name] = nil }
    }
  }
}

extension SourceMarks.Source {
  /// Notes a mark of this source; `false` if it says nothing new.
  fileprivate mutating func note(_ mark: SourceMark, turn: Int) -> Bool {
    if let index = marks.firstIndex(where: { $0.part == mark.part }) {
      guard marks[index].place != mark.place else {
        guard marks[index].isClosed != mark.isClosed else { return false }
        marks[index].isClosed = mark.isClosed
        forgetClosedParts()
        return true
      }
      marks.remove(at: index)
      if mark.place.isEmpty { return false }
    } else if mark.isClosed || mark.place.isEmpty {
      return false
    }
    marks.append(mark)
    self.turn = turn
    forgetClosedParts()
    return true
  }

  private mutating func forgetClosedParts() {
    let excess = marks.count(where: \.isClosed) - SourceMarks.closedPartsPerSource
    guard excess > 0 else { return }
    var left = excess
    marks.removeAll { mark in
      guard mark.isClosed, left > 0 else { return false }
      left -= 1
      return true
    }
  }
}

extension SourceMarks: Equatable {
  package static func == (mine: SourceMarks, other: SourceMarks) -> Bool { mine.all == other.all }
}

extension SourceMarks {
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
  func write(to writer: inout RecordWriter, as tag: some RawRepresentable<Int>) {
    for source in sources.values.sorted(by: { $0.turn < $1.turn }) {
      writer.field(tag) { writer in
        writer.field(Field.name, bytes: source.marks.first?.source)
        for mark in source.marks {
          writer.field(Field.part) { writer in
            writer.field(PartField.part, bytes: mark.part)
            writer.field(PartField.place, bytes: mark.place)
          }
        }
      }
    }
  }

  /// Reads the marks of a source; which parts are closed is found by the source, which looks for them.
  mutating func readSource(from reader: inout RecordReader) throws(RecordError) {
    var name: [UInt8] = []
    while let field = try reader.next(Field.self) {
      switch field {
      case .name: name = try reader.blob()
      case .part:
        var mark = SourceMark(source: name, part: [], place: [])
        while let field = try reader.next(PartField.self) {
          switch field {
          case .part: mark.part = try reader.blob()
          case .place: mark.place = try reader.blob()
          }
        }
        note(mark)
      }
    }
  }

  /// Reads what a state of layout 3 or 4 says of all sources.
  init(layout4 reader: inout RecordReader) throws(RecordError) {
    self.init()
    for _ in 0..<(try reader.count()) {
      note(
        SourceMark(source: try reader.name(), part: try reader.name(), place: try reader.name()))
    }
  }
}
