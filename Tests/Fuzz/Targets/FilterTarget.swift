import AccessLog
import Query

/// A filter, a NUL, and lines that it is asked of.
///
/// A mistake is shown at its place, and what is understood chooses the same hits when it is understood
/// again, and the others when it is negated.
struct FilterTarget {
  private let text: String
  private let lines: [ArraySlice<UInt8>]

  init(_ input: FuzzInput) {
    let parts = input.rest.split(separator: 0, maxSplits: 1, omittingEmptySubsequences: false)
    text = String(decoding: parts.first ?? [], as: UTF8.self)
    lines = (parts.dropFirst().first ?? []).split(separator: UInt8(ascii: "\n"))
  }

  func check() {
    do throws(FilterError) {
      let filter = try Filter(text)
      checkTwice(filter, try Filter(" (\(text)) "))
      do throws(FilterError) {
        let negated = try Filter("not (\(text))")
        require(filter.parts == negated.parts)
        checkTwice(filter, negated, isNegated: true)
      } catch {
        require(error.problem.hasPrefix("more than"), "what is understood can be negated")
      }
    } catch {
      check(error)
    }
  }

  private func check(_ error: FilterError) {
    require(0...text.utf8.count ~= error.offset, "a mistake is in the filter, or at its end")
    let lines = [error.description] + error.excerpt
    require(
      lines.allSatisfy { $0.utf8.allSatisfy { (0x20..<0x7F).contains($0) } },
      "what is said of a mistake is safe on a terminal")
    require(error.excerpt[1].utf8.count <= error.excerpt[0].utf8.count + 1)
    require(error.excerpt[0].utf8.count <= 6 + 4 * 75, "an excerpt is short")
  }

  private func checkTwice(_ filter: Filter, _ other: Filter, isNegated: Bool = false) {
    var reader = FilterReader(filter, key: 7)
    var otherReader = FilterReader(other, key: 8)
    for line in lines {
      let bytes = Array(line)
      var parser = LineParser()
      let span = unsafe bytes.span.bytes
      guard case .hit(let hit) = parser.parse(span, 0..<bytes.count) else { continue }
      let isMatch = reader.matches(hit, span)
      require(otherReader.matches(hit, span) == (isMatch != isNegated))
    }
  }
}
