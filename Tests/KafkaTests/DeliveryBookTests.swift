import Feed
import LogTail
import Testing

@testable import Kafka

/// The place in a log moves only behind what has arrived.
struct DeliveryBookTests {
  private func progress(_ count: Int) -> DeliveryBook.Progress {
    DeliveryBook.Progress(origins: ["a.log": ShippedOrigin(id: 1, count: count)])
  }

  private func counts(_ book: inout DeliveryBook) -> [Int] {
    book.takeProgress().compactMap { $0.origins["a.log"]?.count }
  }

  @Test func theOldestBatchDecides() {
    var book = DeliveryBook()
    let first = book.begin()
    book.add(to: first)
    book.add(to: first)
    book.finish(first, progress(2))
    let second = book.begin()
    book.add(to: second)
    book.finish(second, progress(3))
    book.settle(second, code: 0)
    #expect(counts(&book) == [] && book.waiting == 2)
    book.settle(first, code: 0)
    #expect(counts(&book) == [])
    book.settle(first, code: 0)
    #expect(counts(&book) == [2, 3] && book.waiting == 0 && book.delivered == 3)
  }

  @Test func aBatchThatIsStillFilledDoesNotCount() {
    var book = DeliveryBook()
    let first = book.begin()
    book.add(to: first)
    book.settle(first, code: 0)
    #expect(counts(&book) == [])
    book.finish(first, progress(1))
    #expect(counts(&book) == [1])
  }

  @Test func aFailureHoldsThePlaceAndIsKept() {
    var book = DeliveryBook()
    let first = book.begin()
    book.add(to: first)
    book.finish(first, progress(1))
    let second = book.begin()
    book.add(to: second)
    book.finish(second, progress(2))
    book.settle(first, code: 10)
    book.settle(second, code: 0)
    #expect(counts(&book) == [] && book.failure == 10)
    // Records without a batch are of no log's place.
    book.settle(0, code: 32)
    #expect(book.failure == 10)
  }
}
