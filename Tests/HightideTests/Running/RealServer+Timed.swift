import TestSupport

/// Servers that also log how long they took, each twice: in the layout that is read, and in a record
/// that a machine can read.
///
/// All send `big.bin`, which does not fit into the buffers between server and client.
extension RealServer {
  static let bigBytes = 24 << 20

  static let timed = [
    timedNginx, timedApache, timedHAProxy, timedSquid, timedVarnish, timedH2O, timedCaddy,
  ]

  private static let combined =
    #"$remote_addr - $remote_user [$time_local] "$request" $status $body_bytes_sent "$http_referer" "$http_user_agent" "#
  private static let apacheCombined =
    #"%h %l %u %t "%r" %>s %b "%{Referer}i" "%{User-Agent}i" "#

  /// There `%>s` is unknown.
  private static let varnishCombined = apacheCombined.replacing("%>s", with: "%s")

  /// A shell's loop that takes each line apart at ` |{`: log and record are of one line.
  private static func split(_ folder: String) -> String {
    #"""
    while IFS= read -r line; do
      case $line in
        *' |{'*)
          printf '%s\n' "${line%% |\{*}" >> \#(folder)/access.log
          printf '{%s\n' "${line##* |\{}" >> \#(folder)/truth.log;;
      esac
    done
    """#
  }

  /// What never answers is asked for `/wait`: a port where nothing is accepted.
  private static let timedNginx = RealServer(
    name: "nginx", program: "/usr/sbin/nginx",
    arguments: { ["-c", "\($0)/nginx.conf", "-p", $0, "-e", "\($0)/error.log"] },
    files: { folder, port in
      let temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
        .map { "\($0)_temp_path \(folder)/\($0);" }.joined(separator: " ")
      let silent = (try? Loopback.freePort()) ?? 1
      return [
        ("silent.port", "\(silent)"),
        (
          "nginx.conf",
          #"""
          user root root; daemon off; pid \#(folder)/pid; error_log \#(folder)/error.log;
          events {}
          http {
            \#(temporary)
            log_format truth '{"seconds":$request_time,"status":$status,"bytes":$body_bytes_sent}';
            log_format timed '\#(combined)$request_time';
            log_format main '\#(combined)"$http_x_forwarded_for" $request_time $upstream_response_time';
            log_format json escape=json '{"time":"$time_iso8601","remote_addr":"$remote_addr",'
              '"request":"$request","status":"$status","body_bytes_sent":"$body_bytes_sent",'
              '"request_time":"$request_time"}';
            access_log \#(folder)/timed.log timed; access_log \#(folder)/main.log main;
            access_log \#(folder)/json.log json; access_log \#(folder)/truth.log truth;
            server {
              listen 127.0.0.1:\#(port); root \#(folder);
              location /wait { proxy_pass http://127.0.0.1:\#(silent); }
            }
          }
          """#
        ),
      ]
    },
    logs: [
      ("timed.log", combined + "$request_time"),
      ("main.log", combined + "\"$http_x_forwarded_for\" $request_time $upstream_response_time"),
      ("main.log", "nginx:nginx.conf:main"), ("json.log", "json"), ("json.log", "auto"),
    ])

  private static let timedApache = RealServer(
    name: "apache2", program: "/usr/sbin/apache2",
    arguments: { ["-X", "-d", $0, "-f", "\($0)/apache.conf"] },
    files: { folder, port in
      let quoted = apacheCombined.replacing("\"", with: "\\\"")
      return [
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
          LogFormat "\#(quoted)%D" micros
          LogFormat "\#(quoted)%{ms}T" millis
          LogFormat "\#(quoted)%T" seconds
          LogFormat "{\"micros\":%D,\"status\":%>s,\"bytes\":%B}" truth
          CustomLog \#(folder)/micros.log micros
          CustomLog \#(folder)/millis.log millis
          CustomLog \#(folder)/seconds.log seconds
          CustomLog \#(folder)/truth.log truth
          """#
        )
      ]
    },
    logs: [
      ("micros.log", apacheCombined + "%D"), ("millis.log", apacheCombined + "%{ms}T"),
      ("seconds.log", apacheCombined + "%T"), ("micros.log", "apache:apache.conf:micros"),
    ])

  /// A server of files behind it, and one where nothing is accepted.
  private static let timedHAProxy = RealServer(
    name: "haproxy", program: "/bin/sh", arguments: { ["\($0)/start.sh"] },
    files: { folder, port in
      let (back, silent) = ((try? Loopback.freePort()) ?? 1, (try? Loopback.freePort()) ?? 1)
      return [
        ("silent.port", "\(silent)"),
        (
          "haproxy.cfg",
          #"""
          global
            log stdout format raw local0
          defaults
            mode http
            log global
            log-format "%ci:%cp [%tr] %ft %b/%s %TR/%Tw/%Tc/%Tr/%Ta %ST %B %CC %CS %tsc %ac/%fc/%bc/%sc/%rc %sq/%bq %hr %hs %{+Q}r |{\"millis\":%Ta,\"status\":%ST,\"bytes\":%B,\"end\":\"%tsc\"}"
            timeout client 9s
            timeout connect 5s
            timeout server 9s
            option abortonclose
          frontend f
            bind 127.0.0.1:\#(port)
            use_backend silent if { path /wait }
            default_backend files
          backend files
            server s 127.0.0.1:\#(back)
          backend silent
            server s 127.0.0.1:\#(silent)

          """#
        ),
        ("split.sh", split(folder)),
        (
          "start.sh",
          shell(
            """
            \(origin(folder, back))
            mkfifo \(folder)/both
            /bin/sh \(folder)/split.sh < \(folder)/both & all="$all $!"
            /usr/sbin/haproxy -f \(folder)/haproxy.cfg -db > \(folder)/both & s=$!
            all="$all $s"
            """)
        ),
      ]
    }, logs: [("access.log", "haproxy"), ("access.log", "auto")])

  private static let timedSquid = RealServer(
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
          logformat truth {"millis":%tr,"status":%>Hs,"bytes":%<st,"end":"%Ss"}
          access_log stdio:\#(folder)/access.log squid
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
    }, logs: [("access.log", "squid"), ("access.log", "auto")])

  private static let timedVarnish = RealServer(
    name: "varnish", program: "/bin/sh", arguments: { ["\($0)/start.sh"] },
    files: { folder, port in
      let back = (try? Loopback.freePort()) ?? 1
      return [
        ("split.sh", split(folder)),
        (
          "start.sh",
          shell(
            #"""
            \#(origin(folder, back))
            /usr/sbin/varnishd -F -j none -n \#(folder)/v -a 127.0.0.1:\#(port) -b 127.0.0.1:\#(back) & s=$!
            all="$all $s"
            until /usr/bin/python3 -c 'import socket; socket.create_connection(("127.0.0.1", \#(port)))'; do sleep 0.1; done
            /usr/bin/varnishncsa -n \#(folder)/v -w \#(folder)/both.log -F '\#(varnishCombined)%D |{"micros":%D,"status":%s,"bytes":"%b"}' & all="$all $!"
            mkfifo \#(folder)/both
            /bin/sh \#(folder)/split.sh < \#(folder)/both & all="$all $!"
            tail -n +1 -F \#(folder)/both.log 2> /dev/null > \#(folder)/both & all="$all $!"
            """#)
        ),
      ]
    }, logs: [("access.log", varnishCombined + "%D")])

  /// A duration of nothing is `0` there: nothing but the name of the key tells its unit.
  private static let timedH2O = RealServer(
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
            format: '{"time":"%{%Y-%m-%dT%H:%M:%S%z}t","remote_addr":"%h","request":"%r","status":"%s","bytes":"%b","request_time_s":"%{duration}x"} |{"seconds":"%{duration}x","status":%s,"bytes":"%b"}'
          hosts:
            default:
              paths:
                /:
                  file.dir: \#(folder)
          """#
        ),
        ("split.sh", split(folder)),
      ]
    }, logs: [("access.log", "json"), ("access.log", "auto")])

  /// Its record is the log itself, as a machine reads it.
  private static let timedCaddy = RealServer(
    name: "caddy", program: "/bin/sh",
    arguments: {
      ["-c", "XDG_CONFIG_HOME=\($0) exec /usr/bin/caddy run --config \($0)/Caddyfile"]
    },
    files: { folder, port in
      [
        (
          "Caddyfile",
          """
          {
            admin off
            auto_https off
            storage file_system \(folder)/storage
            log console {
              output file \(folder)/console.log
              format console
              include http.log.access
            }
          }
          http://:\(port) {
            bind 127.0.0.1
            root * \(folder)
            file_server
            log {
              output file \(folder)/truth.log
            }
          }

          """
        )
      ]
    },
    logs: [("truth.log", "caddy"), ("truth.log", "auto"), ("console.log", "caddy-console")])
}
