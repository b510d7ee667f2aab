import AccessLog
import Testing

struct TimestampTests {
  @Test(arguments: [
    ("01/Jan/1970:00:00:00 +0000", 0),
    ("31/Dec/1969:23:59:59 +0000", -1),
    ("08/Jul/2020:08:10:30 +0000", 1_594_195_830),
    ("08/Jul/2020:10:10:30 +0200", 1_594_195_830),
    ("08/Jul/2020:13:40:30 +0530", 1_594_195_830),
    ("08/Jul/2020:04:40:30 -0330", 1_594_195_830),
    ("08/Jul/2020:08:10:30 -0000", 1_594_195_830),
    ("07/Jul/2020:22:10:30 -1000", 1_594_195_830),
    ("08/Jul/2020:22:10:30 +1400", 1_594_195_830),
    ("29/Feb/2000:12:00:00 +0000", 951_825_600),
    ("29/Feb/2024:23:59:59 +0000", 1_709_251_199),
    ("31/Dec/2016:23:59:60 +0000", 1_483_228_800),
    ("19/Jan/2038:03:14:08 +0000", 2_147_483_648),
    ("07/Feb/2106:06:28:16 +0000", 4_294_967_296),
    ("31/Dec/2099:23:59:59 +0000", 4_102_444_799),
    ("28/Feb/2100:00:00:00 +0000", 4_107_456_000),
    ("31/Dec/9999:23:59:59 +0000", 253_402_300_799),
    ("01/Jan/0000:00:00:00 +0000", -62_167_219_200),
  ])
  func instantIsUTCByTheLinesOwnOffset(time: String, seconds: Int) {
    #expect(ParsedLine(line(time: time))?.instant == seconds)
  }

  @Test(arguments: [
    ("Jan", 1), ("Feb", 2), ("Mar", 3), ("Apr", 4), ("May", 5), ("Jun", 6), ("Jul", 7), ("Aug", 8),
    ("Sep", 9), ("Oct", 10), ("Nov", 11), ("Dec", 12),
  ])
  func monthsAreEnglish(name: String, month: Int) {
    let instant = ParsedLine(line(time: "15/\(name)/2021:00:00:00 +0000"))?.instant
    #expect(instant.map { CivilTime(Instant($0)).month } == month)
  }

  @Test(arguments: [
    "31/Feb/2020:10:10:30 +0000", "30/Feb/2020:10:10:30 +0000", "29/Feb/2021:10:10:30 +0000",
    "29/Feb/1900:10:10:30 +0000", "29/Feb/2100:10:10:30 +0000", "31/Apr/2020:10:10:30 +0000",
    "31/Jun/2020:10:10:30 +0000", "31/Sep/2020:10:10:30 +0000", "31/Nov/2020:10:10:30 +0000",
    "32/Jan/2020:10:10:30 +0000", "00/Jan/2020:10:10:30 +0000", "08/Jul/2020:24:00:00 +0000",
    "08/Jul/2020:10:60:00 +0000", "08/Jul/2020:10:10:61 +0000", "08/Jul/2020:10:10:30 +2400",
    "08/Jul/2020:10:10:30 +0060", "08/Jul/2020:10:10:30 *0000", "08/Jul/2020:10:10:30 00000",
    "08/jul/2020:10:10:30 +0000", "08/Xyz/2020:10:10:30 +0000", "08-Jul-2020:10:10:30 +0000",
    "08/Jul/2020 10:10:30 +0000", "08/Jul/2020:10-10-30 +0000", "08/Jul/2020:10:10:30+00000",
    " 8/Jul/2020:10:10:30 +0000", "8/Jul/2020:10:10:30 +0000", "008/Jul/2020:10:10:30 +0000",
    "08/Jul/2O20:10:10:30 +0000", "08/Jul/20:10:10:30 +0000", "08/Jul/2020:10:10:30 +000",
    "08/Jul/2020:10:10:30", "08/Jul/2020:10:10:30 UTC", "2020-07-08T10:10:30+02:00",
    "1594195830.123456789012345", "", "-",
  ])
  func impossibleTimeIsMalformed(time: String) {
    #expect(parse(line(time: time)) == .malformed)
    // Also where the parser remembers another time.
    var parser = LineParser()
    _ = parser.parse(line(time: "08/Jul/2020:10:10:30 +0200"))
    let kind = parser.parse(line(time: time))
    #expect(kind == .malformed)
  }

  @Test(arguments: [UInt8(0), 0xFF])
  func parserThatHasSeenNoTimeYetKnowsNone(byte: UInt8) {
    var bytes = Array(line(time: String(repeating: "x", count: 26)).utf8)
    for index in bytes.indices where bytes[index] == UInt8(ascii: "x") { bytes[index] = byte }
    #expect(parse(bytes) == .malformed)
  }

  @Test
  func everyByteOfATimeIsComparedWithTheOneRemembered() {
    let times = [
      "08/Jul/2020:10:10:30 +0200", "09/Jul/2020:10:10:30 +0200", "08/Jun/2020:10:10:30 +0200",
      "08/Jul/2021:10:10:30 +0200", "08/Jul/2020:11:10:30 +0200", "08/Jul/2020:10:11:30 +0200",
      "08/Jul/2020:10:10:31 +0200", "08/Jul/2020:10:10:30 -0200", "08/Jul/2020:10:10:30 +0300",
      "08/Jul/2020:10:10:30 +0201", "08/Jul/2020:10:10:30 +0210",
    ]
    var parser = LineParser()
    for time in times {
      for other in times {
        for time in [time, other] {
          let kind = parser.parse(line(time: time))
          #expect(kind == parse(line(time: time)), "\(time)")
        }
      }
    }
  }
}
