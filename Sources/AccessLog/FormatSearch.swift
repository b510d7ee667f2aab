/// Finds the format of lines by reading them in every format there is.
///
/// Each reader is anchored at the beginning of the line, so that nothing that a client chose can pose
/// as a line. Of several formats in which a line is a hit, the most particular one is its own: that
/// is the last in the table.
enum FormatSearch {
  /// The formats that lines alone can tell, the most particular first, each with its reader.
  static let formats: [(format: LogFormat, reader: any LineReader)] =
    LogFormat.all.reversed().filter(\.directives.isEmpty).map { ($0, $0.makeReader([])) }

  /// The formats in which a line is a hit, at most two, the likeliest first.
  static func formats(of line: Range<Int>, _ bytes: RawSpan) -> [LogFormat] {
    var found: [LogFormat] = []
    for (format, reader) in formats where reader.instant(bytes, line) != nil {
      found.append(format)
      if found.count == 2 { break }
    }
    return found
  }
}

/// Reads lines of a log whose format is not known yet: each in the likeliest format of those in which
/// it is a hit, so that no hit is lost to the search.
struct SearchReader: LineReader {
  mutating func fields(_ bytes: RawSpan, _ line: Range<Int>) -> LineFields? {
    for (_, reader) in FormatSearch.formats {
      var reader = reader
      if let fields = reader.fields(bytes, line) { return fields }
    }
    return nil
  }

  mutating func hit(_ bytes: RawSpan, _ line: Range<Int>) -> Hit? {
    for (_, reader) in FormatSearch.formats {
      var reader = reader
      if let hit = reader.hit(bytes, line) { return hit }
    }
    return nil
  }
}
