import Foundation
import Glibc
import TestSupport

/// OpenSSH's server on a port of its own, with keys of its own, and an `ssh` that knows it as `web1`,
/// `web2` and so on.
final class SshServer {
  static let program = "/usr/sbin/sshd"

  let folder = ScratchFolder()
  private let port: UInt16
  private var process: PipedProcess
  private let command: (program: String, arguments: [String])

  /// Starts a server, on which a program is there under the name `hightide` if one is given; on a machine of
  /// its own, or on this one.
  init(hightide: String? = nil, on host: TestHost? = nil, named names: String = "web*") throws {
    port = try Loopback.freePort()
    let address = host?.address ?? "127.0.0.1"
    for name in ["host", "user"] {
      let keygen = try PipedProcess(
        ["-q", "-t", "ed25519", "-N", "", "-f", folder(name)], program: "/usr/bin/ssh-keygen")
      guard keygen.waitForExit() == 0 else { throw Spawn.Failure(call: "ssh-keygen") }
    }
    if getuid() == 0 { unsafe mkdir("/run/sshd", 0o755) }
    try folder.write(try folder.read("user.pub"), to: "authorized_keys")
    try folder.write("[\(address)]:\(port) " + (try folder.read("host.pub")), to: "known_hosts")
    try folder.write(
      """
      ListenAddress \(address)
      Port \(port)
      HostKey \(folder("host"))
      AuthorizedKeysFile \(folder("authorized_keys"))
      PidFile none
      StrictModes no
      UsePAM no
      PasswordAuthentication no
      PermitRootLogin prohibit-password
      MaxStartups 100
      SetEnv PATH=\(folder("there")):/usr/bin:/bin

      """, to: "sshd_config")
    try folder.write(
      """
      Host \(names)
        HostName \(address)
        Port \(port)
        IdentityFile \(folder("user"))
        IdentitiesOnly yes
        UserKnownHostsFile \(folder("known_hosts"))
        StrictHostKeyChecking yes

      """, to: "ssh_config")
    try FileManager.default.createDirectory(
      atPath: folder("bin"), withIntermediateDirectories: true)
    try folder.writeProgram(
      "exec /usr/bin/ssh -F '\(folder("ssh_config"))' \"$@\"", to: "bin/ssh")
    try FileManager.default.createDirectory(
      atPath: folder("there"), withIntermediateDirectories: true)
    if let hightide {
      try folder.writeProgram(
        "echo \"$*\" >> '\(folder("runs"))'\nexec \(hightide) \"$@\"", to: "there/hightide")
    }
    let arguments = ["-D", "-e", "-f", folder("sshd_config")]
    command = host?.command(SshServer.program, arguments) ?? (SshServer.program, arguments)
    process = try PipedProcess(command.arguments, program: command.program)
    try waitUntilItAnswers()
  }

  deinit { stop() }

  /// What a program needs in its environment to reach it.
  var environment: [String: String] { ["PATH": "\(folder("bin")):/usr/bin:/bin"] }

  /// Has the `ssh` that knows this server know others, too.
  func introduce(_ others: [SshServer]) throws {
    let own = try folder.read("ssh_config")
    let all = try [own] + others.map { try $0.folder.read("ssh_config") }
    try folder.write(all.joined(separator: "\n"), to: "ssh_config")
  }

  /// Ends it and all its connections, as a machine that is switched off.
  func stop() {
    breakConnections()
    process.signal(SIGTERM)
    _ = process.waitForExit()
  }

  func start() throws {
    process = try PipedProcess(command.arguments, program: command.program)
    try waitUntilItAnswers()
  }

  private func waitUntilItAnswers() throws {
    guard process.wait(until: { $0.complaints.contains { $0.hasPrefix("Server listening on") } })
    else { throw Spawn.Failure(call: "start sshd") }
  }

  /// Ends all connections at once.
  func breakConnections() { signalConnections(SIGKILL) }

  /// Has all connections stand still, as where a network swallows everything.
  func stall() { signalConnections(SIGSTOP) }

  private func signalConnections(_ signal: Int32) {
    let path = "/proc/\(process.pid)/task/\(process.pid)/children"
    let children = FileManager.default.contents(atPath: path) ?? Data()
    for child in String(decoding: children, as: UTF8.self).split(separator: " ") {
      if let number = Int32(child) { kill(number, signal) }
    }
  }
}
