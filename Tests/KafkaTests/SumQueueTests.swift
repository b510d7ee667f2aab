import Testing

@testable import Kafka

/// Records of sums that wait, and which of them later ones replace.
struct SumQueueTests {
  private var queue = SumQueue()
  private var offset = 0

  private mutating func append(
    _ subject: String, _ revision: Int, isShort: Bool = false, bytes: Int = 10
  ) {
    queue.append(
      Array(repeating: 0, count: bytes), from: offset, at: offset, isEarly: true,
      SumStamp(subject: Array(subject.utf8), revision: revision, isShort: isShort))
    offset += 1
  }

  /// The offsets of what is left, in order.
  private mutating func takeAll() -> [Int] {
    var offsets: [Int] = []
    while let record = queue.first {
      offsets.append(record.offset)
      queue.removeFirst()
    }
    return offsets
  }

  @Test mutating func theLastRevisionOfASubjectIsLeft() {
    append("a", 1)
    append("b", 1)
    append("a", 2)
    append("c", 1)
    append("a", 3)
    #expect(queue.byteCount == 30)
    #expect(takeAll() == [1, 3, 4] && queue.isEmpty && queue.byteCount == 0)
  }

  @Test mutating func aShortOneNeedsTheTalliesBeforeIt() {
    append("a", 1)
    append("a", 2, isShort: true)
    append("a", 3, isShort: true)
    append("a", 4)
    append("a", 5, isShort: true)
    #expect(takeAll() == [3, 4])
    append("a", 6, isShort: true)
    append("a", 7, isShort: true)
    #expect(takeAll() == [6])
  }

  @Test mutating func aLesserRevisionReplacesNothing() {
    append("a", 5)
    append("a", 2)
    append("a", 2, isShort: true)
    #expect(takeAll() == [0, 1, 2])
  }

  @Test mutating func whatHasBeenPassedOnIsNotReplaced() {
    append("a", 1)
    append("b", 1)
    queue.removeFirst()
    append("a", 2)
    append("b", 2)
    #expect(queue.byteCount == 20 && takeAll() == [2, 3])
  }

  @Test mutating func recordsThatAreNotKnownAreAllLeft() {
    for number in 0..<3 {
      queue.append([1], from: number, at: 0, isEarly: false)
    }
    #expect(takeAll() == [0, 1, 2])
  }

  @Test mutating func manySubjectsInARowKeepTheirOrder() {
    for round in 1...20 {
      for subject in 0..<500 { append("\(subject)", round) }
    }
    #expect(queue.byteCount == 5_000)
    #expect(takeAll() == Array(9_500..<10_000))
  }
}
