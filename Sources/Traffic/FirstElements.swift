extension Array {
  /// Moves the elements that come first to the beginning, so many of them, in any order.
  ///
  /// Each step parts those among which the last of them must be, as in Hoare's "Find" (1961). Where
  /// that does not end soon, which names may be chosen for, what is left is sorted.
  ///
  /// - Precondition: `count` is from 0 to the number of elements.
  /// - Complexity: O(n) on average, O(n log n) at most.
  @inlinable package mutating func moveFirst(
    _ count: Int, by comesFirst: (_ left: Element, _ right: Element) -> Bool
  ) {
    precondition(0...self.count ~= count)
    var (low, high) = (0, self.count)
    var steps = 2 * (Int.bitWidth - self.count.leadingZeroBitCount)
    // All before `low` come before all from `high` on, and `count` is between.
    while low < count, count < high, high - low > 1 {
      guard steps > 0 else { return self[low..<high].sort(by: comesFirst) }
      steps -= 1
      let middle = self[low + (high - low) / 2]
      var (left, right) = (low, high - 1)
      while left <= right {
        while comesFirst(self[left], middle) { left += 1 }
        while comesFirst(middle, self[right]) { right -= 1 }
        guard left <= right else { break }
        swapAt(left, right)
        left += 1
        right -= 1
      }
      // What is between the two is equal to the middle.
      if count <= right + 1 {
        high = right + 1
      } else if count >= left {
        low = left
      } else {
        return
      }
    }
  }
}
