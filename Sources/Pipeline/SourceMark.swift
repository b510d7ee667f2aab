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
  /// Where the part is to be read on.
  package var place: [UInt8]

  package init(source: [UInt8], part: [UInt8], place: [UInt8]) {
    self.source = source
    self.part = part
    self.place = place
  }
}

/// The last mark of each part of each source.
///
/// Of a source the parts that were read last are kept, since a log that is rotated for years leaves
/// one behind every time; and those of a pattern are forgotten in the same way.
package struct SourceMarks: Sendable, Equatable {
  static let partsPerSource = 16
  static let maximumSources = 1_024

  /// The parts of a source, the one that was read last at the end.
  private struct Source: Sendable, Equatable {
    var name: [UInt8]
    var marks: [SourceMark]
  }

  /// The one that was read last at the end.
  private var sources: [Source] = []

  package init() {}

  /// All marks, in the order in which they came.
  package var all: [SourceMark] { sources.flatMap(\.marks) }

  /// Takes the place of the mark of the same part.
  ///
  /// One that says nothing new leaves the order as it is: a part that is read no more gives way
  /// before those that were read after it.
  ///
  /// - Complexity: O(sources); the one that was read last is found first.
  package mutating func note(_ mark: SourceMark) {
    var marks: [SourceMark] = []
    if let index = sources.lastIndex(where: { $0.name == mark.source }) {
      guard !sources[index].marks.contains(mark) else { return }
      marks = sources.remove(at: index).marks
    }
    marks.removeAll { $0.part == mark.part }
    marks.append(mark)
    if marks.count > SourceMarks.partsPerSource { marks.removeFirst() }
    sources.append(Source(name: mark.source, marks: marks))
    if sources.count > SourceMarks.maximumSources { sources.removeFirst() }
  }
}

extension SourceMarks {
  func write(to writer: inout StateWriter) {
    let marks = all
    writer.count(marks.count)
    for mark in marks {
      for bytes in [mark.source, mark.part, mark.place] { writer.name(bytes) }
    }
  }

  init(from reader: inout StateReader) throws(StateError) {
    self.init()
    let limit = SourceMarks.maximumSources * SourceMarks.partsPerSource
    for _ in 0..<(try reader.count(upTo: limit)) {
      note(
        SourceMark(source: try reader.name(), part: try reader.name(), place: try reader.name()))
    }
  }
}
