import Feed
import LogTail

/// What the lines of records are added to.
protocol LineGathering {
  /// Adds a record's line or lines of an origin that arrived at a time in milliseconds since the epoch; the
  /// last one gets its newline.
  mutating func add(
    _ text: UnsafeRawBufferPointer, of origin: Int, at time: Int?, _ origins: inout LineOrigins)

  /// The same for a string of JSON.
  mutating func add(
    unescaping range: Range<Int>, of text: UnsafeRawBufferPointer, of origin: Int, at time: Int?,
    _ origins: inout LineOrigins)
}

/// The lines of records, gathered until they are passed on.
///
/// Those of each origin stand together within a second of arrival: over more than that their order is the
/// topic's, since times that go back make lines late.
struct RecordLines: LineGathering {
  /// How long the lines of different origins may be grouped, in milliseconds.
  private static let window = 1_000

  private var lines: [[UInt8]] = []
  /// The origins that have lines, in the order in which they came.
  private var waiting: [Int] = []
  private var windowStart: Int?
  private var bytes: [UInt8] = []
  private var spans: [(origin: Int, source: SourceName, end: Int, memory: SourceMemory)] = []
  private(set) var count = 0

  var isEmpty: Bool { count == 0 }

  mutating func add(
    _ text: UnsafeRawBufferPointer, of origin: Int, at time: Int?, _ origins: inout LineOrigins
  ) {
    let start = begin(origin, time, &origins)
    unsafe lines[origin].append(contentsOf: text)
    end(origin, start)
  }

  mutating func add(
    unescaping range: Range<Int>, of text: UnsafeRawBufferPointer, of origin: Int, at time: Int?,
    _ origins: inout LineOrigins
  ) {
    let start = begin(origin, time, &origins)
    unsafe lines[origin].append(unescaping: range, of: text)
    end(origin, start)
  }

  @inline(__always)
  private mutating func begin(_ origin: Int, _ time: Int?, _ origins: inout LineOrigins) -> Int {
    if let time {
      // A writer may have given it any time.
      let isWithin = windowStart.map { time >= $0 && time &- $0 < RecordLines.window } ?? false
      if !isWithin {
        closeWindow(&origins)
        windowStart = time
      }
    }
    while lines.count <= origin { lines.append([]) }
    if lines[origin].isEmpty { waiting.append(origin) }
    count += 1
    return lines[origin].count
  }

  /// Ends the lines of a record, which begin at a place: one line ending at its end is no part of it.
  @inline(__always)
  private mutating func end(_ origin: Int, _ start: Int) {
    let last = lines[origin].count - 1
    if last < start || lines[origin][last] != 10 { lines[origin].append(10) }
  }

  private mutating func closeWindow(_ origins: inout LineOrigins) {
    for origin in waiting {
      let memory = origins.learn(lines[origin], of: origin)
      bytes += lines[origin]
      spans.append((origin, origins.known[origin].source, bytes.count, memory))
      lines[origin].removeAll(keepingCapacity: lines[origin].count <= 1 << 18)
    }
    waiting.removeAll(keepingCapacity: true)
  }

  /// What has been gathered; `nil` if that is nothing.
  mutating func take(
    _ origin: LineBatch.Origin, _ positions: [FilePosition], _ origins: inout LineOrigins
  ) -> LineBatch? {
    closeWindow(&origins)
    windowStart = nil
    guard count > 0 else { return nil }
    defer {
      bytes = []
      spans = []
      count = 0
    }
    var joined: [SourceSpan] = []
    for (index, span) in spans.enumerated() {
      if index > 0, spans[index - 1].origin == span.origin {
        joined[joined.count - 1].end = span.end
      } else {
        joined.append(SourceSpan(source: span.source, end: span.end, memory: span.memory))
      }
    }
    return LineBatch(bytes: bytes, origin: origin, positions: positions, spans: joined)
  }
}
