import Foundation
import Glibc
import TestSupport
import Testing

/// A server of Debian's, with how it is started and the logs that it writes.
struct RealServer: Sendable, CustomTestStringConvertible {
  let name: String
  let program: String
  /// What it is started with: its configuration is the first of the files.
  let arguments: @Sendable (_ folder: String) -> [String]
  let files: @Sendable (_ folder: String, _ port: UInt16) -> [(name: String, text: String)]
  /// The logs that are tested, and the format that each is named to have.
  let logs: [(name: String, format: String)]
  /// The format of `truth.log`.
  var truth = "json"
  /// What stands before the path in the sections of those logs that have absolute targets.
  var prefix = ""
  /// What stands in the answers of which it logs something, if `truth.log` is not its own: then that is
  /// what the client sent and got.
  var handledMark: String?
  /// How many requests it logs nothing of at most, since it could not read them.
  var unlogged = 3

  var testDescription: String { name }

  /// Whether it is tested: where all have to be there, each is.
  var isTested: Bool {
    ProcessInfo.processInfo.environment["HIGHTIDE_SERVERS"] != nil
      || (name == "nginx" && FileManager.default.isExecutableFile(atPath: program))
  }

  static let all = [
    nginx, apache, lighttpd, httpServer, squid, varnish, h2o, gunicorn, caddy, jetty, express,
  ]

  /// A server that runs.
  final class Running {
    let folder: ScratchFolder
    let port: UInt16
    private let process: PipedProcess
    private let handledMark: String?

    fileprivate init(_ server: RealServer) throws {
      folder = ScratchFolder()
      port = try Loopback.freePort()
      _ = try folder.write("twelve bytes", to: "file.txt")
      for file in server.files(folder.path, port) { _ = try folder.write(file.text, to: file.name) }
      process = try PipedProcess(server.arguments(folder.path), program: server.program)
      handledMark = server.handledMark
      let port = port
      let request = "GET /ready HTTP/1.0\r\n\r\n"
      var answer = ""
      guard
        try Patience.wait(until: {
          answer = try Loopback.exchange(request, port: port)
          return answer.hasPrefix("HTTP/1.")
        })
      else {
        throw Spawn.Failure(
          call: "start \(server.name): \(String(decoding: process.errors, as: UTF8.self))")
      }
      try record(request, answer: answer)
    }

    /// Sends a request, and records it if the server does not.
    func send(_ request: String) throws {
      try record(request, answer: Loopback.exchange(request, port: port))
    }

    /// Appends to `truth.log` what was sent and got, unless the server writes that itself.
    private func record(_ request: String, answer: String) throws {
      guard let mark = handledMark, answer.contains(mark) else { return }
      let head = answer.range(of: "\r\n\r\n")
      let hit: [String: String] = [
        "time": ISO8601DateFormatter().string(from: Date()), "remote_addr": "127.0.0.1",
        "request": String(request.prefix { $0 != "\r\n" }),
        "status": String(answer.dropFirst("HTTP/1.1 ".count).prefix(3)),
        "bytes": String(head.map { answer[$0.upperBound...].utf8.count } ?? 0),
      ]
      let path = folder("truth.log")
      let before = FileManager.default.contents(atPath: path) ?? Data()
      try (before + JSONEncoder().encode(hit) + Data([UInt8(ascii: "\n")]))
        .write(to: URL(filePath: path))
    }

    /// Ends it, so that all is logged.
    func stop() {
      process.signal(SIGTERM)
      _ = process.waitForExit()
    }
  }

  func start() throws -> Running { try Running(self) }

  private static let user = getuid() == 0

  private static let nginx = RealServer(
    name: "nginx", program: "/usr/sbin/nginx",
    arguments: { ["-c", "\($0)/nginx.conf", "-p", $0, "-e", "\($0)/error.log"] },
    files: { folder, port in
      let temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
        .map { "\($0)_temp_path \(folder)/\($0);" }.joined(separator: " ")
      return [
        (
          "nginx.conf",
          #"""
          \#(user ? "user root root;" : "") daemon off; pid \#(folder)/pid; error_log \#(folder)/error.log;
          events {}
          http {
            \#(temporary)
            log_format truth escape=json '{"time":"$time_iso8601","remote_addr":"$remote_addr",'
              '"request":"$request","status":"$status","bytes":"$body_bytes_sent"}';
            log_format main '$remote_addr - $remote_user [$time_local] "$request" $status '
              '$body_bytes_sent "$http_referer" "$http_user_agent" "$http_x_forwarded_for" '
              '$request_time $upstream_response_time';
            access_log \#(folder)/access.log combined; access_log \#(folder)/main.log main;
            access_log \#(folder)/truth.log truth;
            large_client_header_buffers 4 16k;
            server { listen 127.0.0.1:\#(port); root \#(folder); }
          }
          """#
        )
      ]
    }, logs: [("access.log", "combined"), ("main.log", "combined")])

  private static let apache = RealServer(
    name: "apache2", program: "/usr/sbin/apache2",
    arguments: { ["-X", "-d", $0, "-f", "\($0)/apache.conf"] },
    files: { folder, port in
      [
        (
          "apache.conf",
          #"""
          ServerName localhost
          Listen 127.0.0.1:\#(port)
          PidFile \#(folder)/pid
          ErrorLog \#(folder)/error.log
          LoadModule mpm_event_module /usr/lib/apache2/modules/mod_mpm_event.so
          LoadModule authz_core_module /usr/lib/apache2/modules/mod_authz_core.so
          DocumentRoot \#(folder)
          TraceEnable off
          LogFormat "%h %l %u %t \"%r\" %>s %b \"%{Referer}i\" \"%{User-Agent}i\"" combined
          LogFormat "%v:%p %h %l %u %t \"%r\" %>s %b \"%{Referer}i\" \"%{User-Agent}i\"" vhost
          LogFormat "{\"time\":\"%{%Y-%m-%dT%H:%M:%S%z}t\",\"remote_addr\":\"%h\",\"request\":\"%r\",\"status\":\"%>s\",\"bytes\":\"%B\"}" truth
          CustomLog \#(folder)/access.log combined
          CustomLog \#(folder)/vhost.log vhost
          CustomLog \#(folder)/truth.log truth
          """#
        )
      ]
    }, logs: [("access.log", "combined"), ("vhost.log", "vhost")])

  /// It has one log, so that the other one is that of a plugin's pipe: both are made of one line.
  private static let lighttpd = RealServer(
    name: "lighttpd", program: "/usr/sbin/lighttpd",
    arguments: { ["-D", "-f", "\($0)/lighttpd.conf"] },
    files: { folder, port in
      [
        (
          "lighttpd.conf",
          #"""
          server.modules = ( "mod_accesslog" )
          server.bind = "127.0.0.1"
          server.port = \#(port)
          server.document-root = "\#(folder)"
          server.errorlog = "\#(folder)/error.log"
          accesslog.filename = "|/bin/sh \#(folder)/split.sh"
          accesslog.format = "%h %V %u %t \"%r\" %>s %b \"%{Referer}i\" \"%{User-Agent}i\"|{\"remote_addr\":\"%h\",\"request\":\"%r\",\"status\":\"%>s\",\"bytes\":\"%b\"}"
          """#
        ),
        (
          "split.sh",
          #"""
          while IFS= read -r line; do
            time=${line#*[}
            printf '%s\n' "${line%|\{*}" >> \#(folder)/access.log
            printf '{"time":"%s",%s\n' "${time%%]*}" "${line##*|\{}" >> \#(folder)/truth.log
          done
          """#
        ),
      ]
    }, logs: [("access.log", "combined")])

  private static let httpServer = RealServer(
    name: "http.server", program: "/usr/bin/python3", arguments: { ["-u", "\($0)/server.py"] },
    files: { folder, port in
      [
        (
          "server.py",
          #"""
          import http.server, json, os, signal, sys, time
          os.chdir("\#(folder)")
          log = open("access.log", "a", buffering=1)
          truth = open("truth.log", "a", buffering=1)

          class Handler(http.server.SimpleHTTPRequestHandler):
              def log_message(self, format, *args):
                  log.write("%s - - [%s] %s\n" % (self.address_string(), self.log_date_time_string(), format % args))

              def log_error(self, format, *args):
                  pass

              def log_request(self, code="-", size="-"):
                  super().log_request(code, size)
                  truth.write(json.dumps({"time": int(time.time()), "remote_addr": self.client_address[0],
                      "request": self.requestline, "status": int(code), "bytes": 0}) + "\n")

          signal.signal(signal.SIGTERM, lambda *_: os._exit(0))
          http.server.ThreadingHTTPServer(("127.0.0.1", \#(port)), Handler).serve_forever()
          """#
        )
      ]
    }, logs: [("access.log", "http.server")])
}
