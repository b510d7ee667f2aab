/// The text that a hit has for a field.
package enum FieldValue: Sendable {
  /// The line lacks the field.
  case missing
  /// It stands in the bytes that the hit was parsed from.
  case logged(Range<Int>)
  /// It was appended to the buffer that the caller gave.
  case made
}

extension FieldValue {
  /// What stands at a range, or `-` where nothing does: what a hit without a usable request has.
  static func logged(_ range: Range<Int>?, orUnknown made: inout [UInt8]) -> FieldValue {
    if let range, !range.isEmpty { return .logged(range) }
    made.append(UInt8(ascii: "-"))
    return .made
  }
}
