import Testing

@testable import AccessLog

/// Zones of places, and times that state none.
struct ZoneOffsetsTests {
  /// A file of the time zone database (RFC 8536) with one offset and a rule for all that follows.
  private static func file(_ rule: String, offset: Int) -> [UInt8] {
    func block(_ version: UInt8) -> [UInt8] {
      let counts = [0, 0, 0, 0, 1, 4].flatMap { bytes($0, 4) }
      return Array("TZif".utf8) + [version] + [UInt8](repeating: 0, count: 15) + counts
        + bytes(offset, 4) + [0, 0] + Array("LMT\0".utf8)
    }
    let version = UInt8(ascii: "2")
    return block(version) + block(version) + Array("\n\(rule)\n".utf8)
  }

  private static func bytes(_ number: Int, _ count: Int) -> [UInt8] {
    (0..<count).reversed().map { UInt8(truncatingIfNeeded: number >> (8 * $0)) }
  }

  private static let berlin = file("CET-1CEST,M3.5.0,M10.5.0/3", offset: 3_600)
  private static let newYork = file("EST5EDT,M3.2.0,M11.1.0", offset: -18_000)
  private static let dublin = file("IST-1GMT0,M10.5.0,M3.5.0/1", offset: 0)
  private static let kolkata = file("IST-5:30", offset: 19_800)
  private static let nuuk = file("<-02>2<-01>,M3.5.0/-1,M10.5.0/0", offset: -7_200)

  @Test(arguments: [
    (berlin, "2020-07-08T10:10:30", "2020-07-08T08:10:30Z"),
    (berlin, "2020-01-08T10:10:30", "2020-01-08T09:10:30Z"),
    // The hour that is left out.
    (berlin, "2020-03-29T01:59:59", "2020-03-29T00:59:59Z"),
    (berlin, "2020-03-29T02:30:00", "2020-03-29T01:30:00Z"),
    (berlin, "2020-03-29T03:00:00", "2020-03-29T01:00:00Z"),
    // The hour that comes twice.
    (berlin, "2020-10-25T01:59:59", "2020-10-24T23:59:59Z"),
    (berlin, "2020-10-25T02:30:00", "2020-10-25T00:30:00Z"),
    (berlin, "2020-10-25T03:00:00", "2020-10-25T02:00:00Z"),
    (berlin, "2099-07-08T10:10:30", "2099-07-08T08:10:30Z"),
    (newYork, "2020-03-08T02:30:00", "2020-03-08T07:30:00Z"),
    (newYork, "2020-11-01T01:30:00", "2020-11-01T05:30:00Z"),
    (newYork, "2020-11-01T02:00:00", "2020-11-01T07:00:00Z"),
    (dublin, "2020-07-08T09:10:30", "2020-07-08T08:10:30Z"),
    (dublin, "2020-12-08T09:10:30", "2020-12-08T09:10:30Z"),
    (kolkata, "2020-07-08T13:40:30", "2020-07-08T08:10:30Z"),
    (nuuk, "2024-07-08T08:10:30", "2024-07-08T09:10:30Z"),
    (nuuk, "2024-12-08T08:10:30", "2024-12-08T10:10:30Z"),
  ])
  func timesAreThoseOfThePlace(file: [UInt8], local: String, utc: String) throws {
    let zone = Zone.place(try #require(ZoneOffsets(name: "x", file: file)))
    var times = AnyTime(zone)
    let text = Array(local.utf8)
    let instant = try #require(unsafe times.instant(text.span.bytes, 0..<text.count))
    #expect(Zone.utc.iso8601(instant) == utc)
  }

  @Test(
    arguments: [
      ("2020-07-08 10:10:30", 1_594_195_830), ("2020-07-08T10:10:30.123", 1_594_195_830),
      ("2020-07-08 10:10:30,123", 1_594_195_830), ("08/Jul/2020:10:10:30", 1_594_195_830),
      ("08/Jul/2020 10:10:30", 1_594_195_830), ("[08/Jul/2020:10:10:30.5]", 1_594_195_830),
      // These state their own.
      ("2020-07-08 10:10:30 +0000", 1_594_203_030), ("2020-07-08T10:10:30Z", 1_594_203_030),
      ("08/Jul/2020:10:10:30 +0000", 1_594_203_030), ("1594195830", 1_594_195_830),
      ("2020-07-08 10:10", nil), ("2020-07-08 10:10:30 x", nil), ("08/Jul/2020:10:10:30 x", nil),
      ("2020-13-08 10:10:30", nil),
    ] as [(String, Int?)])
  func onlyTimesWithoutAZoneTakeThatOfTheLogs(text: String, second: Int?) {
    var times = AnyTime(.fixed(secondsEastOfUTC: 7_200))
    let bytes = Array(text.utf8)
    #expect(unsafe times.instant(bytes.span.bytes, 0..<bytes.count)?.seconds == second)
  }

  @Test(
    arguments: [
      ("UTC", Zone.utc), ("Z", .utc), ("local", .local),
      ("+02:00", .fixed(secondsEastOfUTC: 7_200)),
      ("-0330", .fixed(secondsEastOfUTC: -12_600)), ("+05", .fixed(secondsEastOfUTC: 18_000)),
      ("+24", nil), ("+2", nil), ("02:00", nil), ("+02:60", nil), ("+0:200", nil), ("", nil),
      ("Mars/Base", nil),
    ] as [(String, Zone?)])
  func zonesAreEnteredAsOffsets(text: String, zone: Zone?) {
    #expect(Zone(entered: text) == zone)
  }

  @Test func damagedFilesAreRefused() {
    for count in 0..<Self.berlin.count - 28 {
      #expect(ZoneOffsets(name: "x", file: Array(Self.berlin.prefix(count))) == nil)
    }
    for rule in ["CET", "CET-1CEST,M3.5.0", "CET-1CEST,J60,J300", "CET-1CEST,M13.5.0,M10.5.0"] {
      #expect(ZoneOffsets(name: "x", file: Self.file(rule, offset: 0)) == nil)
    }
  }
}
