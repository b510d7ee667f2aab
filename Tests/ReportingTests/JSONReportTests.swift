import AccessLog
import Alerting
import Feed
import Query
import Testing
import Traffic

@testable import Reporting

private let report = JSONReport(top: 10)

@Test func anIntervalIsOneLineWithItsKeysInOrder() {
  #expect(
    report.text(threeHits) == """
      {"type":"interval","start":"2020-07-08T08:10:30Z","end":"2020-07-08T08:10:40Z","hits":3,\
      "rate":0.3,"bytes":1375,"clients":2,"errors":1,\
      "sections":[{"section":"/pages","hits":2,"bytes":1375,"errors":0},\
      {"section":"/","hits":1,"bytes":0,"errors":1}],\
      "statuses":{"200":2,"404":1},\
      "classes":{"1xx":0,"2xx":2,"3xx":0,"4xx":1,"5xx":0,"other":0},"methods":{"GET":3},\
      "response_bytes":{"mean":458.33,"p50":0,"p90":1375,"p99":1375,"max":1375,\
      "histogram":[{"below":1,"hits":2},{"below":1024,"hits":0},{"below":4096,"hits":1},\
      {"below":16384,"hits":0},{"below":65536,"hits":0},{"below":262144,"hits":0},\
      {"below":1048576,"hits":0},{"below":4194304,"hits":0},{"below":null,"hits":0}]},"durations":null,\
      "late":0,"skewed":0,"malformed":0,"comments":0,"excluded":0,"partial":false}

      """)
}

@Test func durationsAreInSecondsAndGroupsHaveAPercentile() {
  var interval = threeHits
  interval.statistics.durations = Durations(
    count: 2, sum: 1_500_250_000, p50: 250_000, p90: 1_500_000_000, p99: 1_500_000_000,
    max: 1_500_000_000, histogram: [1, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0])
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
      """
      ,"durations":{"mean":0.750125,"p50":0.00025,"p90":1.5,"p99":1.5,"max":1.5,\
      "histogram":[{"below":0.005,"hits":1},{"below":0.01,"hits":0},{"below":0.025,"hits":0},\
      {"below":0.05,"hits":0},{"below":0.1,"hits":0},{"below":0.25,"hits":0},\
      {"below":0.5,"hits":0},{"below":1,"hits":0},{"below":2.5,"hits":1},{"below":5,"hits":0},\
      {"below":10,"hits":0},{"below":null,"hits":0}],"count":2},"late":0,
      """))
  #expect(
    text.contains(
      #""groups":{"path":[{"path":"/a","hits":2,"bytes":0,"errors":0,"p90":1.5},"#
        + #"{"path":"/b","hits":1,"bytes":0,"errors":0,"p90":null}]}"#))
  #expect(text.contains(#"{"section":"/","hits":1,"bytes":0,"errors":1}]"#))
}

private let nothing = """
  "classes":{"1xx":0,"2xx":0,"3xx":0,"4xx":0,"5xx":0,"other":0},"methods":{},\
  "response_bytes":{"mean":null,"p50":null,"p90":null,"p99":null,"max":null,\
  "histogram":[{"below":1,"hits":0},{"below":1024,"hits":0},{"below":4096,"hits":0},\
  {"below":16384,"hits":0},{"below":65536,"hits":0},{"below":262144,"hits":0},\
  {"below":1048576,"hits":0},{"below":4194304,"hits":0},{"below":null,"hits":0}]},"durations":null,
  """

@Test func anIntervalWithoutHitsHasNullsForWhatDoesNotExist() {
  #expect(
    report.text(silence) == """
      {"type":"interval","start":"2020-07-08T08:10:30Z","end":"2020-07-08T08:10:40Z","hits":0,\
      "rate":0,"bytes":0,"clients":0,"errors":0,"sections":[],"statuses":{},\(nothing)\
      "late":0,"skewed":0,"malformed":0,"comments":0,"excluded":0,"partial":false}

      """)
}

@Test func aSummaryHasTheKeysOfAnIntervalAndTheLines() {
  let interval = threeHits
  var counts = LineCounts()
  counts.lines = 9
  counts.late = 1
  counts.skewed = 2
  counts.malformed = 3
  counts.comments = 4
  counts.excluded = 5
  let summary = Summary(
    span: morning..<morning + 7, statistics: interval.statistics, counts: counts)
  let expected = report.text(interval)
    .replacing("\"interval\"", with: "\"summary\"")
    .replacing("08:10:40Z", with: "08:10:37Z")
    .replacing("\"rate\":0.3", with: "\"rate\":0.429")
    .replacing(
      "\"late\":0,\"skewed\":0,\"malformed\":0,\"comments\":0,\"excluded\":0,",
      with: "\"late\":1,\"skewed\":2,\"malformed\":3,\"comments\":4,\"excluded\":5,"
    )
    .replacing("\"partial\":false}", with: "\"partial\":false,\"lines\":9}")
  #expect(report.text(summary) == expected)
}

@Test func aSummaryWithoutHitsHasNoSpanAndNoRate() {
  var counts = LineCounts()
  counts.lines = 2
  counts.comments = 2
  #expect(
    report.text(Summary(span: nil, statistics: Statistics(), counts: counts)) == """
      {"type":"summary","start":null,"end":null,"hits":0,"rate":null,"bytes":0,"clients":0,\
      "errors":0,"sections":[],"statuses":{},\(nothing)\
      "late":0,"skewed":0,"malformed":0,"comments":2,"excluded":0,"partial":false,"lines":2}

      """)
}

@Test func noMoreSectionsAreListedThanWereAskedFor() {
  let one = JSONReport(top: 1).text(threeHits)
  #expect(
    one.contains("\"sections\":[{\"section\":\"/pages\",\"hits\":2,\"bytes\":1375,\"errors\":0}],"))
  #expect(JSONReport(top: 0).text(threeHits).contains("\"sections\":[],"))
}

@Test func aStatusKeepsItsThreeDigits() {
  var interval = silence
  interval.statistics.statuses = [
    StatusCount(status: 0, hits: 1), StatusCount(status: 42, hits: 2),
    StatusCount(status: 600, hits: 3),
  ]
  let text = report.text(interval)
  #expect(text.contains("\"statuses\":{\"000\":1,\"042\":2,\"600\":3}"))
  #expect(text.contains("\"5xx\":0,\"other\":6}"))
}

@Test func anAlertSaysWhatWasMeasuredAndAgainstWhat() {
  let triggered = AlertTransition(
    rule: AlertRule(), state: .triggered, time: Instant(1_594_195_949),
    reading: Reading(hits: 1_201, value: 1_201.0 / 120))
  #expect(
    report.text(triggered) == """
      {"type":"alert","rule":"high-traffic","state":"triggered","time":"2020-07-08T08:12:29Z",\
      "hits":1201,"average":10.008,"threshold":10,"window":120,"message":\
      "High traffic generated an alert - hits = 1201, triggered at 2020-07-08T08:12:29Z",\
      "severity":"warning","group":null,"value":10.008,"began_before":false,"causes":null}

      """)
  var recovered = AlertTransition(
    rule: AlertRule(windowSeconds: 60, threshold: 0.5), state: .recovered, time: morning,
    reading: Reading(hits: 29, value: 29.0 / 60))
  recovered.beganBefore = true
  recovered.causes = []
  #expect(
    report.text(recovered) == """
      {"type":"alert","rule":"high-traffic","state":"recovered","time":"2020-07-08T08:10:30Z",\
      "hits":29,"average":0.483,"threshold":0.5,"window":60,"message":\
      "High traffic alert recovered - hits = 29, recovered at 2020-07-08T08:10:30Z",\
      "severity":"warning","group":null,"value":0.483,"began_before":true,"causes":[]}

      """)
}

@Test func anAlertNamesItsCauses() {
  var triggered = AlertTransition(
    rule: AlertRule(), state: .triggered, time: Instant(1_594_195_949),
    reading: Reading(hits: 1_201, value: 1_201.0 / 120))
  triggered.causes = [
    Cause(
      dimension: .network, group: Array("203.0.113.0/24".utf8), hits: 812, before: 14, share: 0.7125
    ),
    Cause(dimension: .path, group: [0x2F, 0xFF, 0x22], hits: 3, before: 0, share: 0.2),
  ]
  #expect(
    report.text(triggered).hasSuffix(
      #""began_before":false,"causes":[{"dimension":"network","group":"203.0.113.0/24","hits":812,"#
        + #""before":14,"share":0.713},{"dimension":"path","group":"/\#u{FFFD}\"","hits":3,"before":0,"#
        + #""share":0.2}]}"# + "\n"))
  let plain = PlainReport(zone: .utc, top: 5)
  #expect(
    plain.text(triggered).hasSuffix(
      "\n  why: 203.0.113.0/24 71 % of the rise, path /\\xff\" 20 %\n\n"))
}

@Test func aSourceSaysWhatHappenedToIt() {
  let failed = SourceEvent(
    source: "/var/log/\"new\".log",
    change: .failed(SourceFailure(reason: "Permission denied", isFinal: false)))
  #expect(
    report.text(failed, at: morning) == #"""
      {"type":"source","source":"/var/log/\"new\".log","event":"failed",\#
      "reason":"Permission denied","time":"2020-07-08T08:10:30Z"}

      """#)
  let rotated = SourceEvent(source: "access.log", change: .rotated)
  #expect(
    report.text(rotated, at: morning).contains(
      "\"source\":\"access.log\",\"event\":\"rotated\",\"reason\":null,"))
}

@Test func aSourceSaysWhichFormatItWasFoundToHave() throws {
  var memory = SourceMemory()
  let line = #"10.0.0.1 - - [08/Jul/2020:08:10:30 +0000] "GET / HTTP/1.1" 200 1 "-" "-""#
  unsafe memory.learn(Array(line.utf8).span.bytes)
  let event = SourceEvent(source: "a.log", change: .format(try #require(memory.finding)))
  #expect(
    report.text(event, at: morning) == #"""
      {"type":"source","source":"a.log","event":"format","format":"combined","sure":1,"lines":1,\#
      "read":1,"next":"common","reason":null,"time":"2020-07-08T08:10:30Z"}

      """#)
  #expect(
    PlainReport(zone: .utc, top: 1).text(event, at: morning).hasSuffix(
      "a.log is read as combined: 1 of 1 line looked at, which may be common too\n\n"))
}

@Test func aTopicSaysHowFarBehindItIsReadAndWhatIsLost() {
  func text(_ change: SourceEvent.Change) -> String {
    report.text(SourceEvent(source: "kafka://b/logs", change: change), at: morning)
  }
  #expect(
    text(.lag(SourceLag(seconds: 90, records: 1_200))) == #"""
      {"type":"source","source":"kafka://b/logs","event":"lag","seconds":90,"records":1200,\#
      "reason":"it is read 90 s (1200 records) behind","time":"2020-07-08T08:10:30Z"}

      """#)
  #expect(
    text(.lost(records: 7, reason: "were deleted")) == #"""
      {"type":"source","source":"kafka://b/logs","event":"missed","records":7,\#
      "reason":"7 records were deleted","time":"2020-07-08T08:10:30Z"}

      """#)
  #expect(text(.lost(records: nil, reason: "x")).contains(#""records":null,"reason":"x""#))
  let lag = SourceEvent(source: "kafka://b/logs", change: .lag(.none))
  #expect(
    PlainReport(zone: .utc, top: 1).text(lag, at: morning).hasSuffix(
      "kafka://b/logs has caught up: it is read as it is written\n\n"))
}

@Test func aSourceThatCannotBeParsedSaysWhatStandsThere() {
  let unparsed = Unparsed(malformed: 100, example: Array("{\"a\":1}".utf8), expected: "a \"b\"")
  #expect(
    report.text(SourceEvent(source: "a.log", change: .unparsed(unparsed)), at: morning) == #"""
      {"type":"source","source":"a.log","event":"unparsed","malformed":100,\#
      "example":"{\"a\":1}","expected":"a \"b\"","reason":null,"time":"2020-07-08T08:10:30Z"}

      """#)
}
