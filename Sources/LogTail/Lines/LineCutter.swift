private import Glibc

let newline = UInt8(ascii: "\n")

/// Cuts what is read at the last newline, and keeps the rest until its end has come.
///
/// - Invariant: `carried` holds no newline, does not begin with NUL, and is at most
///   `maximumCarried` bytes long, whatever is read.
struct LineCutter {
  /// One byte more than a line may have, so that what was cut is still seen to be too long.
  static let maximumCarried = 65_537

  private(set) var carried: [UInt8] = []
  /// What the line under way has in the source, whether it is carried or was dropped.
  private(set) var pendingBytes = 0

  /// Whether the bytes up to the next newline belong to a line that is already too long.
  private var isDropping: Bool { carried.count == LineCutter.maximumCarried }

  /// Lets `read` fill a buffer of `maximum` bytes, and returns all lines that are now whole.
  ///
  /// - Complexity: one copy of the line under way; the bytes of whole lines are not touched.
  mutating func lines<Failure: Error>(
    reading maximum: Int,
    _ read: (UnsafeMutableRawBufferPointer) throws(Failure) -> Int
  ) throws(Failure) -> (lines: [UInt8], read: Int) {
    var count = 0
    let before = carried.count
    // Both parts are within the capacity: what is carried, and what is read behind it.
    let lines = try unsafe [UInt8](unsafeUninitializedCapacity: before + maximum) {
      (buffer, initialized) throws(Failure) in
      let whole = UnsafeMutableRawBufferPointer(buffer)
      unsafe whole.copyBytes(from: carried)
      count = try unsafe read(UnsafeMutableRawBufferPointer(rebasing: whole[before...]))
      initialized = unsafe cut(whole, carried: before, read: count)
    }
    return (lines, count)
  }

  /// The line under way as if its end had come, or nothing.
  mutating func flush() -> [UInt8] {
    defer {
      carried = []
      pendingBytes = 0
    }
    return carried.isEmpty ? [] : carried + [newline]
  }

  /// Moves the whole lines to the front of the buffer, keeps the rest, and returns the length of
  /// the lines.
  private mutating func cut(
    _ buffer: UnsafeMutableRawBufferPointer, carried before: Int, read: Int
  ) -> Int {
    var start = before
    var end = before + read
    pendingBytes += read
    let skipped = unsafe skippedPrefix(buffer, from: start, to: end)
    if skipped > 0 {
      start += skipped
      if start < end, let base = buffer.baseAddress {
        // Moves within what was filled.
        unsafe memmove(base + before, base + start, end - start)
      }
      end -= skipped
    }
    var lastEnd = end
    while lastEnd > before, unsafe buffer[lastEnd - 1] != newline { lastEnd -= 1 }
    if lastEnd > before {
      pendingBytes = end - lastEnd
    } else {
      lastEnd = 0
    }
    var rest = lastEnd
    while rest < end, unsafe buffer[rest] == 0 { rest += 1 }
    let kept = unsafe buffer[rest..<min(end, rest + LineCutter.maximumCarried)]
    unsafe carried = Array(kept)
    return lastEnd
  }

  /// How much of what was read belongs to no line that is handed on: NULs before a line, which a
  /// crash or a writer that did not notice a truncation leaves, and the rest of a line that is too
  /// long.
  private func skippedPrefix(
    _ buffer: UnsafeMutableRawBufferPointer, from start: Int, to end: Int
  ) -> Int {
    var index = start
    if isDropping {
      while index < end, unsafe buffer[index] != newline { index += 1 }
    } else if carried.isEmpty {
      while index < end, unsafe buffer[index] == 0 { index += 1 }
    }
    return index - start
  }
}
