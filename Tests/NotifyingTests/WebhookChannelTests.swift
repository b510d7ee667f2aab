import Foundation
import Glibc
import System
import TestSupport
import Testing

@testable import Notifying

/// Webhooks, by the real curl to servers of the test's own.
struct WebhookChannelTests {
  private let folder = ScratchFolder()
  private let notice = NoticeTests.notice(NoticeTests.transition())

  private func channel(_ url: String, secret: String? = nil) throws -> WebhookChannel {
    WebhookChannel(
      body: try #require(WebhookBody.named("json")), url: SecretText(url),
      secret: secret.map(SecretText.init), machine: "web1")
  }

  private func tell(
    _ answers: [WebhookServer.Answer], seconds: Int = 15
  ) throws -> (Attempt, [WebhookServer.Request]) {
    let server = try WebhookServer(answers)
    defer { server.stop() }
    var channel = try channel("http://127.0.0.1:\(server.port)/hook?a=1")
    channel.timeLimit = .seconds(seconds)
    return (channel.tell(notice, until: try Interruption()), server.requests)
  }

  @Test func postsTheBodyWithTheKey() throws {
    let server = try WebhookServer([.status(200)])
    defer { server.stop() }
    let secret = try folder.write("t0ken\n", to: "secret")
    let channel = try channel("http://127.0.0.1:\(server.port)/hook?a=1", secret: "file:\(secret)")
    #expect(channel.tell(notice, until: try Interruption()) == .delivered)
    let request = try #require(server.requests.first)
    #expect(request.head.hasPrefix("POST /hook?a=1 HTTP/1.1\r\n"))
    #expect(request.body == notice.json)
    #expect(request.header("Content-Type") == "application/json")
    #expect(request.header("Idempotency-Key") == notice.key)
    #expect(request.header("Authorization") == "Bearer t0ken")
    #expect(request.header("Expect") == nil)
  }

  @Test(arguments: [
    (WebhookServer.Answer.status(204), Attempt.delivered),
    (.status(400, body: "no\u{1B}[2J\nmore"), .failed("the server answered 400: no\\x1b[2J")),
    (.status(302, headers: ["Location: http://127.0.0.1:1/"]), .failed("the server answered 302")),
    (.status(500), .postponed("the server answered 500")),
    (
      .status(429, headers: ["Retry-After: 17"], body: "slow down"),
      .postponed("the server answered 429: slow down", for: .seconds(17))
    ),
    (
      // By the server's own clock, whatever this machine's says.
      .status(
        503,
        headers: [
          "Date: Wed, 08 Jul 2020 08:10:30 GMT", "Retry-After: Wed, 08 Jul 2020 08:12:00 GMT",
        ]),
      .postponed("the server answered 503", for: .seconds(90))
    ),
    (
      .status(503, headers: ["Retry-After: soon"]), .postponed("the server answered 503")
    ),
    (
      .breakOff,
      .postponed("it exited with status 52: curl: (52) Empty reply from server")
    ),
  ])
  func goesByTheAnswer(answer: WebhookServer.Answer, expected: Attempt) throws {
    let (attempt, requests) = try tell([answer])
    #expect(attempt == expected)
    #expect(requests.count == 1)
  }

  @Test func serverThatHangsIsNotWaitedForLong() throws {
    guard case (.postponed(let reason, nil), _) = try tell([.hang], seconds: 1) else {
      Issue.record("not postponed")
      return
    }
    #expect(reason.hasPrefix("it exited with status 28: curl: (28) Operation timed out"))
  }

  @Test func serverThatIsNotThereIsTriedLater() throws {
    let server = try WebhookServer([.hang])
    server.stop()
    guard
      case .postponed(let reason, nil) = try channel("http://127.0.0.1:\(server.port)/T0/secret")
        .tell(notice, until: try Interruption())
    else {
      Issue.record("not postponed")
      return
    }
    #expect(reason.hasPrefix("it exited with status 7: curl: (7)") && !reason.contains("secret"))
  }

  @Test func nothingSecretIsInTheListOfProcesses() throws {
    try folder.writeProgram(
      "echo \"$@\" > \(folder("arguments"))\ncat > \(folder("input"))\n"
        + "printf 'HTTP/1.1 503 X\\r\\n\\r\\nwhat is https://hooks/T0/hidden and t0ken?\\n'",
      to: "curl")
    let secret = try folder.write("t0ken\n", to: "secret")
    var channel = try channel("https://hooks/T0/hidden", secret: "file:\(secret)")
    channel.folders = folder.path
    #expect(
      channel.tell(notice, until: try Interruption())
        == .postponed("the server answered 503: what is (hidden) and (hidden)?"))
    #expect(try folder.read("arguments") == "-q -K -\n")
    #expect(try folder.read("input").contains("url = \"https://hooks/T0/hidden\"\n"))
    #expect(!"\(SecretText("https://hooks/T0/hidden"))".contains("T0"))
  }

  @Test func saysWhereASecretIsMissing() throws {
    let there = try channel("http://127.0.0.1:1/", secret: "file:\(folder("none"))")
    #expect(
      there.tell(notice, until: try Interruption())
        == .postponed("cannot read \(folder("none")): No such file or directory"))
    let variable = try channel("env:HIGHTIDE_TEST_NO_SUCH_VARIABLE")
    #expect(
      variable.tell(notice, until: try Interruption())
        == .postponed("the variable HIGHTIDE_TEST_NO_SUCH_VARIABLE is not set"))
  }

  /// What would be another header, or none, is not sent.
  @Test(arguments: [
    ("", "is empty"), ("\n\r\n", "is empty"), ("one\nX-Other: 1\n", "is not one line of text"),
    ("one\r", nil), ("one\rtwo", "is not one line of text"), ("a\u{0}b", "is not one line of text"),
    ("two words\n", nil), ("schlüssel", nil),
  ])
  func aSecretIsOneLine(contents: String, mistake: String?) throws {
    let path = try folder.write(contents, to: "secret")
    let server = try WebhookServer([.status(200)])
    let attempt = try channel("http://127.0.0.1:\(server.port)/", secret: "file:\(path)")
      .tell(notice, until: try Interruption())
    #expect(attempt == mistake.map { .postponed("file:\(path) \($0)") } ?? .delivered)
    #expect(server.requests.count == (mistake == nil ? 1 : 0))
    if let header = server.requests.first?.header("Authorization") {
      #expect(header == "Bearer \(contents.trimmingCharacters(in: .newlines))")
    }
  }

  @Test func certificateThatNoOneVouchesForIsRefused() throws {
    let make = ChildProgram(
      "/bin/sh",
      [
        "-c",
        "cd \(folder.path) && openssl req -x509 -newkey rsa:2048 -nodes -keyout key -out cert "
          + "-subj /CN=localhost -days 2",
      ], timeLimit: .seconds(120))
    #expect(try make.run().isSuccess)
    // A port that was free a moment ago.
    let probe = try WebhookServer([.hang])
    probe.stop()
    let serve = ChildProgram(
      "/bin/sh",
      [
        "-c",
        "cd \(folder.path) && exec openssl s_server -accept 127.0.0.1:\(probe.port) -key key "
          + "-cert cert -www -quiet",
      ], timeLimit: .seconds(120))
    let over = try Interruption()
    try Thread.start { _ = try? serve.run(until: over) }
    defer { over.interrupt() }
    let channel = try channel("https://localhost:\(probe.port)/")
    var reason = ""
    let isRefused = try Patience.wait {
      guard case .postponed(let said, _) = channel.tell(notice, until: try Interruption()) else {
        return false
      }
      reason = said
      return said.contains("curl: (60)")
    }
    #expect(isRefused, "\(reason)")
  }
}
