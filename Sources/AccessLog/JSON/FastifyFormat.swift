extension LogFormat {
  /// Fastify, and NestJS on it: two lines a request, of which the second is the hit.
  public static let fastify = LogFormat(
    name: "fastify",
    layout:
      "Fastify's JSON lines, two a request of one pid and reqId: time and req with method, url "
      + "and remoteAddress, then time, res with statusCode, and responseTime",
    sample: #"""
      {"level":30,"time":1594195830713,"pid":4278,"hostname":"web1","reqId":"req-1","req":{"method":\#
      "GET","url":"/pages/create","host":"shop.example.org","remoteAddress":"192.0.2.1","remotePort":\#
      33954},"msg":"incoming request"}
      {"level":30,"time":1594195830728,"pid":4278,"hostname":"web1","reqId":"req-1","res":\#
      {"statusCode":200},"responseTime":15.25,"msg":"request completed"}

      """#, isPaired: true, writer: { fastifyLines(of: $0) },
    makeReader: { _ in FastifyReader() })

  /// Both lines of a request; a hit without one is answered only.
  private static func fastifyLines(of hit: WrittenHit) -> [UInt8] {
    // Each line of a log has another time, client or target than those around it.
    let name = "\(hit.client) \(hit.target)".utf8.reduce(hit.instant.seconds) {
      ($0 &* 31 &+ Int($1)) & 0xFF_FFFF
    }
    let request = "req-" + String(name, radix: 36)
    var text: [UInt8] = []
    if hit.rubbish == nil { text += openings.line(of: hit) + [UInt8(ascii: "\n")] }
    text += completions.line(of: hit)
    return Array(
      String(decoding: text, as: UTF8.self).replacing(
        "\"reqId\":\"req-1\"", with: "\"reqId\":\"\(request)\""
      )
      .utf8)
  }

  private static let openings = SampleWriter(
    fastify.sample, line: 0,
    [
      NamedColumn(.time, "time"), NamedColumn(.method, "req/method"),
      NamedColumn(.target, "req/url"),
      NamedColumn(.virtualHost, "req/host"), NamedColumn(.client, "req/remoteAddress"),
    ])
  private static let completions = SampleWriter(
    fastify.sample, line: 1,
    [
      NamedColumn(.time, "time"), NamedColumn(.status, "res/statusCode"),
      NamedColumn(.duration, "responseTime", unit: .milliseconds),
    ])
}

extension SampleWriter {
  /// Creates a writer after one of the lines of a sample, which are JSON objects.
  fileprivate init(_ sample: String, line: Int, _ columns: [NamedColumn]) {
    let format = NamedFormat(columns)
    var values = NamedValues()
    let bytes = Array(sample.utf8.split(separator: UInt8(ascii: "\n"))[line])
    _ = unsafe JSONObject.read(bytes.span.bytes, 0..<bytes.count, format.names, into: &values)
    self.init(bytes, values, columns, format)
  }
}
