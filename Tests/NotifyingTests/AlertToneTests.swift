import Alerting
import Testing

@testable import Notifying

/// A person who does not look hears what happened, and how bad it is.
struct AlertToneTests {
  /// The tones of a sound, without the silence between them.
  private func tones(_ samples: [Int16]) -> [ArraySlice<Int16>] {
    var tones: [ArraySlice<Int16>] = []
    var start: Int?
    var quiet = 0
    for place in samples.indices {
      quiet = samples[place].magnitude < 100 ? quiet + 1 : 0
      if quiet == 0, start == nil { start = place }
      if quiet > 500, let begun = start {
        tones.append(samples[begun...place - quiet])
        start = nil
      }
    }
    if let start { tones.append(samples[start...]) }
    return tones
  }

  /// Hertz, by how often the samples change their sign.
  private func frequency(_ samples: ArraySlice<Int16>) -> Double {
    let crossings = zip(samples, samples.dropFirst()).count { ($0 < 0) != ($1 < 0) }
    return Double(crossings) / 2 / (Double(samples.count) / Double(AlertTone.sampleRate))
  }

  @Test(arguments: [(Severity.info, 1), (.warning, 2), (.critical, 4)])
  func risesForATriggerAndFallsForARecovery(severity: Severity, count: Int) {
    for (state, low, high) in [
      (Notice.State.triggered, 0, 1), (.recovered, 1, 0),
    ] {
      let tones = tones(AlertTone(state, severity).samples)
      #expect(tones.count == count)
      for tone in tones {
        let eighth = tone.count / 8
        let ends = [tone.prefix(eighth), tone.suffix(eighth)].map(frequency)
        #expect((520...600).contains(ends[low]) && (970...1_050).contains(ends[high]))
      }
    }
  }

  @Test func isLoudButNotCutOff() {
    let samples = AlertTone(.triggered, .critical).samples
    let loudest = samples.map(\.magnitude).max() ?? 0
    #expect((15_000...16_500).contains(loudest))
    // It begins and ends in silence.
    #expect(samples.first == 0 && (samples.last?.magnitude ?? 0) < 200)
  }

  @Test func isAWaveFileThatSaysItsLength() {
    let tone = AlertTone(.recovered, .info)
    let wave = tone.wave
    func number(_ place: Int, _ bytes: Int) -> Int {
      wave[place..<place + bytes].reversed().reduce(0) { $0 << 8 | Int($1) }
    }
    #expect(String(decoding: wave.prefix(16), as: UTF8.self).hasPrefix("RIFF"))
    #expect(String(decoding: wave[8..<16], as: UTF8.self) == "WAVEfmt ")
    #expect(number(4, 4) == wave.count - 8 && number(40, 4) == wave.count - 44)
    // PCM, one channel, 22,050 samples of two bytes a second.
    #expect([number(20, 2), number(22, 2), number(24, 4)] == [1, 1, 22_050])
    #expect([number(28, 4), number(32, 2), number(34, 2)] == [44_100, 2, 16])
    #expect(wave.count == 44 + 2 * tone.samples.count)
  }
}
