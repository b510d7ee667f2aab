import Glibc
import TestSupport
import Testing

/// Webhooks of the whole program, through outages and restarts.
@Suite(.waiting) struct WebhookOutageTests {
  private static let quick = ["--json", "--threshold=1", "--window=2", "--lateness=0"]
  private static let burst = String(repeating: LogLine.request(), count: 5)

  private let folder = ScratchFolder()

  private func alerts(_ program: PipedProcess) -> [String] {
    program.lines.filter { $0.hasPrefix(#"{"type":"alert""#) }
  }

  @Test func serverGetsEveryTransitionOnceInSpiteOfErrors() throws {
    let server = try WebhookServer([.status(503), .breakOff, .status(200)])
    defer { server.stop() }
    let log = try folder.write("", to: "access.log")
    let program = try PipedProcess(
      WebhookOutageTests.quick + ["--webhook", "http://127.0.0.1:\(server.port)/", log])
    #expect(try program.report { $0.event == "opened" } != nil)
    try folder.append(WebhookOutageTests.burst, to: "access.log")
    #expect(try program.report { $0.state == "recovered" } != nil)
    #expect(Patience.wait { server.requests.count == 4 })
    program.signal(SIGTERM)
    #expect(program.waitForExit() == 0)
    let (triggered, recovered) = (alerts(program)[0], alerts(program)[1])
    #expect(server.requests.map(\.body) == [triggered, triggered, triggered, recovered])
    let keys = server.requests.compactMap { $0.header("Idempotency-Key") }
    #expect(Set(keys.prefix(3)).count == 1 && Set(keys).count == 2)
    #expect(
      program.complaints == ["hightide: webhook: the server answered 503"])
  }

  @Test(arguments: [
    (WebhookServer.Answer.status(503), SIGKILL), (.status(503), SIGTERM),
    // Killed while the server has the notice and has not answered.
    (.hang, SIGKILL),
  ])
  func whatAnOutageHeldUpIsToldByTheNextRun(answer: WebhookServer.Answer, signal: Int32) throws {
    let down = try WebhookServer([answer])
    let log = try folder.write("", to: "access.log")
    let arguments =
      WebhookOutageTests.quick + ["--state", folder("state"), log]
      + ["--webhook", "http://127.0.0.1:\(down.port)/"]
    let first = try PipedProcess(arguments)
    #expect(try first.report { $0.event == "opened" } != nil)
    try folder.append(WebhookOutageTests.burst, to: "access.log")
    #expect(try first.report { $0.state == "recovered" } != nil)
    // Both stand in the queue before the state says that they are told.
    #expect(
      Patience.wait {
        let queue = (try? folder.read("state.webhook.queue")) ?? ""
        return queue.split(separator: "\n").count { $0.hasPrefix("+") } == 2
          && (try? folder.names.contains("state")) == true && !down.requests.isEmpty
      })
    first.signal(signal)
    #expect(first.waitForExit() == (signal == SIGKILL ? 128 + SIGKILL : 0))
    down.stop()
    let up = try WebhookServer([.status(200)], port: down.port)
    defer { up.stop() }
    let second = try PipedProcess(arguments)
    #expect(Patience.wait { up.requests.count == 2 })
    second.signal(SIGTERM)
    #expect(second.waitForExit() == 0)
    #expect(up.requests.map(\.body) == alerts(first))
    #expect(up.requests[0].header("Idempotency-Key") == down.requests[0].header("Idempotency-Key"))
    let third = try PipedProcess(arguments)
    #expect(try third.report { $0.event == "resumed" || $0.event == "opened" } != nil)
    third.signal(SIGTERM)
    #expect(third.waitForExit() == 0 && up.requests.count == 2)
  }

  @Test func addressIsShownNowhere() throws {
    let settings = try folder.write(
      "[notify team]\nkind = webhook\nurl = https://hooks.example.org/T0/hidden\nsecret = env:TOKEN\n"
        + "[watch]\nwebhook = https://hooks.example.org/T1/hidden\n", to: "config.ini")
    let shown = try PipedProcess(["--print-config", "--config", settings])
    #expect(shown.waitForExit() == 0)
    #expect(!shown.lines.joined().contains("hidden"))
    #expect(shown.lines.contains("; url is not shown ; \(settings):3"))
    #expect(shown.lines.contains("secret = env:TOKEN ; \(settings):4"))
    for arguments in [["--webhook", "ftp://x/unseen"], ["--webhook=unseen"]] {
      let refused = try PipedProcess(arguments)
      #expect(refused.waitForExit() == 2)
      #expect(refused.complaints.count == 1 && !refused.complaints[0].contains("unseen"))
    }
  }

  @Test(arguments: [
    ("kind = webhook\n", "1: [notify team] needs a 'url'"),
    ("kind = webhook\nurl = ftp://x/hidden\n", "3: 'url' takes"),
    ("kind = webhook\nbody = pagerduty\n", "1: [notify team] needs a 'secret'"),
    ("kind = webhook\nurl = http://x/\nbody = xml\n", "4: 'body' takes json, slack, pagerduty or"),
    (
      "kind = webhook\nurl = http://x/\nsecret = hidden\n",
      "4: 'secret' takes env:NAME or file:PATH"
    ),
  ])
  func mistakesInSettings(text: String, complaint: String) throws {
    let settings = try folder.write("[notify team]\n" + text, to: "config.ini")
    let program = try PipedProcess(["--config", settings])
    #expect(program.waitForExit() == 2)
    #expect(program.complaints.first?.hasPrefix("hightide: \(settings):\(complaint)") == true)
    #expect(program.complaints.first?.contains("hidden") == false)
  }
}
