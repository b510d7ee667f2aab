/// What it costs to read each other format: lines of text by the line, JSON by the byte.
struct Formats {
  let logs: Logs
  let hightide: String
  let rounds: Int
  let measure: Measure

  /// All that can be written, but for Combined itself.
  private static let text = [
    "common", "vhost", "w3c", "alb", "elb", "s3", "haproxy", "squid", "envoy", "istio", "traefik",
    "ingress-nginx", "nginx-proxy-manager", "nginx-proxy-manager-standard", "heroku", "aiohttp",
    "hypercorn", "http.server", "uwsgi", "vertx", "helidon", "reactor-netty", "icecast", "varnish",
    "ltsv", "csv",
  ]
  private static let json = [
    "json", "caddy", "caddy-console", "traefik-json", "envoy-json", "tomcat-json", "ecs", "gcp",
    "azure",
    "cloudflare", "pino", "bunyan", "restify", "express-winston",
  ]

  func run(_ verdicts: inout Verdicts) {
    var contest = Contest()
    let count = max(1, logs.lines / 10)
    let all = ["combined"] + Formats.text + Formats.json
    var sizes: [String: Int] = [:]
    for format in all {
      let log = logs.generate("\(format).log", lines: count, ["-f", format])
      sizes[format] = log.bytes
      contest.add(
        format, on: log, [hightide, "--replay", "--json", "--no-config", "-f", format, log.path])
    }
    contest.run(rounds: min(rounds, 3))
    contest.printTable("Replay of \(count) lines in each format")
    print("\nBounds")
    guard let plain = contest["combined"], let bytes = sizes["combined"] else { return }
    for format in Formats.text + Formats.json {
      guard let read = contest[format], let size = sizes[format] else { continue }
      let time = read.time(by: measure, cores: 2) / plain.time(by: measure, cores: 2)
      if Formats.json.contains(format) {
        verdicts.atMost(
          2, time * Double(bytes) / Double(size),
          "\(measure.rawValue) a byte of \(format) / of combined")
      } else {
        verdicts.atMost(1.5, time, "\(measure.rawValue) of \(format) / of combined")
      }
    }
  }
}
