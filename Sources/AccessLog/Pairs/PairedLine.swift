/// What a line is of a record that stands in two lines.
enum PairedLine {
  /// Neither of the two.
  case none
  /// The first: it says what was asked for. `text` is what the hit needs of it, as a JSON object that
  /// ``PairReader`` reads.
  case opening(key: [UInt8], second: Int, text: [UInt8])
  /// The second: it is the hit.
  case completion(key: [UInt8], second: Int)

  var isOpening: Bool { if case .opening = self { true } else { false } }
}
