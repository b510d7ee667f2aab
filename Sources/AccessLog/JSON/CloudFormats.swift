/// What load balancers of clouds write as JSON.
extension LogFormat {
  /// Google Cloud's load balancers, which leave the status out where there was none, and whose targets
  /// are absolute.
  public static let gcp = LogFormat(
    json: "gcp",
    layout: "JSON lines of Google Cloud's load balancers: timestamp, httpRequest with remoteIp, "
      + "requestMethod, requestUrl and status",
    sample: #"""
      {"httpRequest":{"latency":"0.015s","protocol":"HTTP/1.1","referer":"http://example.com/",\#
      "remoteIp":"192.0.2.1","requestMethod":"GET","requestSize":"330","requestUrl":\#
      "https://shop.example.org/pages/create","responseSize":"1375","status":200,"userAgent":\#
      "Mozilla/5.0"},"insertId":"1a2b","severity":"INFO","timestamp":"2020-07-08T08:10:30.123456Z"}

      """#,
    [
      NamedColumn(.time, "timestamp"), NamedColumn(.client, "httpRequest/remoteIp"),
      NamedColumn(.status, "httpRequest/status"), NamedColumn(.method, "httpRequest/requestMethod"),
      NamedColumn(.target, "httpRequest/requestUrl"),
      NamedColumn(.httpVersion, "httpRequest/protocol"),
      NamedColumn(.bytes, "httpRequest/responseSize"),
      NamedColumn(.referrer, "httpRequest/referer"),
      NamedColumn(.userAgent, "httpRequest/userAgent"),
      NamedColumn(.duration, "httpRequest/latency"),
    ], noStatus: .missing, hasAbsoluteTargets: true)

  /// Azure's Application Gateway and Front Door, whose durations are seconds.
  ///
  /// Front Door's targets are absolute.
  public static let azure = LogFormat(
    json: "azure",
    layout: "JSON lines of Azure's Application Gateway or Front Door: time, properties with "
      + "clientIP, httpMethod, requestUri and httpStatus",
    sample: #"""
      {"time":"2020-07-08T08:10:30.1234567Z","category":"FrontDoorAccessLog","properties":\#
      {"httpMethod":"GET","httpVersion":"2.0","requestUri":\#
      "https://shop.example.org:443/pages/create","responseBytes":"1375","userAgent":"Mozilla/5.0",\#
      "clientIp":"192.0.2.1","clientPort":"41342","timeTaken":"0.015","httpStatusCode":"200"}}

      """#,
    [
      NamedColumn(.time, "time timeStamp"),
      NamedColumn(.client, "properties/clientIP properties/clientIp"),
      NamedColumn(.status, "properties/httpStatus properties/httpStatusCode"),
      NamedColumn(.method, "properties/httpMethod"), NamedColumn(.target, "properties/requestUri"),
      NamedColumn(.query, "properties/requestQuery"),
      NamedColumn(.httpVersion, "properties/httpVersion"),
      NamedColumn(.bytes, "properties/sentBytes properties/responseBytes"),
      NamedColumn(.virtualHost, "properties/originalHost properties/hostName"),
      NamedColumn(.virtualHost, "properties/host"),
      NamedColumn(.referrer, "properties/referer"), NamedColumn(.userAgent, "properties/userAgent"),
      NamedColumn(.duration, "properties/timeTaken"),
    ], hasAbsoluteTargets: true)

  /// Cloudflare's Logpush; its times are ISO 8601, seconds or nanoseconds, as was asked for.
  public static let cloudflare = LogFormat(
    json: "cloudflare",
    layout:
      "JSON lines of Cloudflare's Logpush: EdgeStartTimestamp, ClientIP, ClientRequestMethod, "
      + "ClientRequestURI, EdgeResponseStatus",
    sample: #"""
      {"ClientIP":"192.0.2.1","ClientRequestHost":"shop.example.org","ClientRequestMethod":"GET",\#
      "ClientRequestProtocol":"HTTP/1.1","ClientRequestReferer":"http://example.com/",\#
      "ClientRequestURI":"/pages/create","ClientRequestUserAgent":"Mozilla/5.0",\#
      "EdgeResponseBytes":1375,"EdgeResponseStatus":200,"EdgeStartTimestamp":1594195830123000000}

      """#,
    [
      NamedColumn(.time, "EdgeStartTimestamp"), NamedColumn(.client, "ClientIP"),
      NamedColumn(.status, "EdgeResponseStatus"), NamedColumn(.method, "ClientRequestMethod"),
      NamedColumn(.target, "ClientRequestURI"), NamedColumn(.target, "ClientRequestPath"),
      NamedColumn(.httpVersion, "ClientRequestProtocol"), NamedColumn(.bytes, "EdgeResponseBytes"),
      NamedColumn(.virtualHost, "ClientRequestHost"),
      NamedColumn(.referrer, "ClientRequestReferer"),
      NamedColumn(.userAgent, "ClientRequestUserAgent"),
    ], noStatus: .zero)
}
