/// What servers write that are a part of the program that they serve.
extension LogFormat {
  /// aiohttp's default (aiohttp, "Logging"): no identity and no user.
  static let aiohttp = LogFormat(
    name: "aiohttp", layout: #"client [time] "request" status bytes "referrer" "agent""#,
    [
      .client, " [", .time(.clf), "] \"", .request, "\" ", .status, " ", .bytes, " \"", .referrer,
      "\" \"", .agent, "\"",
    ])

  /// Hypercorn's default (Hypercorn, "Logging"): a port behind the client, no `HTTP/` before the
  /// protocol.
  static let hypercorn = LogFormat(
    name: "hypercorn",
    layout: #"client:port identity user [time] "GET / 1.1" status bytes "referrer" "agent""#,
    [
      .client, " ", .identity, " ", .userWord, " [", .time(.clf), "] \"", .request, "\" ", .status,
      " ",
      .bytes, " \"", .referrer, "\" \"", .agent, "\"",
    ], [.clientHasPort, .bareVersions])

  /// Werkzeug's, and that of Python's `http.server`: a space in the time, and no zone.
  static let httpServer = LogFormat(
    name: "http.server",
    layout: #"client identity user [08/Jul/2020 10:10:30] "request" status bytes"#,
    [
      .client, " ", .identity, " ", .user, " [", .time(.localWithSpace), "] \"", .request, "\" ",
      .status, " ", .bytes,
    ])

  /// uWSGI's default (uWSGI, "Formatting uWSGI requests logs").
  static let uwsgi = LogFormat(
    name: "uwsgi",
    layout:
      "[pid: …] client (user) {…} [Wed Jul  8 10:10:30 2020] method target => generated … bytes in … msecs (protocol status) …",
    [
      "[pid: ", .skip("1|app: 0|req: 1/1"), "] ", .client, " (", .field(.skip(""), 0), ") {",
      .skip("28 vars in 325 bytes"), "} [", .time(.ctime), "] ", .method, " ", .target,
      " => generated ", .bytes, " bytes in ", .duration(.milliseconds), " msecs (", .version, " ",
      .status, ") ", .skip("2 headers in 80 bytes"), .rest,
    ])

  /// Vert.x's default: a date of RFC 1123 in the brackets.
  static let vertx = LogFormat(
    name: "vertx",
    layout:
      #"client identity user [Wed, 08 Jul 2020 08:10:30 GMT] "request" status bytes "referrer" "agent""#,
    [
      .client, " ", .identity, " ", .user, " [", .time(.rfc1123), "] \"", .request, "\" ", .status,
      " ", .bytes, " \"", .referrer, "\" \"", .agent, "\"",
    ])

  /// Helidon's default: no identity, microseconds at the end.
  static let helidon = LogFormat(
    name: "helidon", layout: #"client user [time] "request" status bytes microseconds"#,
    [
      .client, " ", .userWord, " [", .time(.clf), "] \"", .request, "\" ", .status, " ", .bytes,
      " ",
      .duration(.microseconds),
    ])

  /// reactor-netty's, whose bare number at the end is in milliseconds; only by name, since others
  /// have other units there.
  static let reactorNetty = LogFormat(
    name: "reactor-netty", layout: #"client - user [time] "request" status bytes milliseconds"#,
    isFound: false,
    [
      .client, " - ", .user, " [", .time(.clf), "] \"", .request, "\" ", .status, " ", .bytes, " ",
      .duration(.milliseconds),
    ])

  /// Icecast's, with whole seconds at the end; only by name.
  static let icecast = LogFormat(
    name: "icecast",
    layout: #"client - user [time] "request" status bytes "referrer" "agent" seconds"#,
    isFound: false,
    [
      .client, " - ", .user, " [", .time(.clf), "] \"", .request, "\" ", .status, " ", .bytes,
      " \"",
      .referrer, "\" \"", .agent, "\" ", .duration(.seconds),
    ])

  /// Varnish's NCSA, whose targets are always absolute; only by name, since in other logs those are
  /// requests to a proxy.
  static let varnish = LogFormat(
    name: "varnish",
    layout: #"client - user [time] "GET http://host/ HTTP/1.1" status bytes "referrer" "agent""#,
    isFound: false,
    [
      .client, " ", .identity, " ", .user, " [", .time(.clf), "] \"", .request, "\" ", .status, " ",
      .bytes, " \"", .referrer, "\" \"", .agent, "\"",
    ], [.absoluteTargets, .statusMayBeMissing])
}
