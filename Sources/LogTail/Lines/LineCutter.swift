private import Glibc

let newline = UInt8(ascii: "\n")

/// Cuts what is read at the last newline, and keeps the rest until its end has come.
///
/// However the bytes are cut into reads, the lines say the same: a line that is longer than any may
/// be is still too long, also where it is cut off behind a `\r`. NULs and byte-order marks at the
/// beginning of a line are no part of it, however many; but a line of NULs is not empty, so that one
/// is kept.
///
/// - Invariant: `carried` holds no newline, at most one NUL at its beginning, and at most
///   `maximumCarried` bytes behind that, whatever is read.
package struct LineCutter {
  /// Two bytes more than a line may have: one so that what was cut is still seen to be too long, and
  /// one for a `\r`, which may be the last byte that is kept.
  static let maximumCarried = 65_538

  private(set) var carried: [UInt8] = []
  /// What the line under way has in the source, whether it is carried or was dropped.
  package private(set) var pendingBytes = 0
  package init() {}

  /// Whether the bytes up to the next newline belong to a line that is already too long.
  private var isDropping = false

  /// Lets `read` fill a buffer of `maximum` bytes, and returns all lines that are now whole.
  ///
  /// - Complexity: one copy of the line under way; the bytes of whole lines are not touched.
  package mutating func lines<Failure: Error>(
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
  package mutating func flush() -> [UInt8] {
    defer {
      carried = []
      pendingBytes = 0
      isDropping = false
    }
    return carried.isEmpty ? [] : carried + [newline]
  }

  /// Moves the whole lines to the front of the buffer, keeps the rest, and returns the length of
  /// the lines.
  private mutating func cut(
    _ buffer: UnsafeMutableRawBufferPointer, carried before: Int, read: Int
  ) -> Int {
    var end = before + read
    pendingBytes += read
    if isDropping {
      let start = unsafe buffer.firstNewline(from: before, to: end)
      if start < end, let base = buffer.baseAddress {
        // Moves within what was filled.
        unsafe memmove(base + before, base + start, end - start)
      }
      end -= start - before
    }
    let rest = unsafe buffer.endOfLastLine(from: before, to: end)
    guard rest > 0 || !isDropping else { return 0 }
    if rest > 0 { pendingBytes = end - rest }
    let padding = unsafe buffer.padding(from: rest, to: end)
    var start = padding.end
    let kept = min(end, start + LineCutter.maximumCarried)
    isDropping = kept - start == LineCutter.maximumCarried
    if padding.hasNull {
      start -= 1
      unsafe buffer[start] = 0
    }
    unsafe carried = Array(buffer[start..<kept])
    return rest
  }
}

extension UnsafeMutableRawBufferPointer {
  /// The place of the first newline in a range, or its end; `memchr(3)`.
  fileprivate func firstNewline(from start: Int, to end: Int) -> Int {
    // In bounds: `end` is at most what was filled.
    guard let base = baseAddress,
      let found = unsafe memchr(base + start, Int32(newline), end - start)
    else { return end }
    return unsafe UnsafeMutableRawPointer(found) - base
  }

  /// The place behind the last newline in a range, or zero.
  fileprivate func endOfLastLine(from start: Int, to end: Int) -> Int {
    var last = end
    while last > start, unsafe self[last - 1] != newline { last -= 1 }
    return last > start ? last : 0
  }

  /// The NULs and byte-order marks at the beginning of a range: where they end, and whether a NUL is
  /// among them.
  fileprivate func padding(from start: Int, to end: Int) -> (end: Int, hasNull: Bool) {
    var index = start
    var hasNull = false
    while index < end {
      if unsafe self[index] == 0 {
        hasNull = true
        // Files are padded with megabytes of them.
        while index <= end - 8, unsafe loadUnaligned(fromByteOffset: index, as: UInt64.self) == 0 {
          index += 8
        }
        while index < end, unsafe self[index] == 0 { index += 1 }
      } else if index + 3 <= end,
        unsafe self[index] == 0xEF && self[index + 1] == 0xBB && self[index + 2] == 0xBF
      {
        index += 3
      } else {
        break
      }
    }
    return (index, hasNull)
  }
}
