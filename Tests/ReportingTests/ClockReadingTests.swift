import AccessLog
import Testing

@testable import Reporting

private func span(_ start: Instant, _ zone: Zone, to end: Instant, _ endZone: Zone) -> String {
  ClockReading(start, in: zone).span(to: ClockReading(end, in: endZone))
}

@Test func aSpanSaysNothingTwice() {
  let east = Zone.fixed(secondsEastOfUTC: 7_200)
  #expect(span(morning, east, to: morning + 10, east) == "2020-07-08 10:10:30 - 10:10:40 +02:00")
  #expect(span(morning, .utc, to: morning + 10, .utc) == "2020-07-08 08:10:30 - 08:10:40 UTC")
}

@Test func aSpanAcrossMidnightNamesBothDates() {
  let night = Instant(1_594_252_795)
  #expect(
    span(night, .utc, to: night + 10, .utc) == "2020-07-08 23:59:55 - 2020-07-09 00:00:05 UTC")
}

@Test func aSpanInWhichTheClockIsPutBackNamesBothOffsets() {
  let summer = Zone.fixed(secondsEastOfUTC: 7_200)
  let winter = Zone.fixed(secondsEastOfUTC: 3_600)
  #expect(
    span(morning, summer, to: morning + 10, winter)
      == "2020-07-08 10:10:30 +02:00 - 09:10:40 +01:00")
}
