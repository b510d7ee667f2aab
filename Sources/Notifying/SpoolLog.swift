import AccessLog
import Alerting

/// What the file of a ``Spool`` says: a line for each notice that came, and for each that is done.
struct SpoolLog: Sendable {
  private(set) var waiting: [(notice: Notice, came: Instant)] = []
  /// The keys of the newest notices that are done, oldest first.
  private(set) var done: [String] = []

  private static let head = "hightide queue 1\n"
  private static let doneLimit = 1_024

  /// Reads a file; `nil` if it is another kind of file.
  ///
  /// A last line without its newline was not written to its end, and is left out.
  init?(_ bytes: [UInt8]) {
    guard !bytes.isEmpty else { return }
    let head = Array(SpoolLog.head.utf8)
    guard bytes.starts(with: head) else {
      // The head itself may not have been written to its end.
      guard head.starts(with: bytes) else { return nil }
      return
    }
    var lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    lines.removeLast()
    for line in lines.dropFirst() {
      let fields = line.split(separator: UInt8(ascii: "\t"), omittingEmptySubsequences: false)
        .map(SpoolLog.unescaped)
      switch fields.first {
      case "+":
        guard fields.count > 2, let came = Int(fields[1]),
          let notice = Notice(fields: Array(fields.dropFirst(2)))
        else { return nil }
        add(notice, came: Instant(came))
      case "-":
        guard fields.count == 2 else { return nil }
        finish(fields[1])
      default: return nil
      }
    }
  }

  func knows(_ key: String) -> Bool { isWaiting(key) || done.contains(key) }

  func isWaiting(_ key: String) -> Bool { waiting.contains { $0.notice.key == key } }

  mutating func add(_ notice: Notice, came: Instant) {
    waiting.append((notice, came))
  }

  mutating func finish(_ key: String) {
    waiting.removeAll { $0.notice.key == key }
    done.append(key)
    if done.count > SpoolLog.doneLimit { done.removeFirst() }
  }

  /// The whole file, without what is not needed any more.
  var bytes: [UInt8] {
    let lines =
      done.map(SpoolLog.line(finishing:))
      + waiting.map { SpoolLog.line(adding: $0.notice, came: $0.came) }
    return Array((SpoolLog.head + lines.joined()).utf8)
  }

  static func line(adding notice: Notice, came: Instant) -> String {
    (["+", "\(came.seconds)"] + notice.storedFields).map(escaped).joined(separator: "\t") + "\n"
  }

  static func line(finishing key: String) -> String { "-\t\(escaped(key))\n" }

  private static func escaped(_ text: String) -> String {
    var escaped = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "%": escaped += "%25"
      case "\t": escaped += "%09"
      case "\n": escaped += "%0A"
      default: escaped.unicodeScalars.append(scalar)
      }
    }
    return escaped
  }

  private static func unescaped(_ bytes: ArraySlice<UInt8>) -> String {
    var text: [UInt8] = []
    var place = bytes.startIndex
    while place < bytes.endIndex {
      let digits = bytes[place...].dropFirst().prefix(2)
      if bytes[place] == UInt8(ascii: "%"), digits.count == 2,
        let byte = UInt8(String(decoding: digits, as: UTF8.self), radix: 16)
      {
        text.append(byte)
        place += 3
      } else {
        text.append(bytes[place])
        place += 1
      }
    }
    return String(decoding: text, as: UTF8.self)
  }
}

extension Notice {
  /// All fields as texts, in an order that files rely on.
  fileprivate var storedFields: [String] {
    [
      key, alertKey, rule, group, state.rawValue, severity.rawValue, time, triggerTime, value,
      threshold, hits, message, json, "\(repetition)", why,
    ]
  }

  fileprivate init?(fields: [String]) {
    // Earlier versions did not keep what made it trigger.
    guard (14...15).contains(fields.count), let state = State(rawValue: fields[4]),
      let severity = Severity(rawValue: fields[5]), let repetition = Int(fields[13])
    else { return nil }
    (key, alertKey, rule, group) = (fields[0], fields[1], fields[2], fields[3])
    self.state = state
    self.severity = severity
    (time, triggerTime, value, threshold) = (fields[6], fields[7], fields[8], fields[9])
    (hits, message, json) = (fields[10], fields[11], fields[12])
    self.repetition = repetition
    if fields.count > 14 { why = fields[14] }
  }
}
