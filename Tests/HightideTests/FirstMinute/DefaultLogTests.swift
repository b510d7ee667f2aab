import AccessLog
import Foundation
import TestSupport
import Testing

@testable import hightide

/// Which log is watched where none is named, on machines whose files are in a folder.
struct DefaultLogTests {
  private let folder = ScratchFolder()
  private var machine: ConfigurationFiles { ConfigurationFiles(root: folder.path) }

  /// Writes files; those whose names end with `.log` are written to last in that order.
  private func write(_ files: [(path: String, text: String)]) throws {
    for (place, file) in files.enumerated() {
      let path = folder.path + file.path
      try FileManager.default.createDirectory(
        atPath: (path as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
      try Data(file.text.utf8).write(to: URL(filePath: path))
      try FileManager.default.setAttributes(
        [.modificationDate: Date(timeIntervalSince1970: Double(1_600_000_000 + place))],
        ofItemAtPath: path)
    }
  }

  private func found() throws -> (files: [String], definition: String?, line: String) {
    guard case .found(let files, let definition, let line) = DefaultLog.find(on: machine) else {
      throw NotFound(outcome: "\(DefaultLog.find(on: machine))")
    }
    return (files.map { String($0.dropFirst(folder.path.count)) }, definition, line)
  }

  private struct NotFound: Error { var outcome: String }

  @Test func theUsualFileIsStrongerThanAnyConfiguration() throws {
    try write([
      ("/var/log/access.log", ""), ("/etc/nginx/nginx.conf", "access_log /var/log/n.log;"),
      ("/var/log/n.log", ""),
    ])
    #expect(DefaultLog.find(on: machine) == .usual)
  }

  @Test func nginxNamesItsLogsAndTheirLayoutInFilesThatAreIncluded() throws {
    try write([
      (
        "/etc/nginx/nginx.conf",
        """
        http {
          log_format timed '$remote_addr [$time_local] "$request" '
                           '$status $request_time';
          access_log /var/log/nginx/access.log;
          include sites-enabled/*;
        }
        """
      ),
      (
        "/etc/nginx/sites-enabled/api",
        "server { access_log /var/log/nginx/api.log timed buffer=32k; location /x { access_log off; } }"
      ),
      ("/var/log/nginx/access.log", "x"), ("/var/log/nginx/api.log", "x"),
    ])
    let found = try found()
    #expect(found.files == ["/var/log/nginx/api.log"])
    #expect(found.definition == #"$remote_addr [$time_local] "$request" $status $request_time"#)
    let path = folder.path
    #expect(
      found.line
        == "watching \(path)/var/log/nginx/api.log, as /etc/nginx/sites-enabled/api of nginx says, "
        + "in its format timed; it names 1 other logs; to choose: hightide FILE, --format FORMAT")
  }

  @Test func logsOfOneLayoutAreWatchedTogetherAndVariablesAreAnything() throws {
    try write([
      (
        "/etc/nginx/nginx.conf",
        """
        # access_log /var/log/nginx/old.log;
        access_log /var/log/nginx/$host.log combined if=$wanted;
        server { access_log logs/b.log; access_log syslog:server=10.0.0.1 main; }
        """
      ),
      ("/var/log/nginx/a.example.log", "x"), ("/var/log/nginx/old.txt", "x"),
      ("/etc/logs/b.log", "x"),
    ])
    let found = try found()
    #expect(found.files == ["/var/log/nginx/a.example.log", "/etc/logs/b.log"])
    #expect(found.definition == nil)
  }

  @Test func apacheIsReadWithItsVariablesAndRoots() throws {
    try write([
      ("/etc/apache2/envvars", "export SUFFIX=\nexport APACHE_LOG_DIR=/var/log/apache2$SUFFIX\n"),
      (
        "/etc/apache2/apache2.conf",
        #"""
        LogFormat "%h %l %u %t \"%r\" %>s %O \"%{Referer}i\" \"%{User-Agent}i\"" combined
        LogFormat "%h %t \"%r\" %>s %b \
          %D" timed
        Define shop shop.example.org
        IncludeOptional sites-enabled/*.conf
        """#
      ),
      (
        "/etc/apache2/sites-enabled/a.conf",
        """
        <VirtualHost *:80>
          customlog ${APACHE_LOG_DIR}/access.log combined
          CustomLog "|/usr/bin/rotatelogs /var/log/x 86400" combined
          CustomLog ${APACHE_LOG_DIR}/${shop}.log timed
        </VirtualHost>
        """
      ),
      ("/var/log/apache2/shop.example.org.log", "x"), ("/var/log/apache2/access.log", "x"),
    ])
    #expect(try found().files == ["/var/log/apache2/access.log"])
    #expect(try found().definition == nil)
    try FileManager.default.removeItem(atPath: folder("var/log/apache2/access.log"))
    #expect(try found().files == ["/var/log/apache2/shop.example.org.log"])
    #expect(try found().definition == #"%h %t "%r" %>s %b   %D"#)
  }

  @Test(arguments: [
    (
      [
        (
          "/etc/caddy/Caddyfile",
          "{\n  log {\n    output file /var/log/caddy/self.log\n  }\n}\nimport sites/*.caddy\n"
        ),
        (
          "/etc/caddy/sites/a.caddy",
          "a.example {\n  log {\n    output file /var/log/caddy/a.log {\n      roll_size 10MiB\n    }\n  }\n}\n"
        ),
        ("/var/log/caddy/a.log", "x"), ("/var/log/caddy/self.log", "x"),
      ], "/var/log/caddy/a.log"
    ),
    (
      [
        ("/etc/haproxy/haproxy.cfg", "global\n  log /dev/log local0\n"),
        (
          "/etc/rsyslog.d/49-haproxy.conf",
          "$AddUnixListenSocket /var/lib/haproxy/dev/log\n"
            + ":programname, startswith, \"haproxy\" {\n  -/var/log/lb/haproxy.log\n  stop\n}\n"
        ), ("/var/log/lb/haproxy.log", "x"),
      ], "/var/log/lb/haproxy.log"
    ),
    (
      [
        ("/etc/haproxy/haproxy.cfg", "global\n  log /dev/log local0\n"),
        ("/var/log/haproxy.log", "x"),
      ], "/var/log/haproxy.log"
    ),
    (
      [
        (
          "/etc/lighttpd/lighttpd.conf",
          "var.log_root = \"/var/log/lighttpd\"\n"
            + "include_shell \"/usr/share/lighttpd/include-conf-enabled.pl\"\n"
        ),
        (
          "/etc/lighttpd/conf-enabled/10-accesslog.conf",
          "server.modules += ( \"mod_accesslog\" )\naccesslog.filename = log_root + \"/access.log\"\n"
        ), ("/var/log/lighttpd/access.log", "x"),
      ], "/var/log/lighttpd/access.log"
    ),
  ])
  func otherServersSayWhereTheirLogsAre(files: [(String, String)], log: String) throws {
    try write(files.map { (path: $0.0, text: $0.1) })
    #expect(try found().files == [log])
  }

  @Test func theServerThatWroteLastCounts() throws {
    try write([
      ("/etc/nginx/nginx.conf", "access_log /var/log/n.log;"), ("/var/log/n.log", "x"),
      ("/etc/haproxy/haproxy.cfg", "global\n"), ("/var/log/haproxy.log", "x"),
    ])
    #expect(try found().files == ["/var/log/haproxy.log"])
  }

  @Test func aDefinitionThatCannotBeReadLeavesTheFormatToTheLines() throws {
    try write([
      ("/etc/nginx/nginx.conf", "log_format odd '$request_time'; access_log /var/log/n.log odd;"),
      ("/var/log/n.log", "x"),
    ])
    #expect(try found().definition == nil)
  }

  @Test func filesThatIncludeOneAnotherEnd() throws {
    try write([
      ("/etc/nginx/nginx.conf", "access_log /var/log/n.log; include /etc/nginx/*.conf;"),
      ("/var/log/n.log", "x"),
    ])
    #expect(try found().files == ["/var/log/n.log"])
  }

  @Test func whereThereIsNothingThatIsSaid() throws {
    guard case .nothing(let line) = DefaultLog.find(on: machine) else {
      Issue.record("\(DefaultLog.find(on: machine))")
      return
    }
    #expect(
      line == "there is no /var/log/access.log yet, and no configuration of a server; to choose: "
        + "hightide FILE, --format FORMAT; made-up traffic: hightide --demo")
    try write([("/etc/nginx/nginx.conf", "access_log /var/log/n.log;")])
    guard case .nothing(let other) = DefaultLog.find(on: machine) else {
      Issue.record("\(DefaultLog.find(on: machine))")
      return
    }
    #expect(
      other.contains(
        "; /etc/nginx/nginx.conf of nginx names /var/log/n.log, which is not there either; "))
  }
}
