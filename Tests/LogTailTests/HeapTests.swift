import TestSupport
import Testing

@testable import LogTail

struct HeapTests {
  @Test(arguments: 0..<40)
  func givesWhatSortingGives(count: Int) {
    var random = SeededRandom(seed: UInt64(count))
    var elements = (0..<count).map { _ in random.below(20) }
    var heap = Heap(elements)
    elements.sort()
    while !elements.isEmpty {
      #expect(heap.first == elements.first)
      #expect(heap.second == elements.dropFirst().first)
      if random.once(in: 3) {
        heap.removeFirst()
        elements.removeFirst()
      } else {
        // A run's next line is mostly later than the one before, and need not be.
        let next = elements[0] + random.below(8) - 1
        heap.replaceFirst(with: next)
        elements[0] = next
        elements.sort()
        if elements.count > 1, random.once(in: 4) {
          heap.removeFirst()
          elements.removeFirst()
        }
      }
    }
    #expect(heap.first == nil && heap.second == nil)
  }
}
