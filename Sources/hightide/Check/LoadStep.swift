import Settings

/// A stretch of made-up traffic in the test of a rule: `3m at 30/s with 10 % 503`.
struct LoadStep: Equatable {
  var seconds: Int
  /// Hits per second.
  var rate: Double
  /// Which part of the hits has another status than 200.
  var status: (share: Double, code: Int)?
  var path: String?

  /// What can be entered, in words.
  static let accepted =
    "steps with ', then' between them, each with at most one path and one status, "
    + "such as 20s at 5/s, then 3m at 30/s to /api with 10 % 503"

  /// Understands all steps of a load; `nil` for anything else.
  static func list(_ text: String) -> [LoadStep]? {
    var steps: [LoadStep] = []
    for part in text.split(separator: ",", omittingEmptySubsequences: false) {
      var words = part.split(separator: " ").map(String.init)
      if words.first == "then", !steps.isEmpty { words.removeFirst() }
      guard let step = LoadStep(words) else { return nil }
      steps.append(step)
    }
    return steps.isEmpty ? nil : steps
  }

  private init?(_ words: [String]) {
    var words = words[...]
    guard let span = words.popFirst(),
      let seconds = Duration.wholeSeconds(entered: span, in: 1...86_400),
      words.popFirst() == "at", let rate = words.popFirst().flatMap(Double.init(enteredRate:)),
      rate <= 10_000
    else { return nil }
    self.seconds = seconds
    self.rate = rate
    while let word = words.popFirst() {
      switch word {
      case "to":
        guard path == nil, let path = words.popFirst(), path.hasPrefix("/") else { return nil }
        self.path = path
      case "with":
        // `10 % 503` or `10% 503`.
        var share = words.popFirst() ?? ""
        if share.hasSuffix("%") {
          share.removeLast()
        } else if words.popFirst() != "%" {
          return nil
        }
        guard status == nil, let percent = Double(entered: share), percent <= 100,
          let code = words.popFirst().flatMap({ Int(entered: $0, in: 100...999) })
        else { return nil }
        status = (percent / 100, code)
      default: return nil
      }
    }
  }

  static func == (one: LoadStep, other: LoadStep) -> Bool {
    one.seconds == other.seconds && one.rate == other.rate && one.path == other.path
      && one.status?.share == other.status?.share && one.status?.code == other.status?.code
  }

  /// The hits that are due once so many seconds have passed.
  func hits(after seconds: Int) -> Int { Int(Double(seconds) * rate + 1e-9) }

  /// The seconds of the step in pieces of about that many hits.
  func pieces(ofHits count: Int) -> [Range<Int>] {
    let length = max(1, Int(Double(count) / max(1, rate)))
    return stride(from: 0, to: seconds, by: length).map { $0..<min(seconds, $0 + length) }
  }

  /// Appends the lines of some seconds of the step, which begins at a second.
  func append(
    _ piece: Range<Int>, startingAt start: Int, stamp: (Int) -> String, to lines: inout [UInt8]
  ) {
    var number = hits(after: piece.lowerBound)
    let path = path ?? "/"
    for second in piece {
      let time = stamp(start + second)
      for _ in hits(after: second)..<hits(after: second + 1) {
        number += 1
        lines += "192.0.2.1 - - [\(time)] \"GET \(path) HTTP/1.1\" \(code(of: number)) 1000\n".utf8
      }
    }
  }

  /// The status of a hit, counted from 1: the others come as evenly as they can.
  private func code(of number: Int) -> Int {
    guard let status else { return 200 }
    func others(_ count: Int) -> Int { Int(Double(count) * status.share + 1e-9) }
    return others(number) > others(number - 1) ? status.code : 200
  }
}
