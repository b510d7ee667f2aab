import Testing

@testable import LogTail

/// What the names say that rotation makes, and what it does not make.
@Suite struct RotatedNameTests {
  @Test(arguments: [
    // logrotate, newsyslog, savelog: numbers.
    ("access.log.1", RotatedName.Mark.number(1)), ("access.log.0", .number(0)),
    ("access.log.12.gz", .number(12)), ("access.log.01", .number(1)),
    ("access.log.3.bz2", .number(3)), ("access.log.3.xz", .number(3)),
    ("access.log.2.zst", .number(2)), ("access.log.2.lz4", .number(2)),
    ("access.log.2.Z", .number(2)), ("access.log.old", .number(1)),
    // logrotate with `extension`.
    ("access.1.log", .count(1)), ("access-2.log.gz", .count(2)), ("access.log-3", .count(3)),
    // logrotate's dateext, with several formats.
    ("access.log-20200708", .date(Array("20200708".utf8))),
    ("access.log-20200708.gz", .date(Array("20200708".utf8))),
    ("access.log-20200708-10", .date(Array("2020070810".utf8))),
    ("access.log-2020070810", .date(Array("2020070810".utf8))),
    ("access.log-1594195830", .date(Array("1594195830".utf8))),
    ("access.log.2020-07-08", .date(Array("20200708".utf8))),
    ("access-20200708.log", .date(Array("20200708".utf8))),
    ("access.2020-07-08.log.zst", .date(Array("20200708".utf8))),
    ("access_20200708_101112.log", .date(Array("20200708101112".utf8))),
    // newsyslog -t, lumberjack, logback.
    ("access.log.20200708T101112", .date(Array("20200708101112".utf8))),
    ("access-2020-07-08T10-11-12.123.log", .date(Array("20200708101112123".utf8))),
    ("access.2020-07-08.1.log", .date(Array("202007081".utf8))),
    // rotatelogs.
    ("access.log.1594166400", .date(Array("1594166400".utf8))),
    // Only compressed.
    ("access.log.gz", .none), ("access.log.zst", .none),
  ])
  func whatRotationMakesIsAPart(name: String, mark: RotatedName.Mark) {
    #expect(RotatedName(name, of: "access.log")?.mark == mark)
  }

  @Test(arguments: ["@400000005f05b1c61b2c3d4e.s", "@400000005f05b1c61b2c3d4e.u.gz"])
  func multilogLabelsItsParts(name: String) {
    #expect(RotatedName(name, of: "current") != nil)
    #expect(RotatedName(name, of: "access.log") == nil)
  }

  @Test(arguments: [
    "access.log", "access.log-api", "access_log_api", "access.log_api", "access.log.json",
    "access.log.offset", "access.log.state", "access.log.bak", "access.log.tmp", "access.log~",
    "access.log.swp", "access.log.1.anonymised", "access.log.1.json", "access.log.v2",
    "access.log1",
    "access.log.1234567", "access.log.", "access.log-", "other.log.1", "access.logs.1",
    "access-api.log", "access-api-1.log", "access.log.1a", "access.log.500.txt",
    "access.log-20200708-api", "access.log.current", "@4000.s", ".access.log.1", "",
  ])
  func whatItDoesNotMakeIsNone(name: String) {
    #expect(RotatedName(name, of: "access.log") == nil)
  }

  @Test func numbersCountDownAndDatesUp() throws {
    func name(_ name: String) throws -> RotatedName {
      try #require(RotatedName(name, of: "access.log"))
    }
    #expect(try name("access.log.1").isNewer(than: name("access.log.2.gz")) == true)
    #expect(try name("access.log.10").isNewer(than: name("access.log.9")) == false)
    #expect(try name("access.log-20200709").isNewer(than: name("access.log-20200708.gz")) == true)
    #expect(try name("access-1.log").isNewer(than: name("access-2.log")) == nil)
    #expect(try name("access.log.1").isNewer(than: name("access.log-20200708")) == nil)
  }

  @Test func oneNameMayBeAPartOfSeveralLogs() {
    #expect(RotatedName("access.log.1.gz", of: "access.log.1") != nil)
    #expect(RotatedName.readings(of: "access-1.log.2").map(\.base) == ["access-1.log"])
    #expect(
      RotatedName.readings(of: "access-1.log").map(\.base) == ["access.log"])
  }
}
