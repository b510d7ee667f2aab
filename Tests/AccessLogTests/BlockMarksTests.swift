import Testing

@testable import AccessLog

struct BlockMarksTests {
  @Test func placesAreTakenInTheirOrderAndOnce() {
    let places = [0, 1, 62, 63, 64, 65, 127]
    var marks = BlockMarks()
    #expect(marks.popFirst() == nil)
    for place in places.reversed() + [63] { marks.insert(place) }
    var taken: [Int] = []
    while let place = marks.popFirst() { taken.append(place) }
    #expect(taken == places)
    #expect(marks == BlockMarks())
  }

  @Test func theUnionHasThePlacesOfBoth() {
    var marks = BlockMarks()
    marks.insert(3)
    marks.insert(100)
    var others = BlockMarks()
    others.insert(3)
    others.insert(64)
    marks.formUnion(others)
    var taken: [Int] = []
    while let place = marks.popFirst() { taken.append(place) }
    #expect(taken == [3, 64, 100])
  }
}
