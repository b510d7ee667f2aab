private import Glibc

/// An open file, closed when the last reference goes; or one that is opened for each call.
package final class Descriptor: Sendable {
  /// A file that is opened for each call.
  private struct Place {
    var path: String
    var identity: FileIdentity
  }

  /// -1 for a file that is opened for each call.
  package let number: Int32
  private let place: Place?

  init(owning number: Int32) {
    self.number = number
    place = nil
  }

  private init(of place: Place) {
    number = -1
    self.place = place
  }

  deinit {
    if number >= 0 { close(number) }
  }

  /// Opens for reading, without waiting for the other end of a FIFO; `open(2)`.
  ///
  /// - Throws: `tooManyOpen` also if only the descriptors of ``DescriptorLimit`` are left.
  package static func open(_ path: String) throws(SystemError) -> Descriptor {
    let number = try openedNumber(path)
    let descriptor = Descriptor(owning: number)
    guard DescriptorLimit.allows(number) else { throw .tooManyOpen }
    return descriptor
  }

  /// A file that takes no descriptor between two calls that read it; each opens it, and throws
  /// `missing` if another one has its name by then.
  package static func onDemand(_ path: String) throws(SystemError) -> Descriptor {
    let number = try openedNumber(path)
    defer { close(number) }
    let status = try FileStatus.of(descriptor: number)
    return Descriptor(of: Place(path: path, identity: status.identity))
  }

  /// Gives the number of the file, opening it where none is kept.
  func withNumber<Result>(
    _ body: (Int32) throws(SystemError) -> Result
  ) throws(SystemError) -> Result {
    guard let place else { return try body(number) }
    let number = try Descriptor.openedNumber(place.path)
    defer { close(number) }
    guard try FileStatus.of(descriptor: number).identity == place.identity else { throw .missing }
    return try body(number)
  }

  private static func openedNumber(_ path: String) throws(SystemError) -> Int32 {
    let number = unsafe Path.withName(path) {
      unsafe Glibc.open($0, O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY)
    }
    guard number >= 0 else { throw SystemError.last }
    return number
  }

  /// A second number for an open file, which stays open itself; `fcntl(F_DUPFD_CLOEXEC)`.
  package static func duplicating(_ number: Int32) throws(SystemError) -> Descriptor {
    let copy = fcntl(number, F_DUPFD_CLOEXEC, 3)
    guard copy >= 0 else { throw SystemError.last }
    return Descriptor(owning: copy)
  }

  /// A pipe of which neither end ever blocks; `pipe(2)`.
  package static func pipe() throws(SystemError) -> (readEnd: Descriptor, writeEnd: Descriptor) {
    var ends: [Int32] = [-1, -1]
    try DescriptorGate.closed { () throws(SystemError) in
      let outcome = unsafe ends.withUnsafeMutableBufferPointer { buffer in
        // Two numbers, as the call fills in.
        unsafe buffer.baseAddress.map { unsafe Glibc.pipe($0) } ?? -1
      }
      guard outcome == 0 else { throw SystemError.last }
      for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    }
    let pair = (Descriptor(owning: ends[0]), Descriptor(owning: ends[1]))
    for end in ends { _ = fcntl(end, F_SETFL, O_NONBLOCK) }
    return pair
  }

  /// Raises the capacity of a pipe to 1 MiB, the most for a user without privileges, so that its
  /// writer does not block at every 64 KiB; `fcntl(F_SETPIPE_SZ)`.
  ///
  /// Does nothing if this is not a pipe, or if the pipe may not grow.
  package func enlargePipe() {
    let setPipeSize: Int32 = 1031  // F_SETPIPE_SZ, which the module of the C library leaves out.
    _ = fcntl(number, setPipeSize, 1 << 20)
  }

  /// An inotify instance that never blocks; `inotify_init1(2)`.
  package static func inotify() throws(SystemError) -> Descriptor {
    let number = inotify_init1(O_NONBLOCK | O_CLOEXEC)
    guard number >= 0 else { throw SystemError.last }
    return Descriptor(owning: number)
  }

  /// Reads what stands at `offset` of the file; `pread(2)`.
  ///
  /// Zero is the end of the file.
  package func read(into buffer: UnsafeMutableRawBufferPointer, at offset: Int) throws(SystemError)
    -> Int
  {
    try withNumber { (number) throws(SystemError) in
      while true {
        let count = unsafe pread(number, buffer.baseAddress, buffer.count, offset)
        if count >= 0 { return count }
        let reason = SystemError.last
        guard reason == .interrupted else { throw reason }
      }
    }
  }

  /// Reads what comes next; `read(2)`.
  ///
  /// Zero is the end of input.
  package func read(into buffer: UnsafeMutableRawBufferPointer) throws(SystemError) -> Int {
    while true {
      let count = unsafe Glibc.read(number, buffer.baseAddress, buffer.count)
      if count >= 0 { return count }
      let reason = SystemError.last
      guard reason == .interrupted else { throw reason }
    }
  }

  /// At most `count` bytes that stand at `offset`: fewer only where the file ends.
  package func bytes(at offset: Int, count: Int) throws(SystemError) -> [UInt8] {
    var total = 0
    // `pread` writes at most the rest of the capacity.
    return try unsafe [UInt8](unsafeUninitializedCapacity: count) {
      (buffer, initialized) throws(SystemError) in
      while total < count {
        let rest = unsafe UnsafeMutableRawBufferPointer(
          rebasing: UnsafeMutableRawBufferPointer(
            buffer)[total...])
        let step = try unsafe read(into: rest, at: offset + total)
        if step == 0 { break }
        total += step
      }
      initialized = total
    }
  }

  /// Whether it was opened for reading; `fcntl(F_GETFL)`.
  package var isReadable: Bool { fcntl(number, F_GETFL) & O_ACCMODE != O_WRONLY }

  /// Whether a read would not wait: there are bytes, or no writer is left; `poll(2)`.
  package var isReady: Bool {
    var entry = pollfd(fd: number, events: Int16(POLLIN), revents: 0)
    return unsafe poll(&entry, 1, 0) > 0
  }

  /// What comes next and can be read without waiting, at most `maximum` bytes; nothing at the end
  /// of input.
  ///
  /// - Throws: `wouldBlock` where nothing has come, for now.
  package func available(atMost maximum: Int) throws(SystemError) -> [UInt8] {
    guard isReady else { throw .wouldBlock }
    return try unsafe [UInt8](unsafeUninitializedCapacity: maximum) {
      (buffer, count) throws(SystemError) in
      count = try unsafe read(into: UnsafeMutableRawBufferPointer(buffer))
    }
  }

  /// What comes next up to the end of input, at most `maximum` bytes; waits for it, and for the writer
  /// of a pipe.
  package func bytesToEnd(atMost maximum: Int) throws(SystemError) -> [UInt8] {
    var bytes: [UInt8] = []
    while bytes.count < maximum {
      // A pipe whose writer has yet to come would seem to be at its end.
      try waitUntilReady()
      let next = try available(atMost: min(Descriptor.blockSize, maximum - bytes.count))
      if next.isEmpty { break }
      bytes += next
    }
    return bytes
  }

  private static let blockSize = 65_536

  /// Waits until a read would not; `poll(2)`.
  private func waitUntilReady() throws(SystemError) {
    var entry = pollfd(fd: number, events: Int16(POLLIN), revents: 0)
    while unsafe poll(&entry, 1, -1) < 0 {
      let reason = SystemError.last
      guard reason == .interrupted else { throw reason }
    }
  }

  /// The end of the hole at the beginning of the file, or zero if there is none; `lseek(2)`.
  package func firstData() -> Int { max(0, nextData(from: 0) ?? 0) }

  /// An offset from which the file is a hole up to `end`, or `end` if there is no hole; `lseek(2)`.
  ///
  /// It is at most `step` bytes behind the last data before `end`.
  ///
  /// - Complexity: one call of the system where there is no hole, O(log end) otherwise.
  package func endOfData(before end: Int, step: Int) -> Int {
    // Whether there are data between a place and `end`: true up to the last data, false behind.
    func hasData(from place: Int) -> Bool { nextData(from: place).map { $0 < end } ?? false }
    guard end > step, !hasData(from: end - step) else { return end }
    var (low, high) = (0, end - step)
    while high - low > step {
      let middle = low + (high - low) / 2
      if hasData(from: middle) { low = middle } else { high = middle }
    }
    return high
  }

  /// The offset of the next data at or behind an offset, as far as the file system knows; `nil` if only
  /// a hole follows.
  private func nextData(from place: Int) -> Int? {
    let seekData: Int32 = 3  // SEEK_DATA, which the module of the C library leaves out.
    do throws(SystemError) {
      return try withNumber { (number) throws(SystemError) in
        let found = lseek(number, place, seekData)
        if found >= 0 { return found }
        return errno == ENXIO ? nil : place
      }
    } catch {
      return place
    }
  }

  /// The current name of the open file; `nil` if it no longer has one, or if the system does not say;
  /// `readlink(2)`.
  package var path: String? {
    if let place { return Path.resolved(place.path) }
    var name = [UInt8](repeating: 0, count: Int(PATH_MAX))
    let count = unsafe readlink("/proc/self/fd/\(number)", &name, name.count)
    guard count > 0, name[0] == UInt8(ascii: "/") else { return nil }
    let path = Path.text(of: Array(name.prefix(count)))
    return path.hasSuffix(" (deleted)") ? nil : path
  }

  /// Who may write to a file.
  package enum Writers {
    case none
    case some
    /// The system does not say: the file is another user's, or on another machine.
    case unknown
  }

  /// Whether any process has the file open for writing; `fcntl(F_SETLEASE)`.
  ///
  /// The system refuses a read lease while a process has; a lease that is granted is released at once.
  package var writers: Writers {
    // If a process opens the file in between, the kernel sends a signal: one that is ignored.
    guard fcntl(number, Descriptor.setSignal, SIGURG) == 0 else { return .unknown }
    if fcntl(number, Descriptor.setLease, F_RDLCK) == 0 {
      _ = fcntl(number, Descriptor.setLease, F_UNLCK)
      return .none
    }
    return errno == EAGAIN ? .some : .unknown
  }

  // F_SETSIG and F_SETLEASE, which the module of the C library leaves out.
  private static let setSignal: Int32 = 10
  private static let setLease: Int32 = 1024

  /// Writes one byte, which wakes the thread that polls the other end of the pipe; `write(2)`.
  ///
  /// If the pipe is full, that thread is about to wake anyway.
  package func writeByte() {
    var byte: UInt8 = 1
    _ = unsafe write(number, &byte, 1)
  }

  /// Discards all bytes that can be read without waiting.
  package func drain() {
    var sink = [UInt8](repeating: 0, count: 512)
    while true {
      let count = unsafe sink.withUnsafeMutableBytes { buffer in
        unsafe Glibc.read(number, buffer.baseAddress, buffer.count)
      }
      guard count == 512 else { return }
    }
  }
}
