private import Glibc

/// What keeps files: a disk, memory, or another machine.
package enum FileSystem {
  /// Those that keep files in memory or on disks of this machine, but not on one that `stat(2)` names.
  private static let local: Set<Substring> = [
    "bcachefs", "btrfs", "overlay", "ramfs", "tmpfs", "zfs",
  ]

  /// Whether the files of a device, as `stat(2)` names it, are on this machine.
  ///
  /// Another machine may take minutes to give what is read, or not answer at all. `false` if it is not
  /// known.
  package static func isLocal(device: UInt64) -> Bool {
    isLocal(device: device, mounts: ownMounts())
  }

  /// What `/proc/self/mountinfo` says; `proc_pid_mountinfo(5)`.
  private static func ownMounts() -> String {
    var mounts: [UInt8] = []
    if let file = try? Descriptor.open("/proc/self/mountinfo") {
      while let more = try? file.available(atMost: 1 << 16), !more.isEmpty { mounts += more }
    }
    return String(decoding: mounts, as: UTF8.self)
  }

  /// The same, from such mounts.
  static func isLocal(device: UInt64, mounts: @autoclosure () -> String) -> Bool {
    // A disk has a number of its own; what has none is told by its kind.
    guard major(device) == 0 else { return true }
    for mount in mounts().split(separator: "\n") {
      // `36 35 0:45 / /mnt rw,noatime master:1 - nfs4 server:/logs rw`
      let words = mount.split(separator: " ")
      guard words.count > 2, words[2] == "0:\(minor(device))",
        let kind = words.drop(while: { $0 != "-" }).dropFirst().first
      else { continue }
      return local.contains(kind)
    }
    return false
  }

  /// `makedev(3)`: eight bits of the minor number, twelve of the major, and the rest of both.
  private static func major(_ device: UInt64) -> UInt64 {
    device >> 8 & 0xFFF | device >> 32 & ~0xFFF
  }

  private static func minor(_ device: UInt64) -> UInt64 {
    device & 0xFF | device >> 12 & 0xFFFF_FF00
  }
}
