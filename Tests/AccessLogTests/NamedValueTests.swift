import Testing

@testable import AccessLog

/// Times and durations of formats that name their values.
struct NamedValueTests {
  private static func read(_ name: String, _ value: String) -> DecodedHit? {
    DecodedHit(
      #"{"time":1594195830,"remote_addr":"192.0.2.1","status":200,"\#(name)":\#(value)}"#, .json)
  }

  @Test(
    arguments: [
      (#""2020-07-08T08:10:30Z""#, 1_594_195_830), (#""2020-07-08T10:10:30+02:00""#, 1_594_195_830),
      (#""2020-07-08 08:10:30.999 +0000""#, 1_594_195_830),
      (#""2020-07-08T04:10:30,123-04""#, 1_594_195_830),
      (#""2020-07-08t08:10:30z""#, 1_594_195_830),
      (#""2020-07-08T08:10:60Z""#, 1_594_195_860),
      (#""08/Jul/2020:10:10:30 +0200""#, 1_594_195_830),
      (#""[08/Jul/2020:10:10:30 +0200]""#, 1_594_195_830),
      (#""08\/Jul\/2020:10:10:30 +0200""#, 1_594_195_830),
      ("1594195830", 1_594_195_830), ("1594195830.999", 1_594_195_830),
      (#""1594195830.123""#, 1_594_195_830), ("1594195830713", 1_594_195_830),
      ("1594195830713123", 1_594_195_830), ("1594195830713123456", 1_594_195_830),
      ("1.594195830713e9", 1_594_195_830), ("1.594195830713E+12", 1_594_195_830),
      ("99999999999", 99_999_999_999), ("12345", 12_345),
      (#""2020-07-08T08:10""#, nil), (#""2020-02-30T08:10:30Z""#, nil),
      (#""2020-07-08T24:10:30Z""#, nil), (#""2020-07-08T08:10:30.Z""#, nil),
      (#""2020-07-08T08:10:30+2""#, nil), (#""2020-07-08T08:10:30+25:00""#, nil),
      (#""2020-07-08T08:10:30Zx""#, nil), (#""2020-07-08""#, nil),
      (#""31/Feb/2020:10:10:30 +0200""#, nil),
      ("-1594195830", nil), ("1594195830x", nil), ("1e40", nil), ("true", nil), ("{}", nil),
    ] as [(String, Int?)])
  func timeIsOfAnyUsualForm(value: String, seconds: Int?) {
    #expect(NamedValueTests.read("time", value)?.hit.instant.seconds == seconds)
  }

  /// The time that was read last is remembered, and must not be taken for another.
  @Test func timesOfOneReaderAreToldApart() {
    var times = AnyTime()
    for text in ["1594195830", "1594195831", "2020-07-08T08:10:32Z", "2020-07-08T08:10:33Z"] {
      for _ in 0..<2 {
        let bytes = Array(text.utf8)
        let seconds = unsafe times.instant(bytes.span.bytes, 0..<bytes.count)?.seconds
        #expect(
          seconds.map { $0 % 10 }
            == text.utf8.dropLast(text.hasSuffix("Z") ? 1 : 0).last.map { Int($0 & 15) })
      }
    }
  }

  @Test(
    arguments: [
      ("request_time", #""0.015""#, Duration.milliseconds(15)), ("request_time", "0.000", .zero),
      ("request_time", "15", nil), ("request_time", "2e-3", .milliseconds(2)),
      ("request_time", "1E0", .seconds(1)), ("responsetime", "1.5", .milliseconds(1_500)),
      ("response_time", "0.144", .microseconds(144)), ("response_time", "2", .milliseconds(2)),
      ("response_time", #""-""#, nil), ("response_time", "null", nil), ("response_time", "-1", nil),
      ("duration_us", "1500", .microseconds(1_500)), ("duration_ns", "1500", .nanoseconds(1_500)),
      ("duration_s", "2", .seconds(2)), ("response_time", #""1.5s""#, .milliseconds(1_500)),
      ("duration_s", #""878.61µs""#, .nanoseconds(878_610)), ("duration_s", #""12 ms""#, nil),
      ("duration_s", "4.2e-05", .nanoseconds(42_000)), ("duration_s", "1e30", nil),
      ("duration_s", "0.5253499999998894", .nanoseconds(525_349_999)),
      ("duration_s", "0.000000000000000000001", .zero), ("duration", "15", nil),
    ] as [(String, String, Duration?)])
  func durationHasTheUnitOfItsName(name: String, value: String, duration: Duration?) throws {
    let read = try #require(NamedValueTests.read(name, value))
    #expect(read.hit.details.duration == duration)
  }
}
