/// What has to be known of a source to read the lines that come next.
///
/// It is a function of the lines before them, whatever chunks they are read in: the format, if that
/// is to be found out, and the directives that name the columns. Workers get it as a value with the
/// lines of each source.
public struct SourceMemory: Sendable {
  /// Which lines may change it.
  enum Learning: Equatable {
    /// All, until the format is found; that many without a hit are looked at.
    case everyLine(left: Int)
    case directives
    case nothing

    var isOfEveryLine: Bool {
      if case .everyLine = self { true } else { false }
    }

    /// Whether the line of that record may change it.
    func isOf(_ record: LineRecord) -> Bool {
      switch self {
      case .everyLine: true
      case .directives: record.status == LineRecord.comment
      case .nothing: false
      }
    }
  }

  /// After how many lines without a hit a log is no longer searched for one: its directives may still
  /// tell the format.
  static let searchedLines = 100
  /// A directive of more bytes says nothing; all of them are kept in memory and in the state file.
  static let longestDirective = 8_192

  /// All that is known, shared by the spans of lines that are read with it: each costs one count of
  /// references.
  private final class State: Sendable {
    let format: LogFormat
    let header: [UInt8]
    let learning: Learning
    let reader: any LineReader

    init(
      _ format: LogFormat, header: [UInt8], _ learning: Learning, _ reader: (any LineReader)? = nil
    ) {
      self.format = format
      self.header = header
      self.learning = learning
      self.reader = reader ?? format.makeReader(header)
    }
  }

  private var state: State

  /// In which the next line is read.
  public var format: LogFormat { state.format }
  /// The directives in force, each with its name and a newline.
  var header: [UInt8] { state.header }
  var learning: Learning { state.learning }
  var reader: any LineReader { state.reader }

  /// Creates the memory of a source of which nothing has been read.
  public init(_ choice: FormatChoice = .auto) {
    switch choice {
    case .auto: self.init(searching: SourceMemory.searchedLines)
    case .named(let named): self.init(named, header: [])
    }
  }

  /// Creates the memory of a source of that format.
  private init(_ format: LogFormat, header: [UInt8]) {
    state =
      SourceMemory.plain[format]
      ?? State(format, header: header, format.directives.isEmpty ? .nothing : .directives)
  }

  /// What is known of sources of which nothing has to be remembered: one for all of a format, so
  /// that thousands of files take no memory, and are told apart from others at once.
  private static let plain = Dictionary(
    uniqueKeysWithValues: LogFormat.all.filter(\.directives.isEmpty).map {
      ($0, State($0, header: [], .nothing))
    })

  /// Creates the memory of a source of which that many more lines are searched for a hit.
  init(searching left: Int, header: [UInt8] = []) {
    state = State(.common, header: header, left > 0 ? .everyLine(left: left) : .directives)
  }

  /// The time of a line that comes next, or `nil` if it is no hit.
  public func instant(_ bytes: RawSpan, _ line: Range<Int>) -> Instant? {
    reader.instant(bytes, line)
  }

  /// Takes in whole lines that come next; returns whether later ones may change it.
  ///
  /// - Complexity: O(1) once nothing may; O(bytes) to look for directives.
  @discardableResult
  public mutating func learn(_ lines: RawSpan) -> Bool {
    var start = 0
    while start < lines.byteCount {
      switch learning {
      case .nothing: return false
      case .directives:
        guard let line = nextComment(lines, from: start) else { return true }
        learn(lines, line.lowerBound..<lines.endOfLine(line))
        start = line.upperBound + 1
      case .everyLine:
        let end = lines.firstOffset(of: UInt8(ascii: "\n"), from: start, to: lines.byteCount)
        learn(lines, start..<lines.endOfLine(start..<end))
        start = end + 1
      }
    }
    return learning != .nothing
  }

  /// Takes in the line at a range, which is without its newline and a `\r` before that.
  mutating func learn(_ bytes: RawSpan, _ line: Range<Int>) {
    switch LineKind(bytes, line) {
    case .comment(let comment): learn(directive: bytes, comment)
    case .text, .malformed:
      guard case .everyLine(let left) = learning else { return }
      if instant(bytes, line) != nil {
        self = SourceMemory(format, header: [])
      } else {
        self = SourceMemory(searching: left - 1, header: header)
      }
    case .empty: break
    }
  }

  private mutating func learn(directive bytes: RawSpan, _ line: Range<Int>) {
    let isFound = isFound
    let wanted = isFound ? format.directives : LogFormat.allDirectives
    guard let name = wanted.first(where: { bytes.begins(line, with: $0) }) else { return }
    var kept: [UInt8] = []
    for other in header.split(separator: UInt8(ascii: "\n")) where !other.starts(with: name) {
      kept += other + [UInt8(ascii: "\n")]
    }
    kept += name
    if line.count <= SourceMemory.longestDirective {
      bytes.append(line.lowerBound + name.count..<line.upperBound, to: &kept)
    }
    kept.append(UInt8(ascii: "\n"))
    if isFound {
      state = State(format, header: kept, learning)
    } else if let told = LogFormat.all.first(where: { $0.isTold(by: kept) }) {
      self = SourceMemory(told, header: kept)
    } else {
      state = State(format, header: kept, learning, reader)
    }
  }

  /// Whether the format is known.
  var isFound: Bool {
    learning == .nothing || learning == .directives && !format.directives.isEmpty
  }

  /// The next line that is a comment, without its newline.
  private func nextComment(_ lines: RawSpan, from start: Int) -> Range<Int>? {
    let newline = UInt8(ascii: "\n")
    var place = start
    while true {
      let mark = lines.firstOffset(of: UInt8(ascii: "#"), from: place, to: lines.byteCount)
      guard mark < lines.byteCount else { return nil }
      var lineStart = mark
      while lineStart > start, lines[lineStart - 1] != newline,
        LineStart.mayBelongToPadding(lines[lineStart - 1])
      {
        lineStart -= 1
      }
      if lineStart == start || lines[lineStart - 1] == newline,
        LineStart.endOfPadding(lines, lineStart..<mark) == mark
      {
        return lineStart..<lines.firstOffset(of: newline, from: mark, to: lines.byteCount)
      }
      place = mark + 1
    }
  }
}

extension SourceMemory: Equatable {
  public static func == (left: SourceMemory, right: SourceMemory) -> Bool {
    left.state === right.state
      || left.learning == right.learning && left.format == right.format
        && left.header == right.header
  }
}

extension SourceMemory: Hashable {
  public func hash(into hasher: inout Hasher) {
    hasher.combine(format)
    hasher.combine(header)
  }
}

extension RawSpan {
  /// Where the line at a range ends without a `\r` at its end.
  fileprivate func endOfLine(_ line: Range<Int>) -> Int {
    !line.isEmpty && self[line.upperBound - 1] == UInt8(ascii: "\r")
      ? line.upperBound - 1 : line.upperBound
  }

  fileprivate func begins(_ range: Range<Int>, with text: [UInt8]) -> Bool {
    range.count >= text.count && text.indices.allSatisfy { self[range.lowerBound + $0] == text[$0] }
  }
}
