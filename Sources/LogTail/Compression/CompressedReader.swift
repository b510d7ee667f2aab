/// Reads what a compressed file holds, from front to back.
///
/// Members and frames that were put one behind the other are one log, whatever format each is in;
/// zeros behind the last one are padding. Takes 128 KiB and its decoder while it is being read, and
/// nothing before.
final class CompressedReader {
  /// How much is read of the file at a time.
  private let inputSize: Int

  private let descriptor: Descriptor
  private let format: Compression
  /// What was read of the file, and how much of that was decoded.
  private var input: [UInt8] = []
  private var position = 0
  /// Where in the file the next input stands.
  private var inputEnd = 0
  private var decoder: (format: Compression, decoder: any Decoder)?
  private var isInMember = false
  private var isThrough = false
  private var failure: ReadError?

  /// How many bytes have been given, or passed over.
  private(set) var produced = 0

  /// Makes ready to read a file that is in `format`, which must be readable.
  init(_ descriptor: Descriptor, _ format: Compression, inputSize: Int = 131_072) {
    self.descriptor = descriptor
    self.format = format
    self.inputSize = inputSize
  }

  /// How many bytes of the file have been decoded.
  var consumed: Int { inputEnd - (input.count - position) }

  /// Fills the buffer with what comes next; zero is the end.
  ///
  /// It is not filled only at the end, or before a failure, which is thrown once all that could
  /// be decoded has been given.
  func read(into buffer: UnsafeMutableRawBufferPointer) throws(ReadError) -> Int {
    if let failure { throw failure }
    var filled = 0
    defer { produced += filled }
    do throws(ReadError) {
      while filled < buffer.count, !isThrough {
        if !isInMember { try beginMember() }
        let rest = unsafe UnsafeMutableRawBufferPointer(rebasing: buffer[filled...])
        filled += try unsafe decode(into: rest)
      }
    } catch {
      // What could not be read may be readable later.
      if case .system = error {
      } else {
        release()
        failure = error
      }
      guard filled > 0 else { throw error }
    }
    return filled
  }

  /// Fills the buffer with what stands at `start`; what is before it is decoded and passed over.
  func read(
    into buffer: UnsafeMutableRawBufferPointer, from start: Int
  ) throws(ReadError) -> Int {
    while produced < start {
      let part = unsafe UnsafeMutableRawBufferPointer(
        rebasing: buffer.prefix(start - produced))
      guard try unsafe read(into: part) > 0 else { return 0 }
    }
    return try unsafe read(into: buffer)
  }

  /// Decodes once; zero does not mean the end.
  private func decode(into output: UnsafeMutableRawBufferPointer) throws(ReadError) -> Int {
    guard let (format, decoder) = decoder else { return 0 }
    let hadInput = try hasInput()
    let input = input
    let piece = try unsafe input.span.withUnsafeBytes { bytes throws(ReadError) in
      // The position is at most the count.
      try unsafe decoder.decode(
        UnsafeRawBufferPointer(rebasing: bytes[position...]), into: output)
    }
    position += piece.consumed
    isInMember = !piece.isComplete
    if isInMember, piece.consumed == 0, piece.produced == 0 {
      throw hadInput ? .damaged(format) : .cutOff(format)
    }
    return piece.produced
  }

  /// Makes ready for what comes behind the last member, or finds that this is the end of the file.
  private func beginMember() throws(ReadError) {
    while decoder != nil, try hasInput(), input[position] == 0 { position += 1 }
    while input.count - position < Compression.signatureLength, try refill() {}
    guard position < input.count else { return release() }
    guard let next = Compression(beginningWith: input[position...]), next.isReadable else {
      throw .damaged(decoder?.format ?? format)
    }
    if let decoder, decoder.format == next {
      try decoder.decoder.restart()
    } else {
      decoder = (next, try next.makeDecoder())
    }
    isInMember = true
  }

  /// Sees to it that there is input that was not decoded; `false` at the end of the file.
  private func hasInput() throws(ReadError) -> Bool {
    if position < input.count { return true }
    return try refill()
  }

  /// Reads more of the file behind what is left; `false` at its end.
  private func refill() throws(ReadError) -> Bool {
    do {
      let more = try descriptor.bytes(at: inputEnd, count: inputSize)
      input = position == input.count ? more : input[position...] + more
      position = 0
      inputEnd += more.count
      return !more.isEmpty
    } catch {
      throw .system(error)
    }
  }

  /// Lets go of the memory once nothing more will be read.
  private func release() {
    isThrough = true
    decoder = nil
    inputEnd = consumed
    input = []
    position = 0
  }
}

extension CompressedReader {
  /// How much is decoded in search of a line that has a time.
  private static let blockSize = 65_536

  /// The time of the first line that has one, or `nil` if none of the first ``LineScan/timeSearchSpan``
  /// bytes has; of what is damaged nothing is known.
  ///
  /// - Complexity: decodes as much as there is before that line, from the front on, so that
  ///   another reader is needed for the lines.
  func firstTime(_ timeOfLine: LineTime) -> Int? {
    var cutter = LineCutter()
    var searched = 0
    while searched < LineScan.timeSearchSpan {
      do {
        let (lines, count) = try unsafe cutter.lines(reading: CompressedReader.blockSize) {
          (buffer) throws(ReadError) in try unsafe read(into: buffer)
        }
        if let time = lines.firstTime(timeOfLine) { return time }
        guard count > 0 else { break }
        searched += count
      } catch {
        // Whoever reads the lines will meet the same, and report it.
        return nil
      }
    }
    return cutter.flush().firstTime(timeOfLine)
  }
}

extension [UInt8] {
  /// The time of the first of these whole lines that has one.
  fileprivate func firstTime(_ timeOfLine: LineTime) -> Int? {
    var start = 0
    while let end = self[start...].firstIndex(of: newline) {
      if let time = span.time(of: start..<end, timeOfLine) { return time }
      start = end + 1
    }
    return nil
  }
}
