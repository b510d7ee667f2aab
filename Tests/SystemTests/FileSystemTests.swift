import Foundation
import Testing

@testable import System

struct FileSystemTests {
  private static let mounts = """
    22 1 254:0 / / rw,relatime shared:1 - ext4 /dev/vda rw
    30 22 0:25 / /run rw,nosuid,nodev shared:2 - tmpfs tmpfs rw,size=803508k
    31 22 0:45 / /mnt/logs rw,noatime master:1 - nfs4 server:/logs rw,vers=4.2
    32 22 0:4660 / /var/lib/docker/merged rw - overlay overlay rw
    33 22 0:46 / /far rw - fuse.sshfs web1:/var/log rw
    34 22 0:47 / /odd rw

    """

  /// Devices as `makedev(3)` has them.
  @Test(arguments: [
    (0xFE00, true), (25, true), (45, false), (0x120_0034, true), (46, false), (47, false),
    (48, false), (0xFE2D, true), (0x1000_0000_0000, true),
  ])
  func filesOfDisksAndOfMemoryAreOnThisMachine(device: UInt64, isLocal: Bool) {
    #expect(FileSystem.isLocal(device: device, mounts: FileSystemTests.mounts) == isLocal)
    #expect(FileSystem.isLocal(device: 25, mounts: "") == false)
  }

  @Test func allMountsOfThisMachineAreLookedAt() throws {
    let mounts = try String(contentsOfFile: "/proc/self/mountinfo", encoding: .utf8)
    let minors = mounts.matches(of: #/ 0:(\d+) /#).compactMap { UInt64($0.output.1) }
    #expect(!minors.isEmpty)
    for minor in minors {
      let device = minor & 0xFF | (minor & ~0xFF) << 12
      let expected = FileSystem.isLocal(device: device, mounts: mounts)
      #expect(FileSystem.isLocal(device: device) == expected, "0:\(minor)")
    }
  }
}
