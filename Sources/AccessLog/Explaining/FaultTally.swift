/// Malformed lines, grouped by the reason for which they fail.
package struct FaultTally: Sendable, Equatable {
  /// Malformed lines that fail for the same reason.
  package struct Fault: Sendable, Equatable {
    package var expected: String
    package var lines: Int
    /// The last of them, cut off behind ``FaultTally/exampleBytes``, and the place where it fails.
    package var example: [UInt8]
    package var place: Int
  }

  /// How many reasons are told apart.
  static let maximumFaults = 20
  package static let exampleBytes = 200

  /// Most lines first.
  package private(set) var faults: [Fault] = []
  /// How many malformed lines were not looked at, or have other reasons.
  package private(set) var others = 0

  package init() {}

  /// Adds a malformed line that was read with a memory of its source.
  ///
  /// - Complexity: O(length of the line): that of reading it once more.
  package mutating func add(
    _ bytes: RawSpan, _ line: Range<Int>, readWith memory: SourceMemory
  ) {
    let fault = LineFault(bytes, line, readWith: memory)
    var example: [UInt8] = []
    bytes.append(
      line.lowerBound..<min(line.upperBound, line.lowerBound + FaultTally.exampleBytes),
      to: &example)
    add(
      Fault(
        expected: fault.expected, lines: 1, example: example, place: fault.place - line.lowerBound))
  }

  /// Adds malformed lines that were not looked at.
  package mutating func addOthers(_ lines: Int) { others += lines }

  /// Takes back whole lines that were read with a memory of their source.
  package mutating func takeBack(_ lines: RawSpan, readWith memory: SourceMemory) {
    var start = 0
    while start < lines.byteCount {
      let newline = lines.firstOffset(of: UInt8(ascii: "\n"), from: start, to: lines.byteCount)
      let fault = LineFault(lines, start..<lines.endOfLine(start..<newline), readWith: memory)
      start = newline + 1
      if let index = faults.firstIndex(where: { $0.expected == fault.expected }) {
        faults[index].lines -= 1
        if faults[index].lines == 0 { faults.remove(at: index) }
      } else {
        others = max(0, others - 1)
      }
    }
    faults.sort { $0.lines > $1.lines }
  }

  /// Adds what came behind the lines that were added so far.
  package mutating func merge(_ other: FaultTally) {
    for fault in other.faults { add(fault) }
    others += other.others
  }

  private mutating func add(_ fault: Fault) {
    if let index = faults.firstIndex(where: { $0.expected == fault.expected }) {
      faults[index].lines += fault.lines
      faults[index].example = fault.example
      faults[index].place = fault.place
      var place = index
      while place > 0, faults[place - 1].lines < faults[place].lines {
        faults.swapAt(place - 1, place)
        place -= 1
      }
    } else if faults.count < FaultTally.maximumFaults {
      faults.append(fault)
    } else {
      others += fault.lines
    }
  }
}
