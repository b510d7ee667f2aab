extension LogFormat {
  /// Creates a row for lines that are JSON objects.
  init(
    json name: String, layout: String, sample: String, _ columns: [NamedColumn],
    noStatus: NamedFormat.NoStatus = .never, needsDuration: Bool = false,
    hasAbsoluteTargets: Bool = false,
    escapes: NamedFormat.Escapes = .json
  ) {
    var format = NamedFormat(columns)
    format.noStatus = noStatus
    format.needsDuration = needsDuration
    format.hasAbsoluteTargets = hasAbsoluteTargets
    format.escapes = escapes
    let reader = JSONReader(format)
    self.init(
      name: name, layout: layout, sample: sample, writer: LogFormat.writer(sample, columns, format)
    ) { _ in reader }
  }

  /// Writes lines like the sample; `nil` if there is none.
  private static func writer(
    _ sample: String, _ columns: [NamedColumn], _ format: NamedFormat
  ) -> Writer? {
    var values = NamedValues()
    let line = sample.utf8.split(separator: UInt8(ascii: "\n")).last.map(Array.init) ?? []
    guard unsafe JSONObject.read(line.span.bytes, 0..<line.count, format.names, into: &values)
    else {
      return nil
    }
    let writer = SampleWriter(line, values, columns, format)
    return { writer.line(of: $0) }
  }

  /// JSON objects without others within them, whose keys somebody chose: nginx with `escape=json`,
  /// Apache, HAProxy, h2o, Logstash, Morgan.
  public static let json = LogFormat(
    json: "json",
    layout: "JSON lines with a time, a client and a status under the names that are usual for them",
    sample: #"""
      {"time_iso8601":"2020-07-08T10:10:30+02:00","remote_addr":"192.0.2.1","remote_user":"ada",\#
      "request":"GET /pages/create HTTP/1.1","status":"200","body_bytes_sent":"1375",\#
      "request_time":"0.015","http_referrer":"http://example.com/","http_user_agent":"Mozilla/5.0"}

      """#,
    NamedColumn.usual)
}

extension NamedColumn {
  /// The names that people give to the values of an access log, best first.
  ///
  /// What one server writes under a name may be something else elsewhere, so that a name stands here
  /// only if it has one meaning; others are given with `json:FIELD=KEY`.
  static let usual = [
    NamedColumn(.time, "time_iso8601 @timestamp timestamp time_local"),
    NamedColumn(.time, "time ts msec time_msec date_time datetime requestTime request_timestamp"),
    NamedColumn(.time, "start_time startTime date"),
    NamedColumn(
      .client,
      "remote_addr remote_address remoteAddr remoteAddress remote_ip remoteIP "
        + "remoteIp remoteip remote_host remoteHost remotehost"),
    NamedColumn(
      .client,
      "client client_ip clientip clientIp clientIP client_addr client_address clientAddr "
        + "client_host source_ip src_ip ip_address"),
    NamedColumn(.client, "ip addr"),
    NamedColumn(
      .status,
      "status status_code statusCode response_status responseStatus http_status "
        + "response_code responseCode sc_status"),
    NamedColumn(.status, "response code"),
    NamedColumn(.request, "request request_line requestLine http_request"),
    NamedColumn(
      .method,
      "request_method requestMethod method http_method httpMethod req_method verb cs_method"),
    NamedColumn(
      .target, "request_uri requestUri requestURI original_url originalUrl request_url requestUrl"),
    NamedColumn(.target, "uri url request_path requestPath path target url_path"),
    NamedColumn(.query, "args query_string queryString query"),
    NamedColumn(.httpVersion, "server_protocol request_protocol requestProtocol protocol"),
    NamedColumn(
      .bytes,
      "body_bytes_sent bodyBytesSent bytes_sent bytesSent bytes response_bytes responseBytes "
        + "response_size responseSize body_bytes"),
    NamedColumn(.bytes, "size content_length contentLength bytes_out sent_bytes length"),
    NamedColumn(
      .user, "remote_user remoteUser user auth_user authuser username user_name userName"),
    NamedColumn(
      .virtualHost,
      "http_host httpHost vhost virtual_host virtualHost domain server_name serverName authority"),
    // In the usual JSON of nginx for ELK `host` is the server, beside a `domain`.
    NamedColumn(.virtualHost, "host"),
    NamedColumn(
      .forwardedFor,
      "http_x_forwarded_for x_forwarded_for xForwardedFor x-forwarded-for forwarded_for xff"),
    NamedColumn(.server, "hostname server server_addr"),
    NamedColumn(
      .referrer, "http_referrer http_referer httpReferrer httpReferer referrer referer"),
    NamedColumn(
      .userAgent, "http_user_agent httpUserAgent user_agent userAgent user-agent agent ua"),
    NamedColumn(.duration, "request_time responsetime", unit: .secondsWithPoint),
    NamedColumn(
      .duration,
      "response_time responseTime request_time_ms response_time_ms duration_ms "
        + "durationMs elapsed_ms latency_ms time_taken_ms took_ms",
      unit: .milliseconds),
    NamedColumn(
      .duration,
      "request_time_us response_time_us duration_us latency_us time_taken_us reqtime_microsec",
      unit: .microseconds),
    NamedColumn(.duration, "duration_ns latency_ns", unit: .nanoseconds),
    NamedColumn(.duration, "duration_s request_time_s response_time_s", unit: .seconds),
  ]
}
