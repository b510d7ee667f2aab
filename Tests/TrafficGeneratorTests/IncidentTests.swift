import AccessLog
import Testing

@testable import TrafficGenerator

struct IncidentTests {
  @Test(
    arguments: [
      (.network(203, 0, 113), "203.0.113."), (.path(Array("/the/one".utf8)), " /the/one HTTP/"),
      (.agent(Array("evil/1".utf8)), "\"evil/1\""), (.status(418), "\" 418 "),
    ] as [(Incident.Mark, String)])
  func mostLinesOfItsTimeHaveItsMark(mark: Incident.Mark, text: String) {
    var profile = TrafficProfile(start: Instant(1_594_195_200))
    profile.duration = .seconds(300)
    profile.linesPerSecond = 20
    profile.oddityShare = 0
    profile.incidents = [
      Incident(mark, surge: Surge(start: .seconds(100), length: .seconds(100), factor: 5))
    ]
    let sample = Sample(profile)
    #expect(sample.hits.count == sample.lines.count)
    var (marked, inside, outside) = (0, 0, 0)
    for (line, time) in zip(sample.lines, sample.times) {
      let isMarked = String(decoding: line, as: UTF8.self).contains(text)
      if time >= .seconds(100), time < .seconds(200) {
        inside += 1
        marked += isMarked ? 1 : 0
      } else {
        outside += 1
        #expect(!isMarked)
      }
    }
    // Five times the lines, of which all but one in five are marked.
    #expect(abs(Double(marked) / Double(inside) - 0.8) < 0.02)
    #expect(abs(Double(inside) / 100 - 100) < 4)
    #expect(abs(Double(outside) / 200 - 20) < 2)
  }
}
