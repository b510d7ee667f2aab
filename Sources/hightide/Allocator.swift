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
  /// By default every chunk goes back to the system and is asked for again: faulting its pages in
  /// took as long as reading the log into them. What is larger, the names of many sections, does go
  /// back. One arena holds less than several, and is enough where memory is asked for by the chunk.
  /// To be called before there is another thread.
  static func keepFreedMemory() {
    guard let symbol = unsafe dlsym(nil, "mallopt") else { return }
    // The type is that of `malloc.h`.
    let setOption = unsafe unsafeBitCast(symbol, to: SetOption.self)
    _ = setOption(mmapThreshold, 1 << 20)
    _ = setOption(trimThreshold, 8 << 20)
    _ = setOption(mostArenas, 1)
  }
}
