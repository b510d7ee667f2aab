import TestSupport

/// Servers that need another program beside them: what they ask for pages, or what writes their logs.
extension RealServer {
  /// Runs lines of a shell that start `$s` and others, until it is told to end; then it ends all.
  static func shell(_ start: String) -> String {
    """
    set -m
    \(start)
    trap 'kill $all; wait; exit 0' TERM
    wait $s
    """
  }

  /// A line that starts a server of the folder's files.
  static func origin(_ folder: String, _ port: UInt16) -> String {
    """
    /usr/bin/python3 -m http.server --bind 127.0.0.1 --directory \(folder) \(port) > /dev/null 2>&1 &
    all=$!
    # Who finds it missing may not ask it again for a while.
    until /usr/bin/python3 -c 'import socket; socket.create_connection(("127.0.0.1", \(port)))' 2> /dev/null; do sleep 0.1; done
    """
  }

  /// It runs as a user who may write to the folder, in front of a server of files.
  static let squid = RealServer(
    name: "squid", program: "/bin/sh", arguments: { ["\($0)/start.sh"] },
    files: { folder, port in
      let back = (try? Loopback.freePort()) ?? 1
      return [
        (
          "squid.conf",
          #"""
          http_port 127.0.0.1:\#(port) accel defaultsite=localhost
          cache_peer 127.0.0.1 parent \#(back) 0 no-query originserver
          http_access allow all
          never_direct allow all
          cache deny all
          memory_cache_shared off
          cache_effective_user proxy
          pid_filename \#(folder)/pid
          cache_log \#(folder)/cache.log
          coredump_dir \#(folder)
          shutdown_lifetime 0 seconds
          logformat truth {"time":"%{%Y-%m-%dT%H:%M:%S+00:00}tg","remote_addr":"%>a","request":"%"rm %"ru HTTP/%rv","status":"%>Hs","bytes":"%<st"}
          access_log stdio:\#(folder)/access.log squid
          access_log stdio:\#(folder)/combined.log combined
          access_log stdio:\#(folder)/truth.log truth
          """#
        ),
        (
          "start.sh",
          shell(
            """
            chmod 777 \(folder)
            \(origin(folder, back))
            /usr/sbin/squid -n hightide\(port) -N -f \(folder)/squid.conf & s=$!
            all="$all $s"
            """)
        ),
      ]
    }, logs: [("access.log", "squid"), ("combined.log", "auto")], prefix: "http://localhost")

  /// Its logs are written by programs of their own, out of its memory, from the oldest that is there on.
  static let varnish = RealServer(
    name: "varnish", program: "/bin/sh", arguments: { ["\($0)/start.sh"] },
    files: { folder, port in
      let back = (try? Loopback.freePort()) ?? 1
      return [
        (
          "start.sh",
          shell(
            #"""
            \#(origin(folder, back))
            /usr/sbin/varnishd -F -j none -n \#(folder)/v -a 127.0.0.1:\#(port) -b 127.0.0.1:\#(back) & s=$!
            all="$all $s"
            # There is nothing to be read before its child runs.
            until /usr/bin/python3 -c 'import socket; socket.create_connection(("127.0.0.1", \#(port)))'; do sleep 0.1; done
            /usr/bin/varnishncsa -d -n \#(folder)/v -w \#(folder)/access.log & all="$all $!"
            /usr/bin/varnishncsa -d -n \#(folder)/v -w \#(folder)/truth.log -F '{"time":"%{%Y-%m-%dT%H:%M:%S%z}t","remote_addr":"%h","request":"%r","status":"%s","bytes":"%b"}' & all="$all $!"
            """#)
        )
      ]
    }, logs: [("access.log", "varnish")], prefix: "http://localhost")

  /// It has one log, so that both are made of one line, as with lighttpd.
  static let h2o = RealServer(
    name: "h2o", program: "/usr/bin/h2o",
    arguments: { ["-m", "worker", "-c", "\($0)/h2o.conf"] },
    files: { folder, port in
      [
        (
          "h2o.conf",
          #"""
          listen:
            host: 127.0.0.1
            port: \#(port)
          user: root
          error-log: \#(folder)/error.log
          access-log:
            path: "|/bin/sh \#(folder)/split.sh"
            format: '%h %l %u %t "%r" %s %b "%{Referer}i" "%{User-agent}i"|{"time":"%{%Y-%m-%dT%H:%M:%S%z}t","remote_addr":"%h","request":"%r","status":"%s","bytes":"%b"}'
          hosts:
            default:
              paths:
                /:
                  file.dir: \#(folder)
          """#
        ),
        (
          "split.sh",
          #"""
          while IFS= read -r line; do
            printf '%s\n' "${line%|\{*}" >> \#(folder)/access.log
            printf '{%s\n' "${line##*|\{}" >> \#(folder)/truth.log
          done
          """#
        ),
      ]
    }, logs: [("access.log", "combined")], unlogged: 5)

  static let gunicorn = RealServer(
    name: "gunicorn", program: "/usr/bin/gunicorn",
    arguments: { ["--chdir", $0, "-c", "\($0)/conf.py"] },
    files: { folder, port in
      [
        (
          "conf.py",
          #"""
          import json, time
          from gunicorn.glogging import Logger

          bind = "127.0.0.1:\#(port)"
          accesslog = "\#(folder)/access.log"
          errorlog = "\#(folder)/error.log"
          wsgi_app = "app:app"
          limit_request_line = 8190

          class Both(Logger):
              truth = open("\#(folder)/truth.log", "a", buffering=1)

              def access(self, resp, req, environ, request_time):
                  super().access(resp, req, environ, request_time)
                  self.truth.write(json.dumps({"time": int(time.time()), "remote_addr": environ["REMOTE_ADDR"],
                      "method": environ["REQUEST_METHOD"], "uri": environ["RAW_URI"],
                      "status": int(str(resp.status).split()[0]), "bytes": resp.sent or 0}) + "\n")

          logger_class = Both
          """#
        ),
        (
          "app.py",
          #"""
          def app(environ, start):
              found = environ["PATH_INFO"] == "/file.txt"
              body = b"twelve bytes" if found else b"no"
              start("200 OK" if found else "404 Not Found", [("Content-Length", str(len(body)))])
              return [body]
          """#
        ),
      ]
    }, logs: [("access.log", "combined")], unlogged: 5)
}
