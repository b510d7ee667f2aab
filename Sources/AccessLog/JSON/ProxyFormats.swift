/// What proxies and servers write as JSON whose keys are fixed.
extension LogFormat {
  /// Caddy, whose durations are seconds, and whose status is 0 where nothing was answered.
  public static let caddy = LogFormat(
    json: "caddy",
    layout: "Caddy's JSON lines: ts, request with remote_ip, method and uri, status",
    sample: #"""
      {"level":"info","ts":1594195830.524,"logger":"http.log.access","msg":"handled request",\#
      "request":{"remote_ip":"192.0.2.1","remote_port":"41342","client_ip":"192.0.2.1","proto":\#
      "HTTP/2.0","method":"GET","host":"shop.example.org","uri":"/pages/create","headers":\#
      {"User-Agent":["Mozilla/5.0"],"Referer":["http://example.com/"]}},"bytes_read":0,"user_id":\#
      "ada","duration":0.015,"size":1375,"status":200,"resp_headers":{}}

      """#, NamedColumn.caddy, noStatus: .zero)

  /// Traefik, whose durations are nanoseconds; `time` is when it wrote the line, not the request's.
  public static let traefikJSON = LogFormat(
    json: "traefik-json",
    layout: "Traefik's JSON lines: StartUTC, ClientHost, RequestMethod, RequestPath, "
      + "DownstreamStatus",
    sample: #"""
      {"ClientAddr":"192.0.2.1:41342","ClientHost":"192.0.2.1","ClientPort":"41342",\#
      "ClientUsername":"ada","DownstreamContentSize":1375,"DownstreamStatus":200,"Duration":15000000,\#
      "RequestAddr":"shop.example.org","RequestHost":"shop.example.org","RequestMethod":"GET",\#
      "RequestPath":"/pages/create","RequestProtocol":"HTTP/1.1","StartUTC":\#
      "2020-07-08T08:10:30.123456789Z","level":"info","msg":"","request_User-Agent":"Mozilla/5.0",\#
      "time":"2020-07-08T08:10:31Z"}

      """#,
    [
      NamedColumn(.time, "StartUTC"), NamedColumn(.time, "StartLocal"),
      NamedColumn(.client, "ClientHost"), NamedColumn(.client, "ClientAddr"),
      NamedColumn(.status, "DownstreamStatus"), NamedColumn(.method, "RequestMethod"),
      NamedColumn(.target, "RequestPath"), NamedColumn(.httpVersion, "RequestProtocol"),
      NamedColumn(.bytes, "DownstreamContentSize"), NamedColumn(.user, "ClientUsername"),
      NamedColumn(.virtualHost, "RequestAddr"), NamedColumn(.virtualHost, "RequestHost"),
      NamedColumn(.forwardedFor, "request_X-Forwarded-For"),
      NamedColumn(.referrer, "request_Referer"), NamedColumn(.userAgent, "request_User-Agent"),
      NamedColumn(.duration, "Duration", unit: .nanoseconds),
    ], noStatus: .zero)

  /// Envoy's and Istio's JSON, whose durations are milliseconds.
  ///
  /// Envoy's own default names no peer.
  public static let envoyJSON = LogFormat(
    json: "envoy-json",
    layout: "Envoy's or Istio's JSON lines: start_time, downstream_remote_address or "
      + "x_forwarded_for, method, path, response_code",
    sample: #"""
      {"authority":"shop.example.org","bytes_received":0,"bytes_sent":1375,\#
      "downstream_remote_address":"192.0.2.1:41342","duration":15,"method":"GET","path":\#
      "/pages/create","protocol":"HTTP/1.1","requested_server_name":null,"response_code":200,\#
      "response_flags":"-","start_time":"2020-07-08T08:10:30.123Z","user_agent":"Mozilla/5.0",\#
      "x_forwarded_for":null}

      """#,
    [
      NamedColumn(.time, "start_time"), NamedColumn(.client, "downstream_remote_address"),
      NamedColumn(.client, "x_forwarded_for x-forwarded-for"),
      NamedColumn(.status, "response_code"), NamedColumn(.method, "method"),
      NamedColumn(.target, "path"), NamedColumn(.target, "x-envoy-origin-path"),
      NamedColumn(.httpVersion, "protocol"),
      NamedColumn(.bytes, "bytes_sent"), NamedColumn(.virtualHost, "authority"),
      NamedColumn(.forwardedFor, "x_forwarded_for x-forwarded-for"),
      NamedColumn(.userAgent, "user_agent user-agent"),
      NamedColumn(.duration, "duration", unit: .milliseconds),
    ], noStatus: .zero)

  /// Tomcat's JsonAccessLogValve, whose `host` is the client.
  ///
  /// A whole number of `elapsedTime` is milliseconds before Tomcat 10.1 and microseconds from then on,
  /// so that it is no duration.
  public static let tomcatJSON = LogFormat(
    json: "tomcat-json",
    layout: "JSON lines of Tomcat's JsonAccessLogValve: time, host, request, statusCode",
    sample: #"""
      {"host":"192.0.2.1","logicalUserName":"-","user":"ada","time":"[08/Jul/2020:10:10:30 +0200]",\#
      "request":"GET /pages/create HTTP/1.1","statusCode":"200","size":"1375"}

      """#,
    [
      NamedColumn(.time, "time"), NamedColumn(.client, "host"), NamedColumn(.client, "remoteAddr"),
      NamedColumn(.status, "statusCode"), NamedColumn(.request, "request"),
      NamedColumn(.method, "method"), NamedColumn(.target, "path"), NamedColumn(.query, "query"),
      NamedColumn(.httpVersion, "protocol"), NamedColumn(.bytes, "size"),
      NamedColumn(.bytes, "byteSentNC"), NamedColumn(.user, "user"),
      NamedColumn(.virtualHost, "localServerName"),
      NamedColumn(.referrer, "requestHeaders/Referer"),
      NamedColumn(.userAgent, "requestHeaders/User-Agent"),
      NamedColumn(.duration, "elapsedTime", unit: .secondsWithPoint),
      NamedColumn(.duration, "elapsedTimeS"),
    ])

  /// The Elastic Common Schema, its names as nested objects or with dots; durations are nanoseconds.
  public static let ecs = LogFormat(
    json: "ecs",
    layout: "JSON lines of the Elastic Common Schema, nested or dotted: @timestamp, source.ip or "
      + "client.ip, http.request.method, url, http.response.status_code",
    sample: #"""
      {"@timestamp":"2020-07-08T08:10:30.123Z","source":{"ip":"192.0.2.1"},"http":{"version":"1.1",\#
      "request":{"method":"GET","referrer":"http://example.com/"},"response":{"status_code":200,\#
      "body":{"bytes":1375}}},"url":{"original":"/pages/create","domain":"shop.example.org"},\#
      "user":{"name":"ada"},"user_agent":{"original":"Mozilla/5.0"},"event":{"duration":15000000},\#
      "host":{"name":"web1"}}

      """#,
    ecsColumns)

  private static let ecsColumns = [
    NamedColumn(.time, "@timestamp"),
    NamedColumn(.client, "source/ip source.ip"), NamedColumn(.client, "client/ip client.ip"),
    NamedColumn(.client, "source/address source.address"),
    NamedColumn(.client, "client/address client.address"),
    NamedColumn(.status, "http/response/status_code http.response.status_code"),
    NamedColumn(.method, "http/request/method http.request.method"),
    NamedColumn(.target, "url/original url.original"), NamedColumn(.target, "url/path url.path"),
    NamedColumn(.query, "url/query url.query"),
    NamedColumn(.bytes, "http/response/body/bytes http.response.body.bytes"),
    NamedColumn(.bytes, "http/response/bytes http.response.bytes"),
    NamedColumn(.user, "user/name user.name"),
    NamedColumn(.virtualHost, "url/domain url.domain"),
    NamedColumn(.server, "host/name host.name host/hostname host.hostname"),
    NamedColumn(.referrer, "http/request/referrer http.request.referrer"),
    NamedColumn(.userAgent, "user_agent/original user_agent.original"),
    NamedColumn(.duration, "event/duration event.duration", unit: .nanoseconds),
  ]
}
