import Feed
private import Glibc
import System

/// A stretch of a file that is to be read.
struct Segment {
  enum Ending {
    /// A last line without its end waits for it.
    case open
    /// Nothing will follow: a last line without its end counts as it is.
    case final
  }

  var generation: Generation
  /// Where to stop; `.max` for the end of the file, wherever it is by then.
  var limit: Int
  var ending: Ending
}

extension Segment {
  /// What was seen of a file, or all that there is if it is looked at for the last time; `nil` if
  /// there is nothing to read.
  init?(of generation: Generation, isLast: Bool) {
    guard isLast || generation.size > generation.offset else { return nil }
    self.generation = generation
    limit = isLast ? .max : generation.size
    ending = isLast ? .final : .open
  }
}

/// The lines of one log in order: of one file, or of those that its name meant one after the other.
struct Lane {
  /// How much is read in search of a line's end before others get their turn, in bytes: a log may
  /// end in a hole of gigabytes.
  static let longestSearch = 4 << 20

  private enum Supply {
    /// There are lines to hand on.
    case lines
    /// ``longestSearch`` bytes were read, and no line ended in them.
    case notYet
    case end
  }

  /// Whether the last search for a line's end was broken off: there is more to read.
  private(set) var isSearching = false
  /// The time of the next line; lines without a time have that of the line before.
  private(set) var headTime: Int
  /// The time of the last line, where it was looked at before reading; `nil` if it is not known.
  let lastTime: Int?

  /// As its name was given, or as a pattern found it.
  let source: SourceName
  private var segments: ArraySlice<Segment>
  /// Whole lines that were read, and how many of their bytes were handed on.
  private var lines: [UInt8] = []
  private var taken = 0
  private var owner: Generation?
  /// What had been read of the file before the lines that are held.
  private var heldContent = ReadContent()
  /// Positions of files that are through, of which lines were handed on.
  private var finished: [FilePosition] = []

  /// Makes ready to read `segments`, of which the first line has the time `firstTime`.
  ///
  /// Nothing is read before the first line is asked for, so that a lane whose turn has not come
  /// holds no memory.
  init(_ segments: [Segment], firstTime: Int, lastTime: Int?) {
    source = SourceName(bytes: Path.bytes(of: segments.first?.generation.path ?? ""))
    self.segments = segments[...]
    self.lastTime = lastTime
    headTime = firstTime
  }

  /// How many bytes are still to be handed on at most, but for a line under way; `.max` where that
  /// is not known before they are read.
  var bytesLeft: Int {
    segments.reduce(lines.count - taken) { sum, segment in
      let isKnown = segment.limit < .max && !segment.generation.isCompressed && sum < .max
      return isKnown ? sum + max(0, segment.limit - segment.generation.offset) : .max
    }
  }

  /// Reads what comes first, and takes its time; `false` if there is nothing.
  mutating func load(readSize: Int, _ timeOfLine: LineTime) -> Bool {
    switch fill(readSize: readSize) {
    case .lines: updateHead(timeOfLine)
    case .notYet: break
    case .end: return false
    }
    return true
  }

  /// The positions of the files of which lines were handed on since this was asked last.
  mutating func takePositions() -> [FilePosition] {
    if let owner, !owner.isLeft {
      var position = owner.position
      // What is still held are the last lines that were read, as they stand in the file: only the
      // first line of a read can have been shortened.
      if taken == 0 {
        position.content = heldContent
      } else if taken < lines.count {
        position.content.length -= lines.count - taken
        position.content.noteLastLine(ofLines: lines[..<taken])
      }
      finished.append(position)
    }
    defer { finished = [] }
    return finished
  }

  /// Lets go of the files that were read.
  mutating func release() {
    segments = []
    owner = nil
    lines = []
    taken = 0
  }

  /// All lines of the next read, none if their end is still searched for; `nil` at the end.
  mutating func takeAll(readSize: Int) -> [UInt8]? {
    switch fill(readSize: readSize) {
    case .lines: break
    case .notYet: return []
    case .end: return nil
    }
    defer {
      lines = []
      taken = 0
      heldContent = owner?.content ?? ReadContent()
    }
    return taken == 0 ? lines : Array(lines[taken...])
  }

  /// Appends the lines whose time is at most `bound` to `output`, until that holds `capacity`
  /// bytes or more, or the end of a line is still searched for; returns `false` if the lane has
  /// come to its end.
  mutating func take(
    through bound: Int, into output: inout [UInt8], capacity: Int, readSize: Int,
    _ timeOfLine: LineTime
  ) -> Bool {
    while output.count < capacity {
      switch fill(readSize: readSize) {
      case .lines: break
      case .notYet: return true
      case .end: return false
      }
      let start = taken
      let stop = min(lines.count, start + capacity - output.count)
      while taken < stop {
        let end = lines.span.endOfLine(from: taken)
        headTime = time(of: taken..<end, timeOfLine) ?? headTime
        if headTime > bound { break }
        taken = end
      }
      output += lines[start..<taken]
      if taken < stop { return true }
      if taken < lines.count { updateHead(timeOfLine) }
    }
    return true
  }

  private mutating func updateHead(_ timeOfLine: LineTime) {
    let end = lines.span.endOfLine(from: taken)
    headTime = time(of: taken..<end, timeOfLine) ?? headTime
  }

  private func time(of line: Range<Int>, _ timeOfLine: LineTime) -> Int? {
    lines.span.time(of: line.lowerBound..<line.upperBound - 1, timeOfLine)
  }

  /// Reads until there are lines to hand on, but no more than ``longestSearch`` bytes.
  private mutating func fill(readSize: Int) -> Supply {
    isSearching = false
    var searched = 0
    while taken == lines.count {
      guard let segment = segments.first else { return .end }
      guard searched < Lane.longestSearch else {
        isSearching = true
        return .notYet
      }
      owner = segment.generation
      heldContent = segment.generation.content
      taken = 0
      if let read = segment.generation.readOn(before: segment.limit, atMost: readSize) {
        lines = read
        searched += readSize
      } else {
        segments.removeFirst()
        // A line that could not be read to its end is not one that has none.
        let isWhole = segment.ending == .final && segment.generation.failure == nil
        lines = isWhole ? segment.generation.flush() : []
        if lines.isEmpty, !segments.isEmpty, !segment.generation.isLeft {
          finished.append(segment.generation.position)
        }
      }
    }
    return .lines
  }
}

extension Span<UInt8> {
  /// The place behind the newline of the line that begins at `start`.
  ///
  /// - Precondition: there is one.
  fileprivate func endOfLine(from start: Int) -> Int {
    unsafe withUnsafeBytes { buffer in
      // In bounds: the lane holds whole lines only.
      guard let base = buffer.baseAddress,
        let found = unsafe memchr(base + start, Int32(newline), buffer.count - start)
      else { return buffer.count }
      return unsafe UnsafeRawPointer(found) - base + 1
    }
  }

  /// The time of the line in `range`, newline left out.
  func time(of range: Range<Int>, _ timeOfLine: LineTime) -> Int? {
    // Bytes are without padding.
    timeOfLine(unsafe extracting(range).bytes)
  }
}
