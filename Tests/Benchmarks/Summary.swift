/// Reads numbers out of the last line that `hightide --json` wrote.
struct Summary {
  /// More than a line has that lists the usual sections.
  ///
  /// Not all is read: the memory of a program that is started counts from that of this one.
  private static let longestLine = 65_536

  private let line: Substring

  init(path: String) {
    let text = String(
      decoding: contents(of: path, last: Summary.longestLine), as: UTF8.self)
    line = text.split(separator: "\n").last ?? ""
  }

  /// The number behind the last `"key":`, as the totals stand at the end; `nil` where there is none.
  func number(_ key: String) -> Int? {
    pieces(behind: "\"\(key)\":").last.flatMap { Int($0.prefix { $0.isNumber }) }
  }

  /// The hits of a section that is listed.
  func hits(ofSection name: String) -> Int? {
    pieces(behind: "{\"section\":\"\(name)\",\"hits\":").first
      .flatMap { Int($0.prefix { $0.isNumber }) }
  }

  private func pieces(behind mark: String) -> [Substring] {
    var pieces: [Substring] = []
    var rest = line
    while let range = rest.firstRange(of: mark) {
      rest = rest[range.upperBound...]
      pieces.append(rest)
    }
    return pieces
  }
}
