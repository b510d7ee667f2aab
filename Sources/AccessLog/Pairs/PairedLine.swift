/// What a line is of a record that stands in two lines.
enum PairedLine {
  /// Neither of the two.
  case none
  /// The first: it says what was asked for. `text` is what the hit needs of it, as a JSON object that
  /// ``PairReader`` reads.
  case opening(key: [UInt8], second: Int, text: [UInt8])
  /// The second: it is the hit, unless it lacks what `numbers` says.
  case completion(key: [UInt8], second: Int, numbers: PairedNumbers?)

  var isOpening: Bool { if case .opening = self { true } else { false } }
}

/// What the second line of a record says of its hit.
struct PairedNumbers: Equatable {
  /// Seconds since the epoch.
  var second: Int
  /// 0 to 999.
  var status: Int
  var nanoseconds: Int
}

/// What a line has to have behind it to be read by itself; see ``PairReader``.
enum PairedSuffix: Equatable {
  case none
  /// It is the first line of a record.
  case opening
  /// It is the second line of one whose first line is known.
  case hit(PairedNumbers, opening: [UInt8])

  var isHit: Bool { if case .hit = self { true } else { false } }

  /// Appends the suffix to a line.
  func append(to line: inout [UInt8]) {
    switch self {
    case .none: break
    case .opening: line.append(PairReader.separator)
    case .hit(let numbers, let opening):
      line.append(PairReader.separator)
      for number in [numbers.second, numbers.status, numbers.nanoseconds] {
        line += String(number).utf8
        line.append(space)
      }
      line += opening
    }
  }
}
