import Alerting

/// The sound of a transition: tones that rise for a trigger and fall for a recovery, more and shorter ones
/// the worse the alert is.
package struct AlertTone: Sendable, Hashable {
  package var state: Notice.State
  package var severity: Severity

  package init(_ state: Notice.State, _ severity: Severity) {
    self.state = state
    self.severity = severity
  }

  init(of notice: Notice) {
    self.init(notice.state, notice.severity)
  }

  /// Samples per second.
  static let sampleRate = 22_050
  /// In hertz; an octave.
  private static let range = (low: 523.25, high: 1_046.5)
  private static let gapSeconds = 0.08
  /// Over which a tone swells and fades, so that it does not click.
  private static let edgeSeconds = 0.01

  private var tones: (count: Int, seconds: Double) {
    switch severity {
    case .info: (1, 0.4)
    case .warning: (2, 0.3)
    case .critical: (4, 0.2)
    }
  }

  /// One channel of samples.
  var samples: [Int16] {
    let gap = [Int16](repeating: 0, count: Int(AlertTone.gapSeconds * Double(AlertTone.sampleRate)))
    return Array((0..<tones.count).map { _ in tone }.joined(separator: gap))
  }

  /// A tone that slides from one end of the range to the other.
  private var tone: [Int16] {
    let count = Int(tones.seconds * Double(AlertTone.sampleRate))
    let edge = AlertTone.edgeSeconds * Double(AlertTone.sampleRate)
    let (low, high) = AlertTone.range
    var turns = 0.0
    return (0..<count).map { place in
      let part = Double(place) / Double(count)
      let frequency = low + (high - low) * (state == .triggered ? part : 1 - part)
      turns += frequency / Double(AlertTone.sampleRate)
      let loudness = min(1, Double(place) / edge, Double(count - place) / edge)
      return Int16(AlertTone.sine(turns - turns.rounded(.down)) * loudness * 0.5 * 32_767)
    }
  }

  /// The sine of a part of a whole turn, within a thousandth.
  ///
  /// A parabola for each half, corrected by its square.
  private static func sine(_ turn: Double) -> Double {
    let half = turn < 0.5 ? turn * 2 : turn * 2 - 1
    let arch = 4 * half * (1 - half)
    return (0.775 * arch + 0.225 * arch * arch) * (turn < 0.5 ? 1 : -1)
  }

  /// A file in the WAVE format: 16-bit PCM.
  package var wave: [UInt8] {
    let samples = samples
    let byteCount = samples.count * 2
    var bytes: [UInt8] = []
    func append(_ text: StaticString) {
      // A constant of ASCII.
      text.withUTF8Buffer { unsafe bytes.append(contentsOf: $0) }
    }
    func append(_ value: some FixedWidthInteger) {
      for place in 0..<value.bitWidth / 8 {
        bytes.append(UInt8(truncatingIfNeeded: value >> (8 * place)))
      }
    }
    append("RIFF")
    append(UInt32(36 + byteCount))
    append("WAVEfmt ")
    append(UInt32(16))
    append(UInt16(1))  // PCM.
    append(UInt16(1))  // One channel.
    append(UInt32(AlertTone.sampleRate))
    append(UInt32(AlertTone.sampleRate * 2))
    append(UInt16(2))
    append(UInt16(16))
    append("data")
    append(UInt32(byteCount))
    for sample in samples { append(sample) }
    return bytes
  }
}
