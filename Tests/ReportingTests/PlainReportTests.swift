import AccessLog
import Alerting
import Feed
import Query
import Testing
import Traffic

@testable import Reporting

private let report = PlainReport(zone: .fixed(secondsEastOfUTC: 7_200), top: 3)

@Test func anIntervalIsABlockOfAlignedFigures() {
  #expect(
    report.text(threeHits) == """
      2020-07-08 10:10:30 - 10:10:40 +02:00 ------------------------------------------
        traffic 3 hits       0.30/s       1.3 KiB      2 clients     1 error (33.3 %)
        status  2xx 2        4xx 1
        size    p50 0 B      p90 1.3 KiB  p99 1.3 KiB  max 1.3 KiB   mean 458 B

        section                                 hits   share    bytes  errors
        /pages                                     2  66.7 %  1.3 KiB       0    0.0 %
        /                                          1  33.3 %      0 B       1  100.0 %


      """)
}

@Test func aBusyIntervalSumsUpUnlistedSectionsAndOddLines() {
  #expect(
    report.text(busyInterval) == """
      2020-07-08 10:10:40 - 10:10:50 +02:00 ------------------------------------------
        traffic 12,345 hits  1,234.5/s    150 MiB      1,024 clients 57 errors (0.5 %)
        status  2xx 11,900   3xx 388      4xx 50       5xx 7
        size    p50 900 B    p90 3.1 KiB  p99 80.0 KiB max 100 MiB   mean 12.4 KiB
        lines   3 late       1 skewed     2 malformed  1 comment

        section                                  hits   share     bytes  errors
        /api                                    8,012  64.9 %   126 MiB      41  0.5 %
        http://my.site.com/pages                3,000  24.3 %   9.0 MiB       0  0.0 %
        /a-section-whose-name-is-longer-tha...  1,000   8.1 %     512 B       1  0.1 %
        and others                                333   2.7 %  15.0 MiB      15  4.5 %


      """)
}

@Test func durationsAreALineAndAColumn() {
  var interval = threeHits
  interval.statistics.durations = Durations(
    count: 2, sum: 1_500_250_000, p50: 250_000, p90: 45_600_000, p99: 1_500_000_000,
    max: 90_000_000_000, histogram: [1, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0])
  interval.statistics.groups = [
    Groups(
      dimension: .path,
      counts: [
        GroupCount(
          name: Array("/a".utf8), hits: 2, bytes: 0, errors: 0,
          p90: LoggedDuration(.milliseconds(1_500))),
        GroupCount(name: Array("/b".utf8), hits: 1, bytes: 0, errors: 0),
      ])
  ]
  let text = report.text(interval)
  #expect(
    text.contains(
      "\n  time    p50 0.25 ms  p90 45.6 ms  p99 1.50 s  max 90.0 s  mean 750 ms  of 2 hits\n"),
    "\(text)")
  #expect(
    text.contains(
      """
        path                                hits   share  bytes  errors            p90
        /a                                     2  66.7 %    0 B       0  0.0 %  1.50 s
        /b                                     1  33.3 %    0 B       0  0.0 %       -
      """), "\(text)")
}

@Test(arguments: [
  (0, "0.00 ms"), (1, "<0.01 ms"), (9_999, "<0.01 ms"), (10_000, "0.01 ms"), (9_994_000, "9.99 ms"),
  (9_995_000, "10.0 ms"), (99_949_999, "99.9 ms"), (99_950_000, "100 ms"), (999_499_999, "999 ms"),
  (999_500_000, "1.00 s"), (9_995_000_000, "10.0 s"), (86_400_000_000_000, "86,400.0 s"),
])
func aDurationHasThreeDigits(nanoseconds: Int, text: String) {
  #expect(nanoseconds.duration == text)
}

@Test func silenceIsSaidInWords() {
  #expect(
    report.text(silence) == """
      2020-07-08 10:10:30 - 10:10:40 +02:00 ------------------------------------------
        No traffic in the last 10 s


      """)
}

@Test func silenceStillSaysThatLinesWereMalformed() {
  var interval = silence
  interval.counts.malformed = 1_500
  #expect(
    report.text(interval).hasSuffix("No traffic in the last 10 s\n  lines   1,500 malformed\n\n"))
}

@Test func anAlertIsItsMessageOnALineOfItsOwn() {
  let triggered = AlertTransition(
    rule: AlertRule(), state: .triggered, time: Instant(1_594_195_949),
    reading: Reading(hits: 1_201, value: 1_201.0 / 120))
  #expect(
    report.text(triggered) == """
      High traffic generated an alert - hits = 1201, triggered at 2020-07-08T10:12:29+02:00


      """)
  let recovered = AlertTransition(
    rule: AlertRule(), state: .recovered, time: morning, reading: Reading(hits: 12, value: 0.1))
  #expect(
    PlainReport(zone: .utc, top: 3).text(recovered) == """
      High traffic alert recovered - hits = 12, recovered at 2020-07-08T08:10:30Z


      """)
}

@Test func aSummaryNamesItsSpanAndTheLinesThatWereRead() {
  var counts = LineCounts()
  counts.lines = 5_000
  let summary = Summary(
    span: morning..<morning + 100_000, statistics: threeHits.statistics, counts: counts)
  #expect(
    PlainReport(zone: .utc, top: 1).text(summary) == """
      Summary  2020-07-08 08:10:30 - 2020-07-09 11:57:10 UTC =========================
        traffic 3 hits       <0.01/s      1.3 KiB      2 clients     1 error (33.3 %)
        status  2xx 2        4xx 1
        size    p50 0 B      p90 1.3 KiB  p99 1.3 KiB  max 1.3 KiB   mean 458 B
        lines   5,000 read

        section                                 hits   share    bytes  errors
        /pages                                     2  66.7 %  1.3 KiB       0    0.0 %
        and others                                 1  33.3 %      0 B       1  100.0 %


      """)
}

@Test func aSummaryOfNothingSaysSo() {
  var counts = LineCounts()
  counts.lines = 2
  counts.comments = 2
  #expect(
    report.text(Summary(span: nil, statistics: Statistics(), counts: counts)) == """
      Summary ========================================================================
        No traffic
        lines   2 read       2 comments


      """)
}

@Test func figuresTooWideForTheirColumnsStillFitTheLine() {
  var interval = busyInterval
  interval.statistics.hits = 123_450_000
  interval.statistics.statuses = [
    StatusCount(status: 101, hits: 4_000_000), StatusCount(status: 200, hits: 119_449_996),
    StatusCount(status: 600, hits: 4),
  ]
  let lines = report.text(interval).split(separator: "\n")
  #expect(
    lines[1]
      == "  traffic 123,450,000 hits  12,345,000.0/s  150 MiB  1,024 clients  57 errors (<0.1 %)")
  #expect(lines[2] == "  status  1xx 4,000,000             2xx 119,449,996            other 4")
}

@Test func sectionsMayHaveMoreBytesThanCanBeCountedInAll() {
  var interval = silence
  interval.statistics.hits = 7
  interval.statistics.bytes = .max
  interval.statistics.sections = (0..<3).map { number in
    GroupCount(name: Array("/\(number)".utf8), hits: 2, bytes: .max, errors: 0)
  }
  let rows = report.text(interval).split(separator: "\n").suffix(4)
  #expect(rows.map { $0.contains("8.0 EiB") } == [true, true, true, false])
  #expect(rows.last?.contains("and others  ") == true)
}

@Test func bytesOfTheLogReachNoTerminalRaw() {
  var interval = silence
  interval.statistics.hits = 1
  interval.statistics.sections = [
    GroupCount(name: [0x1B, 0x5D, 0x30, 0x07, 0xC2, 0x9B, 0xFF], hits: 1, bytes: 0, errors: 0)
  ]
  let event = SourceEvent(
    source: "/var/\u{1B}[2J/\u{202E}log",
    change: .failed(SourceFailure(reason: "odd\nname", isFinal: false)))
  let text = report.text(interval) + report.text(event, at: morning)
  #expect(text.utf8.allSatisfy { $0 == UInt8(ascii: "\n") || (0x20..<0x7F).contains($0) })
  #expect(text.contains(#"  \x1b]0\x07\xc2\x9b\xff  "#))
  #expect(text.contains(#"Cannot read /var/\x1b[2J/\xe2\x80\xaelog: odd\x0aname"#))
}

@Test(
  arguments: [
    (.opened, "Reading a.log"), (.rotated, "a.log was rotated"),
    (.truncated, "a.log was truncated"), (.waiting, "Waiting for a.log"),
    (
      .failed(SourceFailure(reason: "Input/output error", isFinal: false)),
      "Cannot read a.log: Input/output error"
    ), (.resumed, "a.log can be read again"),
    (.ended, "a.log has ended"),
  ] as [(SourceEvent.Change, String)])
func aSourceSaysInASentenceWhatHappenedToIt(change: SourceEvent.Change, sentence: String) {
  let event = SourceEvent(source: "a.log", change: change)
  #expect(report.text(event, at: morning) == "2020-07-08T10:10:30+02:00  \(sentence)\n\n")
}
