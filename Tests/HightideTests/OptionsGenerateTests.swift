import AccessLog
import Testing
import TrafficGenerator

@testable import hightide

private func options(_ line: String) throws -> GenerateOptions {
  let arguments = ["generate"] + line.split(separator: " ").map(String.init)
  guard case .generate(let options) = try Command.parse(arguments) else {
    Issue.record("\(line) does not generate")
    return GenerateOptions()
  }
  return options
}

private let settings: [(line: String, change: @Sendable (inout GenerateOptions) -> Void)] = [
  ("", { _ in }),
  ("--rate 0.5", { $0.rate = 0.5 }),
  ("--rate 20/s", { $0.rate = 20 }),
  ("--duration 1d", { $0.duration = .seconds(86_400) }),
  ("--lines=5000000", { $0.lines = 5_000_000 }),
  ("--duration 1.5", { $0.duration = .milliseconds(1_500) }),
  ("--seed 18446744073709551615", { $0.seed = .max }),
  ("--start now", { $0.start = .now }),
  ("--start 1594195949", { $0.start = .at(Instant(1_594_195_949)) }),
  ("--start 2020-07-08T10:12:29+02:00", { $0.start = .at(Instant(1_594_195_949)) }),
  ("--format common", { $0.format = .common }),
  ("--malformed 0.01", { $0.malformedShare = 0.01 }),
  ("--oddities 1", { $0.oddityShare = 1 }),
  ("--sections 1000000", { $0.sections = 1_000_000 }),
  ("--clients 1", { $0.clients = 1 }),
  ("--section-length 60000", { $0.sectionLength = 60_000 }),
  ("-", { $0.file = nil }),
  ("a.log", { $0.file = "a.log" }),
  (
    "--surge 60s+90sx5 --surge 1m+1.5x0/10m",
    {
      $0.surges = [
        .init(start: .seconds(60), length: .seconds(90), factor: 5),
        .init(
          start: .seconds(60), length: .milliseconds(1_500), factor: 0, period: .seconds(600)),
      ]
    }
  ),
]

@Test(
  arguments: [
    (
      "network:203.0.113.0/24,x8,60s+120s", .network(203, 0, 113), 8.0
    ), ("path:/a,b?c,x1.5,60s+2m", .path(Array("/a,b?c".utf8)), 1.5),
    ("agent:curl/8.5 (x),x2,1m+2m", .agent(Array("curl/8.5 (x)".utf8)), 2),
    ("status:503,x3,60+120", .status(503), 3),
  ] as [(String, Incident.Mark, Double)])
func anIncidentIsWhatItsLinesHaveInCommon(text: String, mark: Incident.Mark, factor: Double) {
  let surge = Surge(start: .seconds(60), length: .seconds(120), factor: factor)
  #expect(Incident(entered: text) == Incident(mark, surge: surge))
}

@Test(arguments: [
  "", "network", "network:203.0.113.0/24", "network:203.0.113.0/24,x8", "x8,60s+120s",
  "network:203.0.113.0/23,x8,60s+120s", "network:203.0.113.7,x8,60s+1s",
  "network:203.0.256.0/24,x8,60s+1s", "path:a,x8,60s+1s", "path:/a b,x8,60s+1s",
  "agent:\"\",x8,60s+1s", "agent:,x8,60s+1s", "status:99,x8,60s+1s", "status:600,x8,60s+1s",
  "status:503,x1,60s+1s", "status:503,8,60s+1s", "status:503,x8,60s", "status:503,x8,60s+0s",
  "method:GET,x8,60s+1s",
])
func whatIsNoIncidentIsRefused(text: String) {
  #expect(Incident(entered: text) == nil)
}

@Test(arguments: settings)
func anOptionOfGeneratingSetsItsOwnSettingAndNoOther(
  line: String, change: @Sendable (inout GenerateOptions) -> Void
) throws {
  var expected = GenerateOptions()
  change(&expected)
  #expect(try options(line) == expected)
}

@Test(
  arguments: [
    ("", .clock), ("--rate 5", .clock), ("--rate 5 --lines 10", .clock),
    ("--lines 10", .asFastAsPossible), ("--duration 1h", .asFastAsPossible),
  ] as [(String, GenerateOptions.Pace)])
func onlyTrafficThatEndsAndHasNoRateIsWrittenAtOnce(line: String, pace: GenerateOptions.Pace) throws
{
  #expect(try options(line).pace == pace)
}

@Test(arguments: [
  (
    "--rate 0/s",
    "option --rate takes lines per second, more than 0, such as 10, 0.5 or 10/s; not '0/s'"
  ),
  ("--lines -1", "option --lines takes a whole number of lines, such as 5000000; not '-1'"),
  ("--duration 0", "option --duration takes a duration above 0s, such as 5m; not '0'"),
  (
    "--seed +1",
    "option --seed takes a whole number from 0 to 18446744073709551615, such as 1; not '+1'"
  ),
  (
    "--start later",
    "option --start takes now, seconds since 1970, or a time such as 2020-07-08T10:12:29+02:00; not 'later'"
  ),
  (
    "--format auto",
    "option --format takes \(LogFormat.all.filter(\.isWritten).map(\.name).dropLast().joined(separator: ", ")) or csv; not 'auto'"
  ),
  ("--malformed 1.1", "option --malformed takes a share from 0 to 1, such as 0.01; not '1.1'"),
  (
    "--sections 0",
    "option --sections takes a whole number from 1 to 16777216, such as 1000; not '0'"
  ),
  ("a.log b.log", "generate writes one file; leave out 'b.log'"),
  ("--threshold 5", "unknown option --threshold; hightide --help lists the options"),
])
func wrongUsageOfGeneratingSaysWhatIsAccepted(line: String, expected: String) {
  do {
    Issue.record("accepted as \(try options(line))")
  } catch {
    #expect("\(error)" == expected)
  }
}

@Test(arguments: [
  "", "60s", "60s+90s", "60sx5", "60s+90sx", "+90sx5", "60s+x5", "60s+0x5", "60s+90sx-5",
  "60s+90sx5/", "60s+90sx5/0", "60s+90s/5x10m", "60s+90sx5x5", "1+2x3/4/5", "60s+90sx5+1",
])
func whatIsNoSurgeIsRefused(text: String) {
  #expect(GenerateOptions.Surge(entered: text) == nil)
}

@Test(arguments: [
  ("1970-01-01T00:00:00Z", 0), ("2020-07-08T08:12:29Z", 1_594_195_949),
  ("2020-07-08T08:12:29", 1_594_195_949), ("2020-07-08T13:42:29+0530", 1_594_195_949),
  ("2020-07-08T04:42:29-03:30", 1_594_195_949), ("2024-02-29T00:00:00Z", 1_709_164_800),
  ("9999-12-31T23:59:59Z", 253_402_300_799), ("2020-07-08T08:12:29.999Z", 1_594_195_949),
  ("2020-07-08T10:12:29+02", 1_594_195_949), ("2020-07-08T08:12", 1_594_195_920),
  ("2020-07-08T08:12Z", 1_594_195_920), ("2020-07-08T10:12+02:00", 1_594_195_920),
  ("2020-07-08T08:12:29,5+00:00", 1_594_195_949),
])
func aTimeIsReadWithItsOffset(text: String, seconds: Int) {
  #expect(Instant(iso8601: text) == Instant(seconds))
}

@Test(arguments: [
  "", "2020-07-08", "2020-07-08 08:12:29Z", "2020-02-30T00:00:00Z", "2023-02-29T00:00:00Z",
  "2020-13-01T00:00:00Z", "2020-00-01T00:00:00Z", "2020-01-00T00:00:00Z", "2020-01-01T24:00:00Z",
  "2020-01-01T00:60:00Z", "2020-01-01T00:00:60Z", "2020-01-01T00:00:00+2", "1969-12-31T23:59:59Z",
  "2020-01-01T00:00:00+24:00", "2020-01-01T00:00:00X", "2020-01-01T00:00:00*02:00",
  "2020-01-01T00:00:00.Z", "2020-01-01T00Z", "2020-01-01T00:00:", "2020-01-01T00:00:0",
  "20200-01-01T00:00:00Z", "9999-12-31T23:59:59-01:00", "２020-01-01T00:00:00",
])
func whatIsNoTimeOfALogIsRefused(text: String) {
  #expect(Instant(iso8601: text) == nil)
}
