import TestSupport

/// Programs that are their own web server: Java's and Node's, and Caddy.
extension RealServer {
  /// It has one log, whose lines are taken apart; its quotes have no escapes, so that the other one is no
  /// JSON.
  static let jetty = RealServer(
    name: "jetty", program: "/bin/sh", arguments: { ["\($0)/start.sh"] },
    files: { folder, port in
      [
        (
          "jetty.xml",
          #"""
          <?xml version="1.0"?>
          <!DOCTYPE Configure PUBLIC "-//Jetty//Configure//EN" "https://www.eclipse.org/jetty/configure_9_3.dtd">
          <Configure id="Server" class="org.eclipse.jetty.server.Server">
            <Call name="addConnector"><Arg>
              <New class="org.eclipse.jetty.server.ServerConnector">
                <Arg><Ref refid="Server"/></Arg>
                <Set name="host">127.0.0.1</Set>
                <Set name="port">\#(port)</Set>
              </New>
            </Arg></Call>
            <Set name="handler"><New class="org.eclipse.jetty.server.handler.ResourceHandler">
              <Set name="resourceBase">\#(folder)</Set>
            </New></Set>
            <Set name="requestLog"><New class="org.eclipse.jetty.server.CustomRequestLog">
              <Arg type="java.lang.String">\#(folder)/both.log</Arg>
              <Arg type="java.lang.String">%{client}a - %u %t "%r" %s %O "%{Referer}i" "%{User-Agent}i"|time:%t&#9;host:%{client}a&#9;req:%r&#9;status:%s&#9;size:%O</Arg>
            </New></Set>
          </Configure>
          """#
        ),
        (
          "split.sh",
          #"""
          tail -n +1 -F \#(folder)/both.log 2> /dev/null | while IFS= read -r line; do
            printf '%s\n' "${line%%|time:*}" >> \#(folder)/access.log
            printf 'time:%s\n' "${line##*|time:}" >> \#(folder)/truth.log
          done
          """#
        ),
        (
          "start.sh",
          shell(
            """
            /bin/sh \(folder)/split.sh & all=-$!
            jars=$(ls /usr/share/java/jetty9-server.jar /usr/share/java/jetty9-util.jar \
              /usr/share/java/jetty9-http.jar /usr/share/java/jetty9-io.jar \
              /usr/share/java/jetty9-xml.jar /usr/share/java/servlet-api.jar | tr '\\n' ':')
            java -cp "$jars" org.eclipse.jetty.xml.XmlConfiguration \(folder)/jetty.xml & s=$!
            all="-- $all $s"
            """)
        ),
      ]
    }, logs: [("access.log", "combined")], truth: "ltsv")

  /// Express with Morgan: its own two layouts, JSON by hand, and as what winston writes.
  static let express = RealServer(
    name: "express", program: "/bin/sh", arguments: { ["\($0)/start.sh"] },
    files: { folder, port in
      [
        (
          "start.sh",
          shell(
            """
            NODE_PATH=/usr/share/nodejs:/usr/lib/nodejs node \(folder)/server.js & s=$!
            all=$s
            """)
        ),
        (
          "server.js",
          #"""
          const fs = require('fs')
          const express = require('express')
          const morgan = require('morgan')
          const winston = require('winston')
          const stream = name => fs.createWriteStream('\#(folder)/' + name, { flags: 'a' })
          const record = (tokens, req, res) => ({
            time: tokens.date(req, res, 'iso'), remote_addr: tokens['remote-addr'](req, res),
            method: tokens.method(req, res), url: tokens.url(req, res),
            status: Number(tokens.status(req, res)),
            content_length: tokens.res(req, res, 'content-length'),
            response_time: Number(tokens['response-time'](req, res)) })
          const truth = stream('truth.log')
          const app = express()
          app.use(morgan('combined', { stream: stream('combined.log') }))
          app.use(morgan('common', { stream: stream('common.log') }))
          app.use(morgan((...all) => JSON.stringify(record(...all)), { stream: stream('morgan.log') }))
          app.use(morgan((...all) => {
            const { time, method, url, status, content_length } = record(...all)
            return JSON.stringify({ ts: Date.parse(time), ip: all[1].socket.remoteAddress,
              request: method + ' ' + url + ' HTTP/' + all[1].httpVersion, status,
              bytes: content_length || 0 })
          }, { stream: truth }))
          const logger = winston.createLogger({
            format: winston.format.combine(winston.format.timestamp(), winston.format.json()),
            transports: [new winston.transports.File({ filename: '\#(folder)/winston.log' })] })
          app.use(morgan('combined', { stream: { write: message => logger.info(message) } }))
          app.use(express.static('\#(folder)'))
          app.listen(\#(port), '127.0.0.1')
          """#
        ),
      ]
    },
    logs: [
      ("combined.log", "combined"), ("common.log", "common"), ("morgan.log", "json"),
      ("winston.log", "combined in json"),
    ], unlogged: 7)

  /// Its other logs are written from the same record, so that what is compared with is what the client
  /// sent and got.
  static let caddy = RealServer(
    name: "caddy", program: "/bin/sh",
    arguments: {
      // It keeps the configuration that it ran with last.
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
            log filtered {
              output file \(folder)/filtered.log
              format filter {
                wrap json
                fields {
                  request>headers>Authorization delete
                }
              }
              include http.log.access
            }
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
              output file \(folder)/access.log
            }
          }

          """
        )
      ]
    },
    logs: [
      ("access.log", "caddy"), ("filtered.log", "caddy"), ("console.log", "caddy-console"),
    ], handledMark: "Server: Caddy", unlogged: 5)
}
