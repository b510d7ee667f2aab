import AccessLog
import Testing

struct ZoneTests {
  @Test(arguments: [
    (Zone.utc, "2020-07-08T08:10:30Z", "08:10:30"),
    (.fixed(secondsEastOfUTC: 0), "2020-07-08T08:10:30+00:00", "08:10:30"),
    (.fixed(secondsEastOfUTC: 7_200), "2020-07-08T10:10:30+02:00", "10:10:30"),
    (.fixed(secondsEastOfUTC: 19_800), "2020-07-08T13:40:30+05:30", "13:40:30"),
    (.fixed(secondsEastOfUTC: -12_600), "2020-07-08T04:40:30-03:30", "04:40:30"),
    (.fixed(secondsEastOfUTC: -36_000), "2020-07-07T22:10:30-10:00", "22:10:30"),
  ])
  func timesAreISO8601WithTheOffset(zone: Zone, date: String, time: String) {
    #expect(zone.iso8601(Instant(1_594_195_830)) == date)
    #expect(zone.timeOfDay(Instant(1_594_195_830)) == time)
  }

  @Test
  func numbersKeepTheirWidth() {
    #expect(Zone.utc.iso8601(Instant(-62_167_219_200)) == "0000-01-01T00:00:00Z")
    #expect(Zone.utc.timeOfDay(Instant(3_661)) == "01:01:01")
  }

  @Test
  func localTimeIsTheSameInstant() {
    let instant = Instant(1_594_195_830)
    let local = Zone.local.civilTime(instant)
    let fixed = Zone.fixed(secondsEastOfUTC: local.secondsEastOfUTC)
    #expect(fixed.civilTime(instant) == local)
    #expect(Zone.local.iso8601(instant) == fixed.iso8601(instant))
  }
}
