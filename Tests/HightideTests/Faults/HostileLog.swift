import Foundation
import TestSupport

/// A log that somebody wrote to make a reader's tables grow.
struct HostileLog {
  enum Attack: String, CaseIterable {
    case everyLineASection, longSections, longEscapedSections, everyLineATarget, longTargets
    case everyLineAHost, everyLineAMethod, longMethods, longLines, endlessLine
    case everyLineASecond, backwards
    case escapes, nuls, changingFormats
  }

  private static let blockSize = 1 << 18
  private static let linesOfAFormat = 150

  let attack: Attack
  private(set) var lines = 0
  private var bytes: [UInt8] = []
  /// Where the numbers stand that are different in every line.
  private var places: [Int] = []
  private var number = 0

  init(_ attack: Attack) {
    self.attack = attack
  }

  /// The next bytes of the log, whole lines unless it is one line.
  mutating func block() -> [UInt8] {
    switch attack {
    case .endlessLine:
      lines = 1
      return [UInt8](repeating: UInt8(ascii: "x"), count: HostileLog.blockSize)
    case .everyLineASecond, .backwards:
      bytes = []
      while bytes.count < HostileLog.blockSize { appendNextSecond() }
      return bytes
    case .changingFormats:
      bytes = []
      while bytes.count < HostileLog.blockSize { appendLinesOfNextFormat() }
      return bytes
    default:
      if bytes.isEmpty { makeBlock() }
      lines += places.count
      for place in places { setNumber(at: place) }
      return bytes
    }
  }

  private mutating func appendNextSecond() {
    number += attack == .backwards ? -1 : 1
    lines += 1
    let time = Date(timeIntervalSince1970: 1_500_000_000 + TimeInterval(number))
    bytes += Array(LogLine.request(at: time).utf8)
  }

  /// As few lines of one format as are enough to find it.
  private mutating func appendLinesOfNextFormat() {
    number += 1
    let line =
      number.isMultiple(of: 2)
      ? LogLine.request(at: Date(timeIntervalSince1970: 1_500_000_000))
      : #"{"time_iso8601":"2017-07-14T02:40:00+00:00","remote_addr":"192.0.2.1","#
        + #""request":"GET /a HTTP/1.1","status":"200","body_bytes_sent":"1"}"# + "\n"
    for _ in 0..<HostileLog.linesOfAFormat { bytes += Array(line.utf8) }
    lines += HostileLog.linesOfAFormat
  }

  /// A line with a place for a number, `@`.
  private var line: String {
    let time = "[08/Jul/2020:10:10:30 +0200]"
    func long(_ count: Int) -> String { String(repeating: "x", count: count) }
    return switch attack {
    case .everyLineATarget: "h - - \(time) \"GET /a/@/b?c HTTP/1.1\" 200 1"
    case .longSections: "h - - \(time) \"GET /@\(long(60_000))/x HTTP/1.1\" 200 1"
    // Each byte is six when it is reported.
    case .longEscapedSections:
      "h - - \(time) \"GET /@\(String(repeating: "\u{1}", count: 60_000))/x HTTP/1.1\" 200 1"
    case .longTargets: "h - - \(time) \"GET /a/@\(long(60_000)) HTTP/1.1\" 200 1"
    case .everyLineAHost: "@ - - \(time) \"GET / HTTP/1.1\" 200 1"
    case .everyLineAMethod: "h - - \(time) \"@ / HTTP/1.1\" 200 1"
    case .longMethods: "h - - \(time) \"@\(long(60_000)) / HTTP/1.1\" 200 1"
    case .escapes: "h - - \(time) \"GET /\u{1B}]52;c;@\u{7}\u{202E}\u{9B}\\\" HTTP/1.1\" 200 1"
    case .nuls: "\0\0\0h\0 - - \(time) \"GET /\0@\0 HTTP/1.1\" 200 1"
    // As long as a line may be.
    case .longLines: "h - - \(time) \"GET /@ HTTP/1.1\" 200 1 \"\(long(65_536 - 78))\""
    default: "h - - \(time) \"GET /@ HTTP/1.1\" 200 1"
    }
  }

  private mutating func makeBlock() {
    let parts = line.split(separator: "@", omittingEmptySubsequences: false).map { Array($0.utf8) }
    while bytes.count < HostileLog.blockSize {
      bytes += parts[0]
      places.append(bytes.count)
      bytes += [UInt8](repeating: UInt8(ascii: "0"), count: 16)
      bytes += parts[1]
      // Half of the long lines are a byte too long.
      if attack == .longLines, places.count % 2 == 0 { bytes.append(UInt8(ascii: "x")) }
      bytes.append(UInt8(ascii: "\n"))
    }
  }

  private mutating func setNumber(at place: Int) {
    number += 1
    var rest = number
    for index in 0..<16 {
      bytes[place + index] = UInt8(ascii: "A") + UInt8(rest & 15)
      rest >>= 4
    }
  }
}
