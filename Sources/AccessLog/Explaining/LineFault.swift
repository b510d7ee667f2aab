/// Where a malformed line fails, and what was expected there.
struct LineFault {
  var place: Int
  var expected: String

  /// Finds out why a line is no hit in a format.
  init(_ bytes: RawSpan, _ line: Range<Int>, in format: LogFormat) {
    guard case .text(let text) = LineKind(bytes, line) else {
      place = line.lowerBound
      expected =
        line.count > LineParser.maximumLength
        ? "a line of at most 64 KiB" : "a line of more than NULs"
      return
    }
    self =
      format.fault?(bytes, text)
      ?? LineFault(place: text.lowerBound, expected: "a line of the format: \(format.layout)")
  }

  /// Finds out why a line of a source is no hit.
  init(_ bytes: RawSpan, _ line: Range<Int>, readWith memory: SourceMemory) {
    if case .text(let text) = LineKind(bytes, line),
      let fault = memory.reader.columnFault(bytes, text)
    {
      self = fault
    } else {
      self.init(bytes, line, in: memory.format)
    }
  }

  init(place: Int, expected: String) {
    self.place = place
    self.expected = expected
  }

  /// Makes the explanation of lines that are laid out in one way.
  static func explaining(_ pieces: [LayoutPiece]) -> LogFormat.FaultFinder {
    guard let layout = try? LineLayout(pieces + [.rest]) else {
      preconditionFailure("it cannot be read")
    }
    return explaining(layout)
  }

  /// The same of a layout that is ready.
  static func explaining(_ layout: LineLayout) -> LogFormat.FaultFinder {
    { bytes, line in
      var reader = LayoutReader(layout)
      return reader.fault(bytes, line)
    }
  }
}
