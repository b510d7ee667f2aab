import Feed
import Testing

struct SourceBookTests {
  private static let denied = SourceFailure(reason: "Permission denied", isFinal: false)
  private static let cutOff = SourceFailure(reason: "cut off", isFinal: true)

  @Test(
    arguments: [
      ([], nil), ([.opened], .reading), ([.waiting], .waiting), ([.waiting, .opened], .reading),
      ([.opened, .rotated, .truncated, .missed], .reading), ([.opened, .waiting], .waiting),
      ([.opened, .failed(denied)], .failed(denied)),
      ([.opened, .failed(denied), .resumed], .reading),
      ([.failed(denied), .failed(cutOff)], .failed(cutOff)),
      ([.failed(denied), .waiting], .waiting), ([.opened, .ended], .ended),
      ([.opened, .lag(SourceLag(seconds: 9, records: 5)), .lag(.none)], .reading),
      ([.ended, .opened], .reading), ([.opened, .failed(cutOff), .ended], .failed(cutOff)),
    ] as [([SourceEvent.Change], SourceBook.State?)])
  func theLastEventDecidesTheState(changes: [SourceEvent.Change], expected: SourceBook.State?) {
    var book = SourceBook()
    for change in changes { book.note(SourceEvent(source: "a.log", change: change)) }
    #expect(book.state(of: "a.log") == expected)
    #expect(book.state(of: "b.log") == nil)
    #expect(book.hasMissed == changes.contains(.missed))
  }

  @Test
  func failuresAreInTheOrderOfTheirNames() {
    var book = SourceBook()
    for name: SourceName in ["b", "c", "a"] {
      book.note(SourceEvent(source: name, change: .failed(SourceBookTests.cutOff)))
    }
    book.note(SourceEvent(source: "c", change: .resumed))
    #expect(book.failures.map(\.source) == ["a", "b"])
  }

  @Test
  func hasEndedOnceEverySourceHas() {
    var book = SourceBook()
    #expect(!book.hasEnded(["-"]))
    book.note(SourceEvent(source: "-", change: .ended))
    #expect(book.hasEnded(["-"]) && !book.hasEnded(["-", "a.log"]))
    book.end()
    #expect(book.hasEnded(["-", "a.log"]))
  }

  @Test
  func aNameIsItsBytes() {
    let odd = SourceName(bytes: [0x61, 0xFF])
    #expect(odd.text == "a\u{FFFD}")
    #expect(odd != SourceName("a\u{FFFD}"))
    #expect(odd < SourceName("b") && SourceName("a") < odd)
  }
}
