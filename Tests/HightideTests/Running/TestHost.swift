import Glibc
import TestSupport

/// A machine of its own as far as the network is concerned: a namespace with one cable to this machine.
final class TestHost {
  private static let ip = "/usr/sbin/ip"
  /// Whether this machine allows it: as root, and where namespaces may be made.
  static let isAllowed = getuid() == 0 && (try? TestHost(0)) != nil

  /// The namespace.
  let name: String
  let address: String

  /// Makes a host; the numbers of one process are different, and at most 63.
  init(_ number: Int) throws {
    let pid = Int(getpid())
    name = "hightide-\(pid)-\(number)"
    let (outer, inner) = ("ht\(pid)o\(number)", "ht\(pid)i\(number)")
    let subnet = "10.\(64 + pid >> 8 & 63).\(pid & 255)."
    address = subnet + "\(4 * number + 2)"
    try run("netns", "add", name)
    try run("link", "add", outer, "type", "veth", "peer", "name", inner)
    try run("link", "set", inner, "netns", name)
    try run("addr", "add", subnet + "\(4 * number + 1)/30", "dev", outer)
    try run("link", "set", outer, "up")
    try run("-n", name, "link", "set", inner, "name", "eth0")
    try run("-n", name, "addr", "add", address + "/30", "dev", "eth0")
    try run("-n", name, "link", "set", "lo", "up")
    try run("-n", name, "link", "set", "eth0", "up")
  }

  deinit { try? run("netns", "del", name) }

  /// The command that runs a program there.
  func command(_ program: String, _ arguments: [String]) -> (program: String, arguments: [String]) {
    (TestHost.ip, ["netns", "exec", name, program] + arguments)
  }

  /// Has the network swallow all that is sent from here on.
  func unplug() throws { try run("-n", name, "link", "set", "eth0", "down") }

  func plugIn() throws { try run("-n", name, "link", "set", "eth0", "up") }

  private func run(_ arguments: String...) throws {
    let process = try PipedProcess(arguments, program: TestHost.ip)
    guard process.waitForExit() == 0 else {
      throw Spawn.Failure(call: "ip \(arguments.joined(separator: " "))")
    }
  }
}
