import Testing

@testable import Remote

struct KafkaPlaceTests {
  @Test(arguments: [
    ("kafka://a/logs", "a", "logs"),
    ("kafka://a:9092,b.example.org:9093/x.y_z-1", "a:9092,b.example.org:9093", "x.y_z-1"),
    ("kafka://[::1]:9092/logs", "[::1]:9092", "logs"), ("kafka://a/logs/", "a", "logs"),
  ])
  func brokersAndATopicAreRead(text: String, brokers: String, topic: String) {
    let place = KafkaPlace(text)
    #expect(place?.brokers == brokers && place?.topic == topic)
  }

  @Test(arguments: [
    "kafka://", "kafka:///logs", "kafka://a", "kafka://a/", "kafka://a:0/x", "kafka://a:x/x",
    "kafka://a,,b/x", "kafka://user@a/x", "kafka://a/b/c", "kafka://a/..", "kafka://a/x y",
    "kafka://[::1/x", "kafka://a:1:2/x", "http://a/x",
  ])
  func othersAreNoPlace(text: String) { #expect(KafkaPlace(text) == nil) }

  @Test func theTopicMayBeLeftOutWhereAllAreMeant() {
    #expect(KafkaPlace("kafka://a:9092", needsTopic: false)?.topic == "")
    #expect(KafkaPlace("kafka://a:9092/", needsTopic: false)?.name == "kafka://a:9092")
  }
}
