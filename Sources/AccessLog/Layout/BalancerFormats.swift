/// What proxies and load balancers write that one runs oneself.
extension LogFormat {
  /// HAProxy's `option httplog` (HAProxy configuration manual, section 8.2.3).
  static let haproxy = LogFormat(
    name: "haproxy",
    layout:
      #"client:port [08/Jul/2020:10:10:30.123] frontend backend/server 5 durations status bytes … "request""#,
    [
      .client, " [", .time(.local), "] ", .skip("web"), " ", .skip("shop"), "/", .skip("srv1"), " ",
      .skip("0"), "/", .skip("0"), "/", .skip("1"), "/", .skip("14"), "/", .duration(.milliseconds),
      " ", .status, " ", .bytes, " ", .skip("-"), " ", .skip("-"), " ", .skip("----"), " ",
      .skip("1/1/0/0/0"), " ", .skip("0/0"), " \"", .request, "\"",
    ], [.escapesWithHash, .clientHasPort, .statusMayBeMissing])

  /// Squid's own (Squid, "logformat squid"); Apache Traffic Server writes the same.
  static let squid = LogFormat(
    name: "squid",
    layout: "epoch.ms duration client result/status bytes method target user hierarchy/peer type",
    [
      .time(.epoch), " ", .duration(.milliseconds), " ", .client, " ", .skip("TCP_MISS"), "/",
      .status, " ", .bytes, " ", .method, " ", .target, " ", .user, " ", .skip("HIER_DIRECT"), "/",
      .skip("192.0.2.80"), " ", .skip("text/html"), .rest,
    ], [.padded, .statusMayBeMissing])

  /// Envoy's default (Envoy, "Access logging, default format string").
  static let envoy = LogFormat(
    name: "envoy",
    layout:
      #"[time] "request" status flags received sent ms ms "forwarded for" "agent" "id" "host" "upstream""#,
    [
      "[", .time(.iso8601), "] \"", .request, "\" ", .status, " ", .skip("-"), " ", .skip("0"), " ",
      .bytes, " ", .duration(.milliseconds), " ", .skip("14"), " \"", .forwardedFor, "\" \"",
      .agent, "\" \"", .skip("cc21d9b0-cf5c-432b-8c7e-98aeb7988cd2"), "\" \"", .host, "\" \"",
      .skip("10.0.0.1:80"), "\"",
    ], [.statusMayBeMissing])

  /// Istio's default for its proxies (Istio, "Envoy access logs").
  static let istio = LogFormat(
    name: "istio",
    layout:
      #"[time] "request" status flags details details "failure" received sent ms ms "forwarded for" "agent" "id" "host" "upstream" cluster local local client:port …"#,
    [
      "[", .time(.iso8601), "] \"", .request, "\" ", .status, " ", .skip("-"), " ",
      .skip("via_upstream"), " ", .skip("-"), " \"", .skip("-"), "\" ", .skip("0"), " ", .bytes,
      " ",
      .duration(.milliseconds), " ", .skip("14"), " \"", .forwardedFor, "\" \"", .agent, "\" \"",
      .skip("cc21d9b0-cf5c-432b-8c7e-98aeb7988cd2"), "\" \"", .host, "\" \"",
      .skip("10.0.0.1:80"), "\" ", .skip("inbound|80||"), " ", .skip("127.0.0.6:40123"), " ",
      .skip("10.0.0.1:80"), " ", .client, " ", .skip("-"), .rest,
    ], [.clientHasPort, .statusMayBeMissing])

  /// Traefik's `common` (Traefik, "Access logs").
  static let traefik = LogFormat(
    name: "traefik",
    layout:
      #"client identity user [time] "request" status bytes "referrer" "agent" number "router" "url" 15ms"#,
    [
      .client, " ", .identity, " ", .user, " [", .time(.clf), "] \"", .request, "\" ", .status, " ",
      .bytes, " \"", .referrer, "\" \"", .agent, "\" ", .skip("1"), " \"", .skip("shop@docker"),
      "\" \"", .skip("http://10.0.0.1:80"), "\" ", .duration(.written),
    ], [.statusMayBeMissing])

  /// The default of the Kubernetes ingress of nginx (ingress-nginx, "Log format").
  static let ingressNginx = LogFormat(
    name: "ingress-nginx",
    layout:
      #"client - user [time] "request" status bytes "referrer" "agent" length s [upstream] [] address length s status id"#,
    [
      .client, " - ", .user, " [", .time(.clf), "] \"", .request, "\" ", .status, " ", .bytes,
      " \"",
      .referrer, "\" \"", .agent, "\" ", .skip("76"), " ", .duration(.seconds), " [",
      .skip("shop-80"), "] [", .skip(""), "] ", .field(.skip("10.0.0.1:80", isList: true), 0), " ",
      .field(.skip("1375", isList: true), 0), " ", .field(.skip("0.014", isList: true), 0), " ",
      .field(.skip("200", isList: true), 0), " ", .skip("ed4a6a0d1b0c7d6f"),
    ])

  /// nginx-proxy-manager's `proxy` (its `log.conf`).
  static let nginxProxyManager = LogFormat(
    name: "nginx-proxy-manager",
    layout:
      #"[time] cache upstream status - method scheme host "target" [Client …] [Length …] [Gzip …] [Sent-to …] "agent" "referrer""#,
    [
      "[", .time(.clf), "] ", .skip("-"), " ", .field(.skip("200", isList: true), 0), " ", .status,
      " - ", .method, " ", .skip("https"), " ", .host, " \"", .target, "\" [Client ", .client,
      "] [Length ", .bytes, "] [Gzip ", .skip("-"), "] [Sent-to ", .skip("shop"), "] \"", .agent,
      "\" \"", .referrer, "\"",
    ])

  /// nginx-proxy-manager's `standard`, for sites that it does not pass on.
  static let nginxProxyManagerStandard = LogFormat(
    name: "nginx-proxy-manager-standard",
    layout:
      #"[time] status - method scheme host "target" [Client …] [Length …] [Gzip …] "agent" "referrer""#,
    [
      "[", .time(.clf), "] ", .status, " - ", .method, " ", .skip("https"), " ", .host, " \"",
      .target, "\" [Client ", .client, "] [Length ", .bytes, "] [Gzip ", .skip("-"), "] \"", .agent,
      "\" \"", .referrer, "\"",
    ])

  /// Heroku's router, as `heroku logs` shows it (Heroku, "HTTP routing").
  static let heroku = LogFormat(
    name: "heroku",
    layout:
      #"time heroku[router]: at=… method=… path="…" host=… fwd="…" … service=15ms status=… bytes=… protocol=…"#,
    [
      .time(.iso8601), " heroku[router]: at=", .skip("info"), " method=", .method, " path=\"",
      .target, "\" host=", .host, " request_id=", .skip("8601b555-6a83-4c12-8269-97c8e32cdb22"),
      " fwd=\"", .forwardedFor, "\" dyno=", .skip("web.1"), " connect=", .skip("1ms"), " service=",
      .duration(.written), " status=", .status, " bytes=", .bytes, " protocol=", .skip("https"),
      .rest,
    ])
}
