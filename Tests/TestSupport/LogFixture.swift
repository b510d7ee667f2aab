/// Lines of a log, made up for tests.
package enum LogFixture {
  /// A line of the common format in UTC; `second` counts from the epoch.
  package static func line(
    _ second: Int, client: String = "10.0.0.1", target: String = "/", method: String = "GET",
    status: Int = 200, bytes: Int = 0
  ) -> String {
    "\(client) - - [\(LogLine.stamp(second))] \"\(method) \(target) HTTP/1.1\" \(status) \(bytes)"
  }

  /// Lines in rough order with everything that happens to logs: gaps, lines that are late, far
  /// ahead, malformed, comments, empty.
  package static func troubled(_ count: Int, seed: UInt64, start: Int) -> [String] {
    var random = SeededRandom(seed: seed)
    var second = start
    var repeated: String?
    return (0..<count).map { _ in
      if let line = repeated.take() { return line }
      switch Int.random(in: 0..<1_000, using: &random) {
      case 0..<300: second += 1
      case 300..<310: second += Int.random(in: 0..<40, using: &random)
      case 310: second += Int.random(in: 0..<2_000, using: &random)
      case 311..<320: return "no log line at all"
      case 320..<325: return "#Fields: date time"
      case 325..<330: return ""
      case 330..<345:
        let ahead = [3_599, 3_600, 3_601, 3_700, 7_300, 30_000]
          .randomElement(using: &random, or: 3_600)
        let jump = line(second + ahead, target: "/ahead")
        if Int.random(in: 0..<20, using: &random) == 0 { repeated = jump }
        return jump
      case 345: second += Int.random(in: 3_590..<9_000, using: &random)
      default: break
      }
      let delay =
        Bool.random(using: &random)
        ? 0
        : Int.random(in: 0..<[1, 3, 15, 60].randomElement(using: &random, or: 1), using: &random)
      return line(
        second - delay, client: "10.0.\(Int.random(in: 0..<4, using: &random)).7",
        target: "/\(Int.random(in: 0..<12, using: &random))/x",
        method: ["GET", "POST", "PROPPATCH"].randomElement(using: &random, or: "GET"),
        status: [200, 304, 404, 500, 600].randomElement(using: &random, or: 200),
        bytes: Int.random(in: 0..<60, using: &random))
    }
  }

  /// The bytes of lines, each with its newline.
  package static func bytes(_ lines: [String]) -> [UInt8] {
    lines.flatMap { Array($0.utf8) + [UInt8(ascii: "\n")] }
  }

  /// Cuts bytes into chunks of whole lines of about `size` bytes.
  package static func chunks(_ bytes: [UInt8], size: Int) -> [[UInt8]] {
    var chunks: [[UInt8]] = []
    var start = 0
    while start < bytes.count {
      let newline = UInt8(ascii: "\n")
      let least = start + min(size, bytes.count - start)
      let end = bytes[(least - 1)...].firstIndex(of: newline).map { $0 + 1 } ?? bytes.count
      chunks.append(Array(bytes[start..<end]))
      start = end
    }
    return chunks
  }
}

extension Array {
  fileprivate func randomElement(
    using random: inout SeededRandom, or fallback: Element
  ) -> Element {
    randomElement(using: &random) ?? fallback
  }
}
