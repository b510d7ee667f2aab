import Testing

@testable import AccessLog

/// What lines of Labeled Tab-separated Values say.
struct LTSVTests {
  @Test func sampleHasAllItsFields() throws {
    let read = try #require(DecodedHit(String(LogFormat.ltsv.sample.dropLast()), .ltsv))
    #expect(read.hit.instant.seconds == 1_594_195_830 && read.hit.status == 200)
    #expect(read.client == "192.0.2.1" && read.user == "ada" && read.hit.responseBytes == 1375)
    #expect(
      read.method == "GET" && read.target == "/pages/create" && read.httpVersion == "HTTP/1.1")
    #expect(read.referrer == "http://example.com/" && read.userAgent == "Mozilla/5.0")
    #expect(read.virtualHost == "shop.example.org")
    #expect(read.hit.details.duration == .milliseconds(15))
  }

  @Test(arguments: [
    ("time:1594195830\tremote_addr:192.0.2.1\thost:a.example\tstatus:404", 404),
    ("time:1594195830\thost:192.0.2.1\tstatus:200\tstatus:404", 404),
    ("time:1594195830\thost:192.0.2.1\tstatus:404\t", 404),
    ("time:1594195830\t\thost:192.0.2.1\tx:a:b\tstatus:404", 404),
    ("time:1594195830\thost:192.0.2.1\tstatus", nil), ("time:1594195830\thost:192.0.2.1", nil),
    ("time:1594195830\tx\thost:192.0.2.1\tstatus:404", nil), ("status:404", nil), ("\t", nil),
    ("time:1594195830 host:192.0.2.1 status:404", nil),
  ])
  func valuesHaveLabels(line: String, status: Int?) {
    let read = DecodedHit(line, .ltsv)
    #expect(read?.hit.status == status)
    #expect(read == nil || read?.client == "192.0.2.1")
  }

  /// Escapes stay as a server logs them, and a colon within a value is part of it.
  @Test func valuesAreTakenAsTheyStand() {
    let line = "time:1594195830\thost:::1\tstatus:200\treq:GET /a\\x22:b HTTP/1.1\tua:a\\\"b"
    let read = DecodedHit(line, .ltsv)
    #expect(read?.client == "::1" && read?.target == "/a\\x22:b" && read?.userAgent == "a\\\"b")
  }
}
