import Feed
private import Glibc
import System

/// The lines of one log in order: of one file, or of those that its name meant one after the other.
struct LineRun {
  /// How much is read in search of a line's end before others get their turn, in bytes: a log may
  /// end in a hole of gigabytes.
  static let longestSearch = 4 << 20
  /// How far ahead of all lines before it a line is taken at its word, in seconds.
  ///
  /// One that is further ahead is compared with the next: the same as becomes of its hit once it is
  /// counted. A single line with a wrong time must not hold back the rest of its log until all others
  /// are read.
  static let longestJump = 3_600

  private enum Supply {
    /// There are lines to hand on.
    case lines
    /// ``longestSearch`` bytes were read, and no line ended in them.
    case notYet
    case end
  }

  /// Whether the last search for a line's end was broken off: there is more to read.
  private(set) var isSearching = false
  /// When the next line is due: at its time, or with the line before where it has none, or where its
  /// time is a jump that the line behind it does not confirm.
  private(set) var headTime: Int
  /// The greatest time at which a line was due, once one was that has a time.
  private var newestTime: Int?
  /// The time of the last line, where it was looked at before reading; `nil` if it is not known.
  let lastTime: Int?

  /// As its name was given, or as a pattern found it.
  let source: SourceName
  private var segments: ArraySlice<Segment>
  /// Whole lines that were read, and how many of their bytes were passed on.
  private var lines: [UInt8] = []
  private var taken = 0
  private var owner: Generation?
  /// What has to be known to read the next line, and whether later lines may change it.
  private var memory: SourceMemory?
  private var isLearning = false
  /// Whether the next line begins where the last line that was passed on ended.
  private var isContinued = false
  /// What had been read of the file before the lines that are held.
  private var heldContent = ReadContent()
  /// Positions of files that were read to their end and passed on lines.
  private var finished: [FilePosition] = []

  /// Makes ready to read `segments`, of which the first line has the time `firstTime`.
  ///
  /// Nothing is read before the first line is asked for, so that a run whose turn has not come
  /// holds no memory.
  init(_ segments: [Segment], firstTime: Int, lastTime: Int?) {
    source = SourceName(bytes: Path.bytes(of: segments.first?.generation.path ?? ""))
    self.segments = segments[...]
    self.lastTime = lastTime
    headTime = firstTime
  }

  /// The most bytes that are still to be passed on, besides an unfinished line; `.max` where that
  /// is not known before they are read.
  var bytesLeft: Int {
    segments.reduce(lines.count - taken) { sum, segment in
      let isKnown = segment.limit < .max && !segment.generation.isCompressed && sum < .max
      return isKnown ? sum + max(0, segment.limit - segment.generation.offset) : .max
    }
  }

  /// Reads what comes first, and takes its time; `false` if there is nothing.
  mutating func load(readSize: Int, _ knowledge: LineKnowledge) -> Bool {
    switch fill(readSize: readSize, knowledge) {
    case .lines: updateHead(readSize: readSize, knowledge)
    case .notYet: break
    case .end: return false
    }
    return true
  }

  /// The positions of the files whose lines were passed on since the last call.
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
      if taken < lines.count { position.memory = memory }
      finished.append(position)
    }
    defer { finished = [] }
    return finished
  }

  /// Releases the files that were read.
  mutating func release() {
    segments = []
    owner = nil
    lines = []
    taken = 0
  }

  /// All lines of the next read, none if their end is still searched for; `nil` at the end.
  ///
  /// `spans` takes in that they stand behind `start` bytes of other lines.
  mutating func takeAll(
    readSize: Int, behind start: Int, _ spans: inout [SourceSpan], _ knowledge: LineKnowledge
  ) -> [UInt8]? {
    switch fill(readSize: readSize, knowledge) {
    case .lines: break
    case .notYet: return []
    case .end: return nil
    }
    let rest = taken == 0 ? lines : Array(lines[taken...])
    if let memory { extend(&spans, to: start + rest.count, from: memory) }
    lines = []
    taken = 0
    heldContent = owner?.content ?? ReadContent()
    return rest
  }

  /// Appends a span of lines that are passed on, or lengthens the last one if they continue it.
  private mutating func extend(
    _ spans: inout [SourceSpan], to end: Int, from memory: SourceMemory
  ) {
    guard end > spans.last?.end ?? 0 else { return }
    if isContinued, spans.last?.source == source {
      spans[spans.count - 1].end = end
    } else {
      spans.append(SourceSpan(source: source, end: end, memory: memory))
    }
    isContinued = true
  }

  /// Appends the lines whose time is at most `bound` to `output` and their spans to `spans`, until that holds `capacity`
  /// bytes or more, or the end of a line is still searched for; returns `false` if the run has
  /// come to its end.
  mutating func take(
    through bound: Int, into output: inout [UInt8], _ spans: inout [SourceSpan], capacity: Int,
    readSize: Int, _ knowledge: LineKnowledge
  ) -> Bool {
    while output.count < capacity {
      switch fill(readSize: readSize, knowledge) {
      case .lines: break
      case .notYet: return true
      case .end: return false
      }
      let start = taken
      let memoryAtStart = memory ?? knowledge.blank
      let stop = min(lines.count, start + capacity - output.count)
      while taken < stop {
        let end = updateHead(readSize: readSize, knowledge)
        if headTime > bound { break }
        learn(taken..<end, knowledge)
        taken = end
      }
      output += lines[start..<taken]
      extend(&spans, to: output.count, from: memoryAtStart)
      if taken < stop { return true }
      if taken < lines.count { updateHead(readSize: readSize, knowledge) }
    }
    return true
  }

  /// Takes the time at which the next line is due, and returns where that line ends.
  @discardableResult
  private mutating func updateHead(readSize: Int, _ knowledge: LineKnowledge) -> Int {
    let end = lines.span.endOfLine(from: taken)
    guard let time = time(of: taken..<end, memory ?? knowledge.blank, knowledge) else { return end }
    let isJump = newestTime.map { time.subtractingSaturating($0) > LineRun.longestJump } ?? false
    if isJump, !isConfirmed(time, from: end, readSize: readSize, knowledge) { return end }
    newestTime = max(newestTime ?? time, time)
    headTime = time
    return end
  }

  /// Whether the next line that has a time is not more than ``longestJump`` before `time`, or none
  /// comes; `start` is where the lines begin that are looked at.
  ///
  /// They are read if need be, so that it does not depend on where a read ends. Beyond
  /// ``LineScan/timeSearchSpan``, and in the next file of the run, nothing confirms it.
  private mutating func isConfirmed(
    _ time: Int, from start: Int, readSize: Int, _ knowledge: LineKnowledge
  ) -> Bool {
    var place = start
    var memory = memory ?? knowledge.blank
    while true {
      while place < lines.count {
        let end = lines.span.endOfLine(from: place)
        if let next = self.time(of: place..<end, memory, knowledge) {
          return time.subtractingSaturating(next) <= LineRun.longestJump
        }
        if isLearning { _ = knowledge.learn(lines.span.extracting(place..<end), &memory) }
        place = end
      }
      guard place - start < LineScan.timeSearchSpan else { return false }
      guard let more = readMore(readSize: readSize, knowledge) else { return segments.count <= 1 }
      lines += more
    }
  }

  /// The next whole lines of the file that is being read; `nil` at its end, or where
  /// ``longestSearch`` bytes were read and no line ended in them.
  private func readMore(readSize: Int, _ knowledge: LineKnowledge) -> [UInt8]? {
    guard let segment = segments.first, segment.generation === owner else { return nil }
    var searched = 0
    while searched < LineRun.longestSearch,
      let read = segment.generation.read(before: segment.limit, atMost: readSize, knowledge)
    {
      if !read.isEmpty { return read }
      searched += readSize
    }
    return nil
  }

  private func time(
    of line: Range<Int>, _ memory: SourceMemory, _ knowledge: LineKnowledge
  ) -> Int? {
    // Bytes are without padding.
    knowledge.time(
      unsafe lines.span.extracting(line.lowerBound..<line.upperBound - 1).bytes, memory)
  }

  /// Records a line that is passed on.
  private mutating func learn(_ line: Range<Int>, _ knowledge: LineKnowledge) {
    // Taken, not copied: it may be large.
    guard isLearning, var known = memory.take() else { return }
    isLearning = knowledge.learn(lines.span.extracting(line), &known)
    memory = known
  }

  /// Reads until there are lines to hand on, but no more than ``longestSearch`` bytes.
  private mutating func fill(readSize: Int, _ knowledge: LineKnowledge) -> Supply {
    isSearching = false
    var searched = 0
    while taken == lines.count {
      guard let segment = segments.first else { return .end }
      guard searched < LineRun.longestSearch else {
        isSearching = true
        return .notYet
      }
      if owner !== segment.generation { isContinued = false }
      owner = segment.generation
      heldContent = segment.generation.content
      taken = 0
      let known = segment.generation.recall(knowledge)
      memory = known
      isLearning = true
      if let read = segment.generation.read(before: segment.limit, atMost: readSize, knowledge) {
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
  package func endOfLine(from start: Int) -> Int {
    unsafe withUnsafeBytes { buffer in
      // In bounds: these are whole lines.
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

extension Int {
  /// The difference, or the number that is nearest to it.
  fileprivate func subtractingSaturating(_ other: Int) -> Int {
    let (difference, isOver) = subtractingReportingOverflow(other)
    return isOver ? (other < 0 ? .max : .min) : difference
  }
}
