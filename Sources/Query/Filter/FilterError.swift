import AccessLog

/// A mistake in a filter: where it is, and what was expected there.
package struct FilterError: Error, Equatable {
  /// The filter.
  package let text: String
  /// In the bytes of the filter, from 0 up to and including their count.
  package let offset: Int
  /// What was expected there, or what is wrong with what is there.
  package let problem: String

  /// How much of a filter is shown around the place.
  private static let shownBefore = 50
  private static let shownBehind = 25
}

extension FilterError: CustomStringConvertible {
  /// What is wrong at which column, counted from 1; one line.
  package var description: String { "\(problem), at column \(offset + 1)" }

  /// The filter and, below it, a caret under the place; each safe on a terminal.
  ///
  /// Of a long filter the part around the place is shown.
  package var excerpt: [String] {
    let bytes = Array(text.utf8)
    let start = max(0, offset - FilterError.shownBefore)
    let end = min(bytes.count, offset + FilterError.shownBehind)
    let before = (start > 0 ? "..." : "") + printableText(bytes[start..<offset])
    let behind = printableText(bytes[offset..<end]) + (end < bytes.count ? "..." : "")
    return [before + behind, String(repeating: " ", count: before.utf8.count) + "^"]
  }
}
