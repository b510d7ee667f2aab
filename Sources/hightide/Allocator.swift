private import Glibc

/// How the allocator of the C library deals with freed memory.
enum Allocator {
  private typealias SetOption = @convention(c) (Int32, Int32) -> Int32

  // As `malloc.h` numbers them, which the module of the C library leaves out.
  private static let trimThreshold: Int32 = -1
  private static let mmapThreshold: Int32 = -3
  private static let mostArenas: Int32 = -8

  /// Keeps what is freed for the chunks to come; `mallopt(3)`.
  ///
  /// By default every chunk's megabyte goes back to the system and is asked for again: faulting
  /// its pages in took as long as reading the log into them. To be called before there is another
  /// thread. One arena is enough, since memory is asked for by the chunk, and holds less than many.
  static func keepFreedMemory() {
    guard let symbol = unsafe dlsym(nil, "mallopt") else { return }
    // The type is that of `malloc.h`.
    let setOption = unsafe unsafeBitCast(symbol, to: SetOption.self)
    _ = setOption(mmapThreshold, 32 << 20)
    _ = setOption(trimThreshold, 64 << 20)
    _ = setOption(mostArenas, 1)
  }
}
