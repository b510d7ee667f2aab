private import Glibc
import System

/// Learns from the system which files changed; `inotify(7)`.
///
/// The system may have no more watches to give, and is silent about files on other machines: a
/// notice saves waiting for the next poll, and is never relied on.
final class ChangeWatch {
  enum Changes: Equatable {
    /// These watches saw something.
    case seen(Set<Int32>)
    /// Notices were lost.
    case unknown
  }

  /// The descriptor to wait for, if there is one.
  var number: Int32? { inotify?.number }
  private let inotify: Descriptor?

  /// Opens a watch; without one, nothing is ever reported.
  init(isEnabled: Bool = true) {
    // Where the limit of instances is reached, polling does it alone.
    inotify = isEnabled ? try? Descriptor.inotify() : nil
  }

  /// Watches an open file whatever it is called; `nil` if that cannot be had.
  func add(_ file: Descriptor) -> Int32? {
    add("/proc/self/fd/\(file.number)", IN_MODIFY | IN_ATTRIB | IN_MOVE_SELF)
  }

  /// Watches for names that come and go in a directory; `nil` if that cannot be had.
  func add(directory: String) -> Int32? {
    add(directory, IN_CREATE | IN_DELETE | IN_MOVED_FROM | IN_MOVED_TO | IN_ONLYDIR)
  }

  func remove(_ watch: Int32) {
    if let inotify { inotify_rm_watch(inotify.number, watch) }
  }

  private func add(_ path: String, _ mask: some BinaryInteger) -> Int32? {
    guard let inotify else { return nil }
    let watch = unsafe Path.withName(path) {
      unsafe inotify_add_watch(inotify.number, $0, UInt32(mask))
    }
    return watch >= 0 ? watch : nil
  }

  /// Takes all notices that have come.
  func takeChanges() -> Changes {
    guard let inotify else { return .seen([]) }
    var changed: Set<Int32> = []
    while true {
      let notices = try? unsafe [UInt8](unsafeUninitializedCapacity: 16_384) {
        (buffer, count) throws(SystemError) in
        count = try unsafe inotify.read(into: UnsafeMutableRawBufferPointer(buffer))
      }
      guard let notices, !notices.isEmpty else { return .seen(changed) }
      var start = 0
      // struct inotify_event: watch, mask, cookie, length of the name, name.
      while start + 16 <= notices.count {
        let watch = notices.span.integer(at: start)
        if watch < 0 { return .unknown }
        changed.insert(watch)
        start += 16 + Int(notices.span.integer(at: start + 12))
      }
    }
  }
}

extension Span<UInt8> {
  fileprivate func integer(at offset: Int) -> Int32 {
    // An integer has no invalid value, and the offset is checked.
    unsafe bytes.unsafeLoadUnaligned(fromByteOffset: offset, as: Int32.self)
  }
}
