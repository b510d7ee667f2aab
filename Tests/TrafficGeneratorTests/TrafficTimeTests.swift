import AccessLog
import Testing
import TrafficGenerator

/// When the lines come.
struct TrafficTimeTests {
  @Test
  func everyLineTellsTheSecondItComesIn() {
    var asked = profile(lines: 5_000)
    asked.secondsEastOfUTC = 19_800
    let sample = Sample(asked)
    #expect(zip(sample.times, sample.times.dropFirst()).allSatisfy { $0 <= $1 })
    var hits = 0
    for (kind, time) in zip(sample.kinds, sample.times) {
      guard case .hit(let hit) = kind else { continue }
      hits += 1
      #expect(hit.instant.seconds == 1_594_195_830 + Int(time.components.seconds))
    }
    #expect(hits > 4_900)
    let first = String(decoding: sample.lines[0], as: UTF8.self)
    #expect(first.contains(" [08/Jul/2020:13:40:30 +0530] "))
  }

  @Test(arguments: [0.5, 10, 400, 20_000])
  func rateIsKeptOnAverage(linesPerSecond: Double) {
    var asked = profile(lines: 2_500)
    asked.linesPerSecond = linesPerSecond
    let end = Sample(asked).times[2_499]
    // Five deviations of the time that 2,500 independent lines take.
    #expect(abs(end / .seconds(1) * linesPerSecond - 2_500) < 250)
  }

  // The count of a Poisson process has the variance of its mean; an even pace would have none.
  @Test
  func secondsDifferAsThoseOfIndependentRequestsDo() {
    var asked = TrafficProfile(start: Instant(0))
    asked.duration = .seconds(1_000)
    asked.linesPerSecond = 10
    let sample = Sample(asked)
    var counts = [Int](repeating: 0, count: 1_000)
    for time in sample.times { counts[Int(time.components.seconds)] += 1 }
    let mean = Double(sample.times.count) / 1_000
    let variance = counts.reduce(0) { $0 + (Double($1) - mean) * (Double($1) - mean) } / 1_000
    #expect((9.5...10.5).contains(mean))
    #expect((0.8...1.2).contains(variance / mean))
  }

  @Test
  func durationEndsTheTraffic() {
    var asked = TrafficProfile(start: Instant(0))
    asked.duration = .milliseconds(2_500)
    let times = Sample(asked).times
    #expect((150...350).contains(times.count))
    #expect(times.allSatisfy { $0 < .milliseconds(2_500) })
    asked.lines = 20
    #expect(Sample(asked).times.count == 20)
  }

  @Test
  func surgeMultipliesTheRateWhileItLasts() {
    var asked = TrafficProfile(start: Instant(0))
    asked.duration = .seconds(300)
    asked.linesPerSecond = 10
    asked.surges = [Surge(start: .seconds(60), length: .seconds(90), factor: 5)]
    let sample = Sample(asked)
    #expect(abs(sample.count(from: .zero, to: .seconds(60)) - 600) < 125)
    #expect(abs(sample.count(from: .seconds(60), to: .seconds(150)) - 4_500) < 340)
    #expect(abs(sample.count(from: .seconds(150), to: .seconds(300)) - 1_500) < 200)
  }

  @Test
  func surgeComesBackAfterItsPeriod() {
    var asked = TrafficProfile(start: Instant(0))
    asked.duration = .seconds(100)
    asked.surges = [
      Surge(start: .seconds(10), length: .seconds(5), factor: 4, period: .seconds(30))
    ]
    let sample = Sample(asked)
    for second in stride(from: 0, to: 100, by: 5) {
      let count = sample.count(from: .seconds(second), to: .seconds(second + 5))
      let isSurging = [10, 40, 70].contains(second)
      #expect(abs(count - (isSurging ? 2_000 : 500)) < (isSurging ? 230 : 115), "second \(second)")
    }
  }

  @Test
  func surgesThatOverlapMultiplyEachOther() {
    var asked = TrafficProfile(start: Instant(0))
    asked.duration = .seconds(30)
    asked.surges = [
      Surge(start: .seconds(0), length: .seconds(20), factor: 2),
      Surge(start: .seconds(10), length: .seconds(20), factor: 3),
    ]
    let sample = Sample(asked)
    #expect(abs(sample.count(from: .seconds(0), to: .seconds(10)) - 2_000) < 230)
    #expect(abs(sample.count(from: .seconds(10), to: .seconds(20)) - 6_000) < 390)
    #expect(abs(sample.count(from: .seconds(20), to: .seconds(30)) - 3_000) < 280)
  }

  @Test
  func factorOfZeroIsSilence() {
    var asked = TrafficProfile(start: Instant(0))
    asked.duration = .seconds(60)
    asked.surges = [Surge(start: .seconds(20), length: .seconds(20), factor: 0)]
    let sample = Sample(asked)
    #expect(sample.count(from: .seconds(20), to: .seconds(40)) == 0)
    #expect(abs(sample.count(from: .seconds(40), to: .seconds(60)) - 2_000) < 230)
  }

  // Nothing to write, but never a trap or a loop without end.
  @Test(
    .timeLimit(.minutes(10)),
    arguments: [0, -1, .nan, -.infinity, 1e-300] as [Double])
  func rateThatMakesNoSenseGivesNoLines(linesPerSecond: Double) {
    var asked = profile(lines: 10)
    asked.linesPerSecond = linesPerSecond
    #expect(Sample(asked).lines.isEmpty)
  }

  @Test(.timeLimit(.minutes(10)))
  func extremesOfEveryOtherKindAreTaken() {
    var asked = profile(lines: 200)
    asked.linesPerSecond = .infinity
    asked.secondsEastOfUTC = .max
    asked.malformedShare = 7
    asked.oddityShare = .nan
    asked.sections = .min
    asked.clients = .max
    asked.skew = 1e6
    asked.surges = [
      Surge(start: .seconds(-5), length: .seconds(Int64.max), factor: 2, period: .zero),
      Surge(start: .seconds(Int64.max), length: .seconds(-1), factor: .nan),
    ]
    #expect(Sample(asked).lines.count == 200)
    asked.malformedShare = 0
    asked.secondsEastOfUTC = .min
    #expect(Sample(asked).hits.count == 200)
  }

  @Test(arguments: [
    (Int.min, 0), (-62_167_219_201, 0), (0, 9), (253_402_300_800, 0), (Int.max, 0),
  ])
  func onlyYearsOfFourDigitsAreWritten(start: Int, lines: Int) {
    var asked = profile(lines: 9)
    asked.start = Instant(start)
    #expect(Sample(asked).hits.count == lines)
  }

  // Over the window of two minutes that the rule looks at when nothing else is said.
  @Test
  func demoTripsTheAlertInEachSurgeAndLetsItRecover() {
    var asked = TrafficProfile.demo(start: Instant(0))
    asked.duration = .seconds(1_080)
    let sample = Sample(asked)
    func average(endingAt second: Int) -> Double {
      Double(sample.count(from: .seconds(second - 120), to: .seconds(second))) / 120
    }
    for start in [45, 405, 765] {
      #expect(average(endingAt: start + 40) > 10)
      #expect(average(endingAt: start + 100) > 15)
      #expect(average(endingAt: start + 300) < 10)
    }
  }
}
