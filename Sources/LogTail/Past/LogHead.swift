private import System

/// The beginning of a log, decoded if it is compressed.
package enum LogHead {
  /// Fewer NULs at the beginning may be of an encoding.
  private static let leastHole = 64

  /// Reads at most that many bytes of a file, or of standard input if the path is `-`; `isWhole` says
  /// whether that is all of it.
  package static func read(
    _ path: String, atMost count: Int
  ) throws(ReadError) -> (bytes: [UInt8], isWhole: Bool) {
    let descriptor: Descriptor
    var head: [UInt8] = []
    do throws(SystemError) {
      descriptor = path == "-" ? try Descriptor.duplicating(0) : try Descriptor.open(path)
      while head.count < count {
        let more = try part(of: descriptor, count - head.count)
        guard !more.isEmpty else { break }
        // A log that was emptied under a writer begins with a hole.
        let text = head.isEmpty ? more.drop { $0 == 0 } : more[...]
        head += more.count - text.count >= LogHead.leastHole ? text : more[...]
      }
    } catch {
      throw .system(error)
    }
    guard let compression = Compression(beginningWith: head) else {
      return (head, head.count < count)
    }
    guard compression.isReadable else { throw .unreadable(compression) }
    let reader = CompressedReader(compression, beginning: head) { (_) throws(SystemError) in
      try part(of: descriptor, CompressedReader.inputSize)
    }
    var lines = [UInt8](repeating: 0, count: count)
    let filled = try decode(reader, into: &lines)
    lines.removeSubrange(filled...)
    return (lines, filled < count)
  }

  private static func decode(
    _ reader: CompressedReader, into lines: inout [UInt8]
  ) throws(ReadError) -> Int {
    var failure: ReadError?
    let count = unsafe lines.withUnsafeMutableBytes { buffer in
      do throws(ReadError) {
        return try unsafe reader.read(into: buffer)
      } catch {
        failure = error
        return 0
      }
    }
    if let failure { throw failure }
    return count
  }

  private static func part(
    of descriptor: Descriptor, _ count: Int
  ) throws(SystemError) -> [UInt8] {
    try unsafe [UInt8](unsafeUninitializedCapacity: count) {
      (buffer, filled) throws(SystemError) in
      filled = try unsafe descriptor.read(into: UnsafeMutableRawBufferPointer(buffer))
    }
  }
}
