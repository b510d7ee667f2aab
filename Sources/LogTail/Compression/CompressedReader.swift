import Feed
import System

/// Reads what a compressed file or stream holds, from front to back.
///
/// Members and frames that were put one behind the other are one log, whatever format each is in;
/// zeros behind the last one are padding. Takes 128 KiB and its decoder while it is being read, and
/// nothing before.
final class CompressedReader {
  /// How much is read of a file or stream at a time.
  static let inputSize = 131_072

  /// Gives what stands at an offset, which is where the input before it ended; nothing is the end.
  private let source: (_ offset: Int) throws(SystemError) -> [UInt8]
  private let format: Compression
  /// What was read of the source, and how much of that was decoded.
  private var input: [UInt8]
  private var position = 0
  /// Where in the source the next input stands.
  private var inputEnd: Int
  private var decoder: (format: Compression, decoder: any Decoder)?
  private var isInMember = false
  private var isThrough = false
  private var failure: ReadError?

  /// How many bytes have been given, or passed over.
  private(set) var produced = 0

  /// Makes ready to read a file that is in `format`, which must be readable.
  convenience init(
    _ descriptor: Descriptor, _ format: Compression, inputSize: Int = CompressedReader.inputSize
  ) {
    self.init(format) { (offset) throws(SystemError) in
      try descriptor.bytes(at: offset, count: inputSize)
    }
  }

  /// Makes ready to read what is in `format`, which must be readable, and begins with `beginning`;
  /// the source gives what comes behind that.
  init(
    _ format: Compression, beginning: [UInt8] = [],
    source: @escaping (_ offset: Int) throws(SystemError) -> [UInt8]
  ) {
    self.format = format
    self.source = source
    input = beginning
    inputEnd = beginning.count
  }

  /// How many bytes of the source have been decoded.
  var consumed: Int { inputEnd - (input.count - position) }

  /// Fills the buffer with what comes next; zero is the end.
  ///
  /// It is not filled only at the end, where the source would have to be waited for, or before a
  /// failure. Either is thrown once all that could be decoded has been given; after a wait it goes
  /// on.
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
      // What cannot be read now may be readable later; what is damaged stays so.
      switch error {
      case .system: break
      default:
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
    // What was put in before may not have come out yet, and does so without more.
    let lack: ReadError?
    do throws(ReadError) {
      lack = try hasInput() ? nil : .cutOff(format)
    } catch .system(.wouldBlock) {
      lack = .system(.wouldBlock)
    }
    let input = input
    let piece = try unsafe input.span.withUnsafeBytes { bytes throws(ReadError) in
      // The position is at most the count.
      try unsafe decoder.decode(
        UnsafeRawBufferPointer(rebasing: bytes[position...]), into: output)
    }
    position += piece.consumed
    isInMember = !piece.isComplete
    if isInMember, piece.consumed == 0, piece.produced == 0 {
      throw lack ?? .damaged(format)
    }
    return piece.produced
  }

  /// Makes ready for what comes behind the last member, or finds that this is the end.
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

  /// Sees to it that there is input that was not decoded; `false` at the end.
  private func hasInput() throws(ReadError) -> Bool {
    if position < input.count { return true }
    return try refill()
  }

  /// Reads more behind what is left; `false` at the end.
  private func refill() throws(ReadError) -> Bool {
    do {
      let more = try source(inputEnd)
      input = position == input.count ? more : input[position...] + more
      position = 0
      inputEnd += more.count
      return !more.isEmpty
    } catch {
      throw .system(error)
    }
  }

  /// Frees the memory once nothing more will be read.
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
  func firstTime(_ knowledge: LineKnowledge) -> Int? {
    var memory = knowledge.blank
    var cutter = LineCutter()
    var searched = 0
    while searched < LineScan.timeSearchSpan {
      do {
        let (lines, count) = try unsafe cutter.lines(reading: CompressedReader.blockSize) {
          (buffer) throws(ReadError) in try unsafe read(into: buffer)
        }
        if let time = lines.firstTime(knowledge, &memory) { return time }
        guard count > 0 else { break }
        searched += count
      } catch {
        // Reading the lines fails in the same way, and reports it.
        return nil
      }
    }
    return cutter.flush().firstTime(knowledge, &memory)
  }
}

extension [UInt8] {
  /// The time of the first of these whole lines that has one.
  fileprivate func firstTime(_ knowledge: LineKnowledge, _ memory: inout SourceMemory) -> Int? {
    var start = 0
    while let end = self[start...].firstIndex(of: newline) {
      if let time = span.time(of: start..<end, knowledge.times(with: memory)) { return time }
      _ = knowledge.learn(span.extracting(start...end), &memory)
      start = end + 1
    }
    return nil
  }
}
