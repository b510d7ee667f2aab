import Foundation
import Glibc
import TestSupport
import Testing

/// A broker on disk that tests may kill, and log in to: the program in `HIGHTIDE_KAFKA_START` starts it.
///
/// It ends with the process of the tests, however that ends.
final class OwnBroker {
  /// Called with a folder, a port, `--secure` and `NAME=VALUE` settings; beside it is `run`, which runs
  /// one of Kafka's own tools.
  static let starter = ProcessInfo.processInfo.environment["HIGHTIDE_KAFKA_START"]
  static let isThere = starter != nil
  static let absence: Comment =
    "HIGHTIDE_KAFKA_START names no program that starts a broker"

  private let folder = ScratchFolder()
  private let port: UInt16
  private let settings: [String]
  private var shell: PipedProcess?

  /// As librdkafka takes them.
  var addresses: String { "127.0.0.1:\(port)" }
  /// Where TLS and a password are asked for.
  var secureAddresses: String { "127.0.0.1:\(port + 2)" }
  /// The certificate that its own is to be checked by.
  var certificate: String { folder("broker/ca.pem") }

  /// Starts a broker, and waits until it answers.
  init(_ settings: [String] = []) throws {
    self.settings = settings
    // It needs three in a row.
    port = try Loopback.freePorts(3)
    try start()
  }

  deinit { kill() }

  /// Starts it again, with what it has on disk.
  func start() throws {
    let starter = try #require(OwnBroker.starter)
    // The shell ends it when its own input ends, which is when these tests do.
    let script = #""$0" "$@" & echo $!; read -r _; kill -9 $!"#
    let shell = try PipedProcess(
      ["-c", script, starter, folder("broker"), "\(port)", "--secure"] + settings,
      program: "/bin/sh", input: .pipe)
    self.shell = shell
    #expect(shell.wait { !$0.lines.isEmpty })
    let isReady = try Patience.wait {
      let kcat = try PipedProcess(
        ["-L", "-b", addresses, "-m", "1"], program: "/usr/bin/kcat")
      return kcat.waitForExit() == 0
    }
    #expect(isReady, "\(shell.complaints)")
  }

  /// Kills it with SIGKILL.
  func kill() {
    guard let shell, let pid = shell.lines.first.flatMap({ pid_t($0) }) else { return }
    Glibc.kill(pid, SIGKILL)
    shell.closeInput()
    _ = shell.waitForExit()
    self.shell = nil
  }

  /// Runs a tool of Kafka's, which begins to connect by itself.
  func run(_ tool: String, _ arguments: [String]) throws -> PipedProcess {
    let starter = try #require(OwnBroker.starter)
    let program = URL(filePath: starter).deletingLastPathComponent().appending(path: "run").path
    let tool = try PipedProcess(
      [tool, "--bootstrap-server", addresses] + arguments, program: program)
    #expect(tool.waitForExit() == 0, "\(tool.lines) \(tool.complaints)")
    return tool
  }
}
