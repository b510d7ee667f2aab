import Testing

@testable import Kafka

struct KafkaSettingsTests {
  @Test func aFileIsLinesOfNamesAndValues() throws {
    let text = "# comment\n\n security.protocol = SASL_SSL \r\nsasl.password=a=b\n; more\n"
    let properties = try KafkaSettings.read(text, of: "client.properties")
    #expect(properties.map(\.name) == ["security.protocol", "sasl.password"])
    #expect(properties.map(\.value) == ["SASL_SSL", "a=b"])
    #expect(properties.map(\.place) == ["client.properties:3", "client.properties:4"])
  }

  @Test func anotherLineIsAMistakeWithItsPlace() {
    #expect(throws: KafkaError.self) { try KafkaSettings.read("a=1\nnonsense\n", of: "f") }
    let error = #expect(throws: KafkaError.self) { try KafkaSettings.read("a=1\n=x\n", of: "f") }
    #expect(error?.description.hasPrefix("f:2: ") == true)
  }

  @Test(arguments: [
    "sasl.password", "ssl.key.password", "ssl.key.pem", "sasl.oauthbearer.client.secret",
  ])
  func secretsAreKnown(name: String) { #expect(KafkaSettings.isSecret(name)) }

  @Test func aPropertyThatThereIsNotIsToldInTheLibrarysWords() {
    let settings = KafkaSettings([
      KafkaSettings.Property(name: "no.such.thing", value: "1", place: "config.ini:7")
    ])
    let error = #expect(throws: KafkaError.self) {
      try KafkaClient(.consumer, "127.0.0.1:1", settings, defaults: [])
    }
    #expect(error?.isUsage == true)
    #expect(
      error?.description == #"config.ini:7: No such configuration property: "no.such.thing""#)
  }

  @Test func theValueOfASecretIsNotInAMessage() {
    // The library repeats a value that it does not take.
    let settings = KafkaSettings([
      KafkaSettings.Property(name: "ssl.key.pem", value: "not-to-be-seen", place: "f:1")
    ])
    let error = #expect(throws: KafkaError.self) {
      try KafkaClient(
        .consumer, "127.0.0.1:1", settings, defaults: [("security.protocol", "ssl")])
    }
    #expect(error?.description.contains("not-to-be-seen") == false)
  }
}
