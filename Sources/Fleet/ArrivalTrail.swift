package import TallyCodec

/// By when of its arrival what servers read at which time of their clocks came, so that a reader can go back to
/// all that may hold hits of a second.
///
/// A value that is written with a state: bounded, and some 10 bytes an entry.
package struct ArrivalTrail: Sendable, Equatable {
  private struct Entry: Equatable {
    /// The greatest clock of any server in what had arrived, but for clocks that are far ahead.
    var clock: Int
    /// In milliseconds since the epoch.
    var arrival: Int
  }

  private enum Field: Int {
    /// A clock and its arrival; one field for each.
    case entry = 1
  }

  private enum EntryField: Int {
    case clock = 1
    case arrival
  }

  private static let mostEntries = 2_000
  private var entries: [Entry] = []

  package init() {}

  /// Notes what the clock showed in all that had arrived by a time; `span` is how far back one may want to go,
  /// in seconds, of which it keeps about a hundred entries.
  package mutating func note(clock: Int, arrival: Int, span: Int) {
    if let last = entries.last {
      guard clock - last.clock >= max(5, span / 100), arrival >= last.arrival else { return }
    }
    entries.append(Entry(clock: clock, arrival: arrival))
    // One from before is needed.
    let needless = entries.prefix { $0.clock < clock - 2 * span - 60 }.count - 1
    if needless > 0 { entries.removeFirst(needless) }
    if entries.count > ArrivalTrail.mostEntries { entries.removeFirst() }
  }

  /// From when of arrival on all is that was read at that time of the clocks or later; `nil` if nothing is
  /// known.
  package func arrival(of clock: Int) -> Int? {
    (entries.last { $0.clock < clock } ?? entries.first)?.arrival
  }

  package func write(to writer: inout RecordWriter) {
    for entry in entries {
      writer.field(Field.entry) { writer in
        writer.field(EntryField.clock, number: entry.clock)
        writer.field(EntryField.arrival, number: entry.arrival)
      }
    }
  }

  package init(from reader: inout RecordReader) throws(RecordError) {
    while let field = try reader.next(Field.self) {
      switch field {
      case .entry:
        var entry = Entry(clock: 0, arrival: 0)
        while let part = try reader.next(EntryField.self) {
          switch part {
          case .clock: entry.clock = try reader.number()
          case .arrival: entry.arrival = try reader.number()
          }
        }
        entries.append(entry)
        try require(entries.count <= ArrivalTrail.mostEntries, or: "a trail is too long")
      }
    }
  }
}
