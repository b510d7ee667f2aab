import TestSupport
import Testing

@testable import Traffic

@Suite struct HashPlacesTests {
  /// Inserting, replacing and removing as a dictionary does, with hashes that are spread, those that all
  /// begin at the same slot, and 0.
  @Test(arguments: 1...4 as ClosedRange<UInt64>) func holdsWhatADictionaryHolds(seed: UInt64) {
    var random = SeededRandom(seed: seed)
    let hashes = (0..<200).map { number -> UInt64 in
      switch number % 3 {
      case 0: UInt64(number)
      case 1: UInt64(number) << 40 | 5
      default: UInt64(random.number(0 ... .max))
      }
    }
    var places = HashPlaces()
    var expected: [UInt64: Int] = [:]
    for step in 0..<5_000 {
      let hash = hashes[random.number(0...199)]
      // Fuller, then emptier.
      let place = random.number(0...9) < (step < 2_500 ? 7 : 3) ? random.number(0...9_999) : nil
      places[hash] = place
      expected[hash] = place
      #expect(places.count == expected.count)
      let other = hashes[random.number(0...199)]
      #expect(
        places[other] == expected[other] && places.contains(other) == (expected[other] != nil))
    }
    #expect(hashes.allSatisfy { places[$0] == expected[$0] })
    #expect(places.all.sorted() == expected.keys.sorted())
  }

  @Test func anEmptyOneHasNothing() {
    var places = HashPlaces()
    #expect(places[7] == nil && places[0] == nil && places.all == [] && places.count == 0)
    places[7] = nil
    places[0] = nil
    #expect(places.count == 0)
  }
}
