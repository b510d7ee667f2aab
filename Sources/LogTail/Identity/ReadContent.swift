import System

/// What was read of a file: enough of it to know the same lines again under another name, inode or
/// device.
///
/// About 130 bytes, whatever was read.
package struct ReadContent: Hashable, Sendable {
  /// The bytes from the beginning of the file up to and including the last line that was passed on.
  package var length: Int
  /// The first of these bytes, at most ``Fingerprint/maximumLength``.
  package var beginning: Fingerprint
  /// Hashes of the first 16, 32, … 1,024 bytes, as far as there are so many; zero where not known.
  ///
  /// They tell whether a file that was cut begins as it did.
  package var rungs: SIMD8<UInt64>
  /// The last line, or as much of its end as is hashed, without its newline; of no bytes where it is
  /// not known.
  package var lastLine: Fingerprint
  /// Whether two of the lines are known to differ.
  ///
  /// Lines that are all equal say nothing of which file they are in: a load test writes the same
  /// line many times a second, and a probe may be the first line of every log.
  package var hasDistinctLines: Bool

  /// How many bytes of the last line are hashed at most.
  package static let maximumLineLength = 256
  /// A line of more bytes is not passed on as it stands in the file.
  private static let longestWholeLine = 65_536
  static let shortestRung = 16

  /// Nothing.
  init() {
    self.init(beginning: .none, length: 0)
  }

  /// What is known of a file of which only the beginning was kept.
  package init(beginning: Fingerprint, length: Int) {
    self.length = length
    self.beginning = beginning
    rungs = .zero
    lastLine = .none
    hasDistinctLines = false
  }

  package init(
    beginning: Fingerprint, length: Int, rungs: SIMD8<UInt64>, lastLine: Fingerprint,
    hasDistinctLines: Bool
  ) {
    self.beginning = beginning
    self.length = length
    self.rungs = rungs
    self.lastLine = lastLine
    self.hasDistinctLines = hasDistinctLines
  }

  /// What stands before `offset` in a file.
  ///
  /// - Complexity: two reads of at most 1 KiB.
  init(of file: Descriptor, before offset: Int) throws(SystemError) {
    self.init()
    let head = try file.firstBytes(offset)
    append(beginning: head)
    let start = max(0, offset - Fingerprint.maximumLength)
    let tail = start == 0 ? head : try file.bytes(at: start, count: offset - start)
    // The file may have been cut just now.
    guard tail.count == offset - start else {
      length = head.count
      return
    }
    length = offset
    noteLastLine(ofLines: tail)
  }

  /// What stands in the beginning of decoded lines.
  init(beginning bytes: [UInt8], length: Int) {
    self.init()
    append(beginning: bytes)
    self.length = length
  }

  /// Adds bytes behind those of the beginning that are known, as far as they are hashed.
  mutating func append(beginning bytes: some Sequence<UInt8>) {
    var lines = LineComparison(hasDistinctLines: hasDistinctLines)
    for byte in bytes.prefix(Fingerprint.maximumLength - beginning.length) {
      beginning.append(byte)
      lines.add(byte)
      if let rung = ReadContent.rung(of: beginning.length) { rungs[rung] = beginning.hash }
    }
    hasDistinctLines = lines.hasDistinctLines
  }

  /// Takes the last line of `lines`, which end where what was read ends.
  ///
  /// - Complexity: O(length of a line).
  mutating func noteLastLine(ofLines lines: some BidirectionalCollection<UInt8>) {
    let before = lastLine
    lastLine = .none
    guard lines.last == newline else { return }
    var line = lines.dropLast()
    if let end = line.lastIndex(of: newline) { line = line[line.index(after: end)...] }
    line = line.drop { $0 == 0 }
    guard line.count < ReadContent.longestWholeLine else { return }
    lastLine = Fingerprint(of: line.suffix(ReadContent.maximumLineLength))
    hasDistinctLines =
      hasDistinctLines || before.length > 0 && before != lastLine || isDistinct(line, from: lines)
  }

  /// Whether the first of several lines differs from the last one.
  private func isDistinct(
    _ last: some Collection<UInt8>, from lines: some Collection<UInt8>
  ) -> Bool {
    guard let end = lines.firstIndex(of: newline) else { return false }
    let first = lines[..<end].drop { $0 == 0 }
    // Where lines are cut anywhere, the first may be the end of one that equals the last.
    return !first.isEmpty && !last.reversed().starts(with: first.reversed())
  }

  /// The longest rung that `count` bytes hold.
  static func rung(atMost count: Int) -> Int? {
    guard count >= shortestRung else { return nil }
    return min(6, (count / shortestRung).bitWidth - 1 - (count / shortestRung).leadingZeroBitCount)
  }

  private static func rung(of count: Int) -> Int? {
    guard let rung = rung(atMost: count), shortestRung << rung == count else { return nil }
    return rung
  }
}

extension ReadContent {
  /// The hash of so many first bytes.
  struct Rung: Hashable {
    var length: Int
    var hash: UInt64
  }

  /// All that are known.
  var allRungs: [Rung] {
    (0..<7).compactMap { rung in
      rungs[rung] == 0
        ? nil : Rung(length: ReadContent.shortestRung << rung, hash: rungs[rung])
    }
  }

  var longestRung: Rung? { allRungs.last }
}

/// Looks for two lines that differ.
private struct LineComparison {
  private(set) var hasDistinctLines: Bool
  private var line = Fingerprint.none
  private var first: Fingerprint?

  init(hasDistinctLines: Bool) {
    self.hasDistinctLines = hasDistinctLines
  }

  mutating func add(_ byte: UInt8) {
    guard !hasDistinctLines else { return }
    guard byte == newline else {
      if line.length > 0 || byte != 0 { line.append(byte) }
      return
    }
    if let first { hasDistinctLines = first != line } else { first = line }
    line = .none
  }
}
