import TestSupport
import Testing

@testable import Traffic

@Suite struct FirstElementsTests {
  /// As they come, sorted either way, nearly all equal, and rising and falling in turn.
  private static let orders: [@Sendable (Int, inout SeededRandom) -> Int] = [
    { _, random in random.below(1_000) }, { index, _ in index }, { index, _ in -index },
    { index, _ in index.isMultiple(of: 50) ? index : 3 },
    { index, _ in index.isMultiple(of: 2) ? index : -index },
  ]

  @Test(arguments: 0..<5, [0, 1, 2, 3, 17, 300])
  func theFirstOfAnySoManyAreThoseThatSortingPutsThere(order: Int, size: Int) {
    var random = SeededRandom(seed: UInt64(size + order))
    let numbers = (0..<size).map { Self.orders[order]($0, &random) }
    let sorted = numbers.sorted()
    for count in 0...size {
      var moved = numbers
      moved.moveFirst(count, by: <)
      #expect(moved[..<count].sorted()[...] == sorted[..<count])
      #expect(moved.sorted() == sorted)
    }
  }

  /// Where each middle that is chosen comes first of what is left, it would take a quarter of a
  /// million comparisons of 1,000 elements.
  @Test func noOrderMakesItSlow() {
    let count = 1_000
    // Found by letting the order answer as late as it can: what was not compared yet is the greatest.
    var ranks = Array(repeating: Int.max, count: count)
    var next = 0
    var candidate = 0
    var comparisons = 0
    func comesFirst(_ left: Int, _ right: Int) -> Bool {
      comparisons += 1
      if ranks[left] == .max, ranks[right] == .max {
        let fixed = left == candidate ? left : right
        ranks[fixed] = next
        next += 1
      }
      if ranks[left] == .max { candidate = left } else if ranks[right] == .max { candidate = right }
      return ranks[left] < ranks[right]
    }
    var elements = Array(0..<count)
    elements.moveFirst(count - 1, by: comesFirst)
    #expect(comparisons < 60 * count, "\(comparisons)")
    let last = elements[count - 1]
    #expect(elements.allSatisfy { ranks[$0] <= ranks[last] })
  }
}
