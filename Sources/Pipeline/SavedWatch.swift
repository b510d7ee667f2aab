package import TallyCodec
import Traffic

/// A watch and how far its sources are read: what a run leaves for the next one.
///
/// The two belong together: the marks are those of exactly the lines that the watch has added.
package struct SavedWatch: Sendable {
  package var watch: Watch
  package var marks: SourceMarks

  package init(watch: Watch, marks: SourceMarks = SourceMarks()) {
    self.watch = watch
    self.marks = marks
  }
}

extension SavedWatch {
  /// Writes all that later reports depend on; the section that is looked at closely does not.
  ///
  /// - Complexity: O(size): 30 KiB for a site of a hundred sections, 0.3 MiB with the history of a
  ///   screen, 20 MiB for names without end.
  package func write(to writer: inout StateWriter, at moment: Moment) {
    // What was written since the run before was saved may not have been read yet.
    writer.instant(watch.resumedFrom ?? moment.wallClock)
    marks.write(to: &writer)
    watch.write(to: &writer, at: moment)
  }

  /// Reads what a run with the same spans, format and key left.
  package init(
    from reader: inout StateReader, settings: WatchSettings, at moment: Moment
  ) throws(StateError) {
    let savedAt = try reader.instant()
    marks = try SourceMarks(from: &reader)
    watch = try Watch(from: &reader, settings: settings, at: moment)
    watch.resumedFrom = savedAt
  }
}
