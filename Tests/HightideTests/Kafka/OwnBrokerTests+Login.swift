import Foundation
import Glibc
import TestSupport
import Testing

// TLS, passwords and rights.
extension OwnBrokerTests {
  private func login(
    user: String = "tester", password: String, mechanism: String = "PLAIN",
    certificate: String? = nil
  ) throws -> String {
    try folder.write(
      """
      security.protocol=SASL_SSL
      sasl.mechanism=\(mechanism)
      sasl.username=\(user)
      sasl.password=\(password)
      ssl.ca.location=\(certificate ?? broker.certificate)
      """, to: "login.properties")
  }

  @Test(.timeLimit(.minutes(5))) func linesGoThroughTLSWithAPassword() throws {
    let topic = "kafka://\(broker.secureAddresses)/\(try topic())"
    let login = ["--kafka-config", try login(password: "tester-secret"), "--no-config"]
    let ship = try PipedProcess(
      ["ship", "-", "--to", topic, "--server", "web1"] + login, input: .pipe)
    for number in 0..<50 { ship.send(LogLine.request("/\(number)")) }
    ship.closeInput()
    #expect(ship.waitForExit() == 0, "\(ship.complaints)")
    let shown = try PipedProcess(["topics", "show", topic] + login)
    #expect(shown.waitForExit() == 0 && shown.lines.first?.contains("50 records") == true)
    let program = try PipedProcess(
      ["--json", "--from-start", "-i", "1s", "--lateness", "0s", topic] + login)
    #expect(try program.report { $0.hits == 50 } != nil, "\(program.lines)")
    program.signal(SIGTERM)
    #expect(program.waitForExit() == 0)
  }

  /// Every role, by its arguments before those that say how to log in.
  private func roles(_ topic: String) throws -> [[String]] {
    let log = try folder.write(LogLine.request("/a"), to: "access.log")
    return [
      ["ship", log, "--from-start", "--to", topic], ["--json", topic],
      ["fold", log, "--to", topic], ["fold", topic, "--to", topic + "-sums"],
      ["alert", "--to", topic, topic + "-sums"], ["topics", "show", topic],
    ]
  }

  private func expect(
    _ words: String, of topic: String, login: String, hiding secret: String
  ) throws {
    let programs = try roles(topic).map {
      try PipedProcess($0 + ["--no-config", "--kafka-config", login])
    }
    for program in programs {
      let isSaid = program.wait { ($0.lines + $0.complaints).contains { $0.contains(words) } }
      #expect(isSaid, "\(program.lines) \(program.complaints)")
    }
    for program in programs { program.signal(SIGTERM) }
    for program in programs {
      _ = program.waitForExit()
      let all = program.lines + program.complaints
      #expect(!all.contains { $0.contains(secret) }, "\(all)")
      // What is not known is not said.
      #expect(!all.contains { $0.contains("there is no topic") }, "\(all)")
    }
  }

  @Test(.timeLimit(.minutes(5))) func aWrongPasswordIsSaidAndNeverShown() throws {
    let topic = "kafka://\(broker.secureAddresses)/\(try topic())"
    try expect(
      "Authentication failed", of: topic, login: login(password: "open-sesame"),
      hiding: "open-sesame")
  }

  @Test(.timeLimit(.minutes(5))) func aCertificateThatIsNotKnownIsSaid() throws {
    let topic = "kafka://\(broker.secureAddresses)/\(try topic())"
    let path = folder("other.pem")
    let made = try PipedProcess(
      [
        "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", folder("other.key"), "-out",
        path, "-days", "2", "-subj", "/CN=elsewhere",
      ], program: "/usr/bin/openssl")
    #expect(made.waitForExit() == 0, "\(made.complaints)")
    try expect(
      "certificate", of: topic, login: login(password: "tester-secret", certificate: path),
      hiding: "tester-secret")
  }

  @Test(.timeLimit(.minutes(5))) func aMissingTopicIsSaidByEveryRole() throws {
    let programs = try roles("kafka://\(broker.addresses)/no-such").map {
      try PipedProcess($0 + ["--no-config"])
    }
    for (program, words) in zip(
      programs, Array(repeating: "there is no topic", count: 5) + [": is not there"])
    {
      #expect(
        program.wait { ($0.lines + $0.complaints).contains { $0.contains(words) } },
        "\(program.lines) \(program.complaints)")
    }
    for program in programs { program.signal(SIGTERM) }
    for program in programs { _ = program.waitForExit() }
  }

  @Test(.timeLimit(.minutes(5))) func aMissingRightIsSaid() throws {
    let topic = "kafka://\(broker.secureAddresses)/\(try topic())"
    let login = ["--kafka-config", try login(user: "guest", password: "guest-secret")]
    for (role, words) in [(0, "no right to write to"), (1, "gives no right to read")] {
      let program = try PipedProcess(try roles(topic)[role] + login + ["--no-config"])
      #expect(
        program.wait { ($0.lines + $0.complaints).contains { $0.contains(words) } },
        "\(program.lines) \(program.complaints)")
      program.signal(SIGTERM)
      _ = program.waitForExit()
    }
  }

  @Test(.timeLimit(.minutes(5))) func scramWorksOrItIsSaidWhyNot() throws {
    let topic = "kafka://\(broker.secureAddresses)/\(try topic())"
    let program = try PipedProcess([
      "topics", "show", topic, "--no-config", "--kafka-config",
      try login(password: "tester-secret", mechanism: "SCRAM-SHA-256"),
    ])
    guard program.waitForExit() != 0 else { return }
    let words = "cannot log in to Kafka 4 by SCRAM, which needs 2.6.1"
    #expect(program.complaints.contains { $0.contains(words) }, "\(program.complaints)")
  }
}
