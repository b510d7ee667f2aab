/// A binary heap: values of which the least is found at once.
struct Heap<Element: Comparable> {
  /// - Invariant: no element is less than the one at half its place.
  private var elements: [Element]

  /// - Complexity: O(n log n).
  init(_ elements: [Element]) {
    // What is sorted is a heap.
    self.elements = elements.sorted()
  }

  /// The least element.
  var first: Element? { elements.first }

  /// The least of the others.
  var second: Element? {
    guard elements.count > 2 else { return elements.count == 2 ? elements[1] : nil }
    return min(elements[1], elements[2])
  }

  /// Puts another element in the place of the least one.
  ///
  /// - Complexity: O(log n).
  mutating func replaceFirst(with element: Element) {
    elements[0] = element
    sink()
  }

  /// Removes and returns the least element.
  ///
  /// - Complexity: O(log n).
  mutating func removeFirst() {
    let last = elements.removeLast()
    if !elements.isEmpty { replaceFirst(with: last) }
  }

  /// Moves the first element to where it belongs.
  private mutating func sink() {
    var place = 0
    while case let left = 2 * place + 1, left < elements.count {
      let right = left + 1
      let least = right < elements.count && elements[right] < elements[left] ? right : left
      guard elements[least] < elements[place] else { return }
      elements.swapAt(place, least)
      place = least
    }
  }
}
