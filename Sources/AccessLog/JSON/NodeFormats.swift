/// What loggers of Node.js write. The headers of a request are read at their own names only: a client
/// may send one that is called `status`.
extension LogFormat {
  /// pino-http, and hapi-pino, which writes methods in small letters.
  public static let pino = LogFormat(
    json: "pino",
    layout: "JSON lines of pino-http or hapi-pino: time, req with method, url and remoteAddress, "
      + "res with statusCode",
    sample: #"""
      {"level":30,"time":1594195830713,"pid":4277,"hostname":"web1","req":{"id":4,"method":"GET",\#
      "url":"/pages/create","headers":{"host":"shop.example.org","user-agent":"Mozilla/5.0"},\#
      "remoteAddress":"192.0.2.1","remotePort":33954},"res":{"statusCode":200,"headers":\#
      {"content-length":"1375"}},"responseTime":15,"msg":"request completed"}

      """#,
    [
      NamedColumn(.time, "time"), NamedColumn(.client, "req/remoteAddress"),
      NamedColumn(.status, "res/statusCode"), NamedColumn(.method, "req/method"),
      NamedColumn(.target, "req/url"), NamedColumn(.bytes, "res/headers/content-length"),
      NamedColumn(.virtualHost, "req/headers/host"),
      NamedColumn(.forwardedFor, "req/headers/x-forwarded-for"),
      NamedColumn(.server, "hostname"),
      NamedColumn(.referrer, "req/headers/referer"),
      NamedColumn(.userAgent, "req/headers/user-agent"),
      NamedColumn(.duration, "responseTime", unit: .milliseconds),
    ], needsDuration: true)

  /// express-bunyan-logger.
  public static let bunyan = LogFormat(
    json: "bunyan",
    layout: "JSON lines of express-bunyan-logger: time, remote-address, method, url, status-code",
    sample: #"""
      {"name":"shop","hostname":"web1","pid":4573,"level":30,"remote-address":"192.0.2.1","ip":\#
      "192.0.2.1","method":"GET","url":"/pages/create","referer":"-","http-version":"1.1",\#
      "response-time":15.2,"status-code":200,"res-headers":{"content-length":1375},"req":{"headers":\#
      {"host":"shop.example.org","user-agent":"Mozilla/5.0"}},"msg":"GET /pages/create",\#
      "time":"2020-07-08T08:10:30.123Z","v":0}

      """#,
    [
      NamedColumn(.time, "time"), NamedColumn(.client, "remote-address"),
      NamedColumn(.status, "status-code"), NamedColumn(.method, "method"),
      NamedColumn(.target, "url"), NamedColumn(.bytes, "res-headers/content-length"),
      NamedColumn(.virtualHost, "req/headers/host req-headers/host"),
      NamedColumn(.forwardedFor, "req/headers/x-forwarded-for req-headers/x-forwarded-for"),
      NamedColumn(.server, "hostname"), NamedColumn(.referrer, "referer"),
      NamedColumn(.userAgent, "req/headers/user-agent req-headers/user-agent"),
      NamedColumn(.duration, "response-time", unit: .milliseconds),
    ])

  /// restify's audit log.
  public static let restify = LogFormat(
    json: "restify",
    layout: "JSON lines of restify's audit log: time, remoteAddress, req with method and url, res "
      + "with statusCode",
    sample: #"""
      {"name":"audit","hostname":"web1","pid":3796,"audit":true,"level":30,"remoteAddress":\#
      "192.0.2.1","remotePort":48620,"req_id":"4ef4e2d0","req":{"method":"GET","url":\#
      "/pages/create","headers":{"host":"shop.example.org","user-agent":"Mozilla/5.0"},\#
      "httpVersion":"1.1"},"res":{"statusCode":200,"headers":{"content-length":1375}},"latency":15,\#
      "msg":"handled: 200","time":"2020-07-08T08:10:30.123Z","v":0}

      """#,
    [
      NamedColumn(.time, "time"), NamedColumn(.client, "remoteAddress"),
      NamedColumn(.status, "res/statusCode"), NamedColumn(.method, "req/method"),
      NamedColumn(.target, "req/url"), NamedColumn(.bytes, "res/headers/content-length"),
      NamedColumn(.virtualHost, "req/headers/host"),
      NamedColumn(.forwardedFor, "req/headers/x-forwarded-for"), NamedColumn(.server, "hostname"),
      NamedColumn(.referrer, "req/headers/referer"),
      NamedColumn(.userAgent, "req/headers/user-agent"),
      NamedColumn(.duration, "latency", unit: .milliseconds),
    ])

  /// express-winston, where its `timestamp` and the request's `ip` are switched on.
  public static let expressWinston = LogFormat(
    json: "express-winston",
    layout:
      "JSON lines of express-winston: timestamp, and within meta req with ip, method and url, "
      + "and res with statusCode",
    sample: #"""
      {"level":"info","message":"HTTP GET /pages/create","meta":{"req":{"headers":{"host":\#
      "shop.example.org","user-agent":"Mozilla/5.0"},"httpVersion":"1.1","ip":"192.0.2.1","method":\#
      "GET","originalUrl":"/pages/create","query":{},"url":"/create"},"res":{"statusCode":200},\#
      "responseTime":15},"timestamp":"2020-07-08T08:10:30.123Z"}

      """#,
    [
      NamedColumn(.time, "timestamp"), NamedColumn(.client, "meta/req/ip"),
      NamedColumn(.status, "meta/res/statusCode"), NamedColumn(.method, "meta/req/method"),
      NamedColumn(.target, "meta/req/originalUrl"), NamedColumn(.target, "meta/req/url"),
      NamedColumn(.virtualHost, "meta/req/headers/host"),
      NamedColumn(.forwardedFor, "meta/req/headers/x-forwarded-for"),
      NamedColumn(.referrer, "meta/req/headers/referer"),
      NamedColumn(.userAgent, "meta/req/headers/user-agent"),
      NamedColumn(.duration, "meta/responseTime", unit: .milliseconds),
    ])
}
