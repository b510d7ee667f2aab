import Feed
import LogTail

/// Finds where the last minutes of a log begin, by looking at a few of its lines.
struct FarSearch {
  /// How much is looked at of a place, in bytes.
  static let probeSize = 1 << 14
  /// Where a search may end before its aim, and how much is read of the past at most, in bytes.
  static let precision = 1 << 16
  static let mostContext = 256 << 20

  enum Step {
    case head
    case tail
    case middle
  }

  let inode: UInt64
  let size: Int
  private(set) var step = Step.head
  private var target = Int.min
  /// A place where a line begins that is older than the target, and one that has none such behind it.
  private(set) var low = 0
  private var high: Int
  /// Whether a line begins at ``low``.
  private(set) var isAligned = true

  init(inode: UInt64, size: Int) {
    self.inode = inode
    self.size = size
    high = size
  }

  /// Where to look next.
  var probe: (start: Int, limit: Int) {
    switch step {
    case .head: (0, FarSearch.probeSize)
    case .tail: (max(0, size - FarSearch.probeSize), FarSearch.probeSize)
    case .middle: (low + (high - low) / 2, FarSearch.probeSize)
    }
  }

  /// Takes in what stands at ``probe``; whether the place is found, which is ``low``.
  mutating func take(
    _ bytes: [UInt8], seconds: Int, since: Int?, _ knowledge: LineKnowledge, _ memory: SourceMemory
  ) -> Bool {
    let start = probe.start
    switch step {
    case .head:
      step = .tail
      return size <= FarSearch.precision / 4
    case .tail:
      let last = FarSearch.lastTime(bytes, knowledge, memory)
      target = since ?? last.map { $0 - seconds } ?? .max
      if high - low > FarSearch.mostContext {
        low = high - FarSearch.mostContext
        isAligned = false
      }
      step = .middle
    case .middle:
      let found = FarSearch.firstTime(bytes, skipsFirst: start > 0, knowledge, memory)
      if let found, found.time < target {
        low = start + found.place
        isAligned = true
      } else {
        high = start
      }
    }
    return high - low <= FarSearch.precision
  }

  /// The first line that has a time, and where it begins.
  static func firstTime(
    _ bytes: [UInt8], skipsFirst: Bool, _ knowledge: LineKnowledge, _ memory: SourceMemory
  ) -> (time: Int, place: Int)? {
    var start = skipsFirst ? (bytes.firstIndex(of: newline).map { $0 + 1 } ?? bytes.count) : 0
    while start < bytes.count, let end = bytes[start...].firstIndex(of: newline) {
      if let time = time(bytes, start..<end, knowledge, memory) { return (time, start) }
      start = end + 1
    }
    return nil
  }

  /// Where the first line begins that has a time not before another one; `nil` if none has.
  static func place(
    notBefore time: Int, _ bytes: [UInt8], _ knowledge: LineKnowledge, _ memory: SourceMemory
  ) -> Int? {
    var start = 0
    while start < bytes.count, let end = bytes[start...].firstIndex(of: newline) {
      if let own = FarSearch.time(bytes, start..<end, knowledge, memory), own >= time {
        return start
      }
      start = end + 1
    }
    return nil
  }

  /// The time of the last whole line that has one.
  static func lastTime(
    _ bytes: [UInt8], _ knowledge: LineKnowledge, _ memory: SourceMemory
  ) -> Int? {
    guard var end = bytes.lastIndex(of: newline) else { return nil }
    for _ in 0..<16 {
      let start = bytes[..<end].lastIndex(of: newline).map { $0 + 1 } ?? 0
      if let time = time(bytes, start..<end, knowledge, memory) { return time }
      guard start > 0 else { return nil }
      end = start - 1
    }
    return nil
  }

  private static func time(
    _ bytes: [UInt8], _ line: Range<Int>, _ knowledge: LineKnowledge, _ memory: SourceMemory
  ) -> Int? {
    var end = line.upperBound
    if end > line.lowerBound, bytes[end - 1] == 13 { end -= 1 }
    // Bytes are without padding.
    return unsafe knowledge.times(with: memory)(bytes.span.extracting(line.lowerBound..<end).bytes)
  }
}

extension FarLog {
  /// Takes in what was found at a place, and looks on or begins to read.
  mutating func takeProbe(_ bytes: [UInt8], _ name: FarName, at now: Duration) {
    guard case .file(let inode, let size) = name else { return missing(name) }
    guard var search, search.inode == inode else {
      if beginning.mode == .fromStart { return begin(inode, now) }
      // The first question could not name the file.
      self.search = FarSearch(inode: inode, size: size)
      return ask(next: [.search])
    }
    if case .head = search.step {
      // Names of columns stand there, and how lines are laid out is seen.
      memory = knowledge.ofServer(knowledge.blank, server)
      if let end = bytes.lastIndex(of: newline) {
        // Bytes are without padding.
        _ = unsafe knowledge.learn(Array(bytes[...end]).span.bytes, &memory)
      }
    }
    guard
      search.take(
        bytes, seconds: beginning.seconds, since: since, knowledge, memory)
    else {
      self.search = search
      return ask(next: [.search])
    }
    self.search = nil
    isTorn = !search.isAligned
    skipBefore = since
    begin(inode, at: search.low, contextEnd: since == nil ? search.size : nil, now)
  }

  /// From when on lines count that are no context, by the clock there.
  private var since: Int? { lateSince.map { $0 + skew } }
}
