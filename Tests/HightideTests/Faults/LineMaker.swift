import Foundation
import TestSupport

/// Makes up the lines of a log that has a clock of its own.
struct LineMaker {
  /// What the log's clock shows, in seconds since the epoch.
  private(set) var clock: Int
  private(set) var written = WrittenLines()
  /// When the requests were, but for those that were only counted.
  private(set) var hits = WrittenHits()
  /// The requests of each section, where these tell lines apart.
  private(set) var hitsBySection: [String: Int] = [:]
  /// How far behind the clock a line may be, in seconds.
  private let longestLag: Int
  private var random: SeededRandom
  private var stamp: (second: Int, text: String) = (.min, "")

  init(clock: Int, longestLag: Int, seed: UInt64) {
    self.clock = clock
    self.longestLag = longestLag
    random = SeededRandom(seed: seed)
  }

  /// Lets the log's clock jump.
  mutating func skip(seconds: Int) { clock += seconds }

  /// Counts lines that were made before and are written again.
  mutating func count(_ lines: WrittenLines) { written += lines }

  /// Appends a line and its newline: mostly a request, now and then anything else.
  mutating func append(to bytes: inout [UInt8]) {
    if random.once(in: 40) { clock += 1 }
    written.lines += 1
    switch random.number(0...399) {
    case 0:
      written.comments += 1
      bytes += Array("# comment \(written.lines)\n".utf8)
    case 1:
      written.malformed += 1
      bytes += Array("no line of a log\n".utf8)
    case 2:
      bytes.append(UInt8(ascii: "\n"))
    case 3:
      written.malformed += 1
      // As each line of a log does, it begins unlike any other: files are told by that.
      bytes += Array("\(written.lines) ".utf8)
      bytes += repeatElement(UInt8(ascii: "x"), count: 65_537 + random.number(0...9_999))
      bytes.append(UInt8(ascii: "\n"))
    case 4...15: appendRequest(to: &bytes, at: clock - random.number(1...longestLag), ending: "\n")
    case 16...20: appendRequest(to: &bytes, at: clock, ending: "\r\n")
    default: appendRequest(to: &bytes, at: clock, ending: "\n")
    }
  }

  /// Appends a request of just now.
  mutating func appendRequest(to bytes: inout [UInt8]) {
    written.lines += 1
    appendRequest(to: &bytes, at: clock, ending: "\n")
  }

  private mutating func appendRequest(to bytes: inout [UInt8], at second: Int, ending: String) {
    written.hits += 1
    hits.add(at: second)
    if stamp.second != second {
      stamp = (second, LogLine.stamp(second))
    }
    bytes += Array("10.0.\(written.hits % 8).1 - - [".utf8)
    bytes += Array(stamp.text.utf8)
    // Each line has a number, so that no two files begin alike.
    let section =
      Soak.linesPerSection.map { "\(written.lines / $0)" } ?? "section\(written.hits % 12)"
    if Soak.linesPerSection != nil { hitsBySection["/" + section, default: 0] += 1 }
    bytes += Array("] \"GET /\(section)/\(written.lines) HTTP/1.1\" 200 42".utf8)
    bytes += Array(ending.utf8)
  }
}
