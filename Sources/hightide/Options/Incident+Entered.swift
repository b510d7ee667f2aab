import AccessLog
import Settings
import TrafficGenerator

extension Incident {
  /// What is accepted, in words.
  static let accepted =
    "KIND:VALUE,xFACTOR,START+LENGTH with network (a /24), path, agent or status as KIND, such as "
    + "network:203.0.113.0/24,x8,60s+120s"

  /// `network:203.0.113.0/24,x8,60s+120s`: from a minute on, for two, eight times the rate, most of it
  /// from that network.
  init?(entered text: String) {
    // The value may have commas in it, the other two have none.
    let parts = text.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    guard parts.count >= 3, parts[parts.count - 2].hasPrefix("x"),
      let factor = Double(entered: String(parts[parts.count - 2].dropFirst())), factor > 1,
      let mark = Mark(entered: parts.dropLast(2).joined(separator: ","))
    else { return nil }
    let span = parts[parts.count - 1].split(separator: "+", omittingEmptySubsequences: false)
    guard span.count == 2, let start = Duration(entered: String(span[0])),
      let length = Duration(entered: String(span[1])), length > .zero
    else { return nil }
    self.init(mark, surge: Surge(start: start, length: length, factor: factor))
  }
}

extension Incident.Mark {
  fileprivate init?(entered text: String) {
    guard let colon = text.firstIndex(of: ":") else { return nil }
    let value = String(text[text.index(after: colon)...])
    let isPrintable = value.utf8.allSatisfy { (0x20..<0x7F).contains($0) && $0 != 0x22 }
    guard !value.isEmpty, isPrintable else { return nil }
    switch text[..<colon] {
    case "network":
      guard value.hasSuffix(".0/24") else { return nil }
      let numbers = value.dropLast(5).split(separator: ".", omittingEmptySubsequences: false)
        .map { Int(entered: String($0), in: 0...255) }
      guard numbers.count == 3, let first = numbers[0], let second = numbers[1],
        let third = numbers[2]
      else { return nil }
      self = .network(UInt8(first), UInt8(second), UInt8(third))
    case "path":
      guard value.hasPrefix("/"), !value.contains(" ") else { return nil }
      self = .path(Array(value.utf8))
    case "agent": self = .agent(Array(value.utf8))
    case "status":
      guard value.utf8.count == 3, let status = Int(entered: value, in: 100...599) else {
        return nil
      }
      self = .status(status)
    default: return nil
    }
  }
}
