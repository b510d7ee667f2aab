import Foundation
import Glibc
import TestSupport

/// Debian's nginx on a port of its own, with all its files in a scratch folder.
final class NginxServer {
  static let program = "/usr/sbin/nginx"

  let folder: ScratchFolder
  private let port: UInt16
  private let process: PipedProcess

  /// Starts it, and waits until it answers; `log` is where its log goes, if not to `access.log`.
  init(log: String? = nil) throws {
    folder = ScratchFolder()
    port = try Loopback.freePort()
    let path = folder.path
    let user = getuid() == 0 ? "user root root;" : ""
    let temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
      .map { "\($0)_temp_path \(path)/\($0);" }.joined(separator: " ")
    let configuration = try folder.write(
      """
      \(user) worker_processes 2; daemon off; pid \(path)/pid; error_log \(path)/error.log;
      events { worker_connections 64; }
      http {
        \(temporary)
        access_log \(log ?? "\(path)/access.log") combined;
        server {
          listen 127.0.0.1:\(port);
          location / { return 200 "ok\\n"; }
          location = /ready { access_log off; return 204; }
        }
      }
      """, to: "nginx.conf")
    process = try PipedProcess(
      ["-c", configuration, "-p", path, "-e", "\(path)/error.log"], program: NginxServer.program)
    guard try Patience.wait(until: { try answers(to: 1, of: "/ready") == 1 }) else {
      throw Spawn.Failure(call: "start nginx: \(try folder.read("error.log"))")
    }
  }

  // SIGTERM would end a worker before it has seen that a client has gone, and logged its request.
  deinit {
    process.signal(SIGQUIT)
    _ = process.waitForExit()
  }

  /// Has it reopen its logs, as logrotate does after it has renamed them.
  func reopenLogs() { process.signal(SIGUSR1) }

  /// Sends that many requests over one connection; returns how many were answered.
  func answers(to count: Int, of target: String) throws -> Int {
    let request = "GET \(target) HTTP/1.1\r\nHost: localhost\r\n"
    let last = request + "Connection: close\r\n\r\n"
    let requests = String(repeating: request + "\r\n", count: count - 1) + last
    let answer = try Loopback.exchange(requests, port: port)
    return answer.components(separatedBy: "HTTP/1.1 20").count - 1
  }
}
