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

      """#, isPaired: true
  ) { _ in FastifyReader() }
}
