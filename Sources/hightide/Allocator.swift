private import Glibc

/// How the allocator of the C library deals with freed memory.
enum Allocator {
  private typealias SetOption = @convention(c) (Int32, Int32) -> Int32

  // As `malloc.h` numbers them, which the module of the C library leaves out.
  private static let trimThreshold: Int32 = -1
  private static let mmapThreshold: Int32 = -3
  private static let mostArenas: Int32 = -8

  /// Keeps freed memory for the next chunks; `mallopt(3)`.
  ///
  /// By default every chunk is returned to the system and allocated again: faulting in its pages took
  /// as long as reading the log into them. Larger allocations, such as the names of many sections, are
  /// still returned. One arena takes less memory than several, and is enough where memory is allocated
  /// once a chunk. Call it before another thread is started.
  static func keepFreedMemory() {
    guard let symbol = unsafe dlsym(nil, "mallopt") else { return }
    // The type is that of `malloc.h`.
    let setOption = unsafe unsafeBitCast(symbol, to: SetOption.self)
    _ = setOption(mmapThreshold, 1 << 20)
    _ = setOption(trimThreshold, 4 << 20)
    _ = setOption(mostArenas, 1)
  }
}
