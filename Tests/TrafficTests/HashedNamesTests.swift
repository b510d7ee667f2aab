import Testing

@testable import Traffic

@Suite struct HashedNamesTests {
  private func names(_ texts: [UInt64: String]) -> HashedNames {
    var names = HashedNames()
    for (hash, text) in texts { names.add(hash, Array(text.utf8)) }
    return names
  }

  private func texts(_ names: HashedNames) -> [UInt64: String] {
    var texts: [UInt64: String] = [:]
    for hash in names.hashes {
      texts[hash] = names[hash].map { String(decoding: $0, as: UTF8.self) }
    }
    return texts
  }

  @Test func findsNamesByTheirHashes() {
    var known = names([1: "/a", 2: "", 3: "/ccc", .max: "/d"])
    #expect(known.count == 4)
    #expect(texts(known) == [1: "/a", 2: "", 3: "/ccc", .max: "/d"])
    #expect(known[4] == nil && !known.contains(4) && known.contains(2))
    // What is known stays.
    known.add(1, Array("/other".utf8))
    #expect(known[1] == Array("/a".utf8) && known.count == 4)
    var text = Array("x".utf8)
    known.append(3, to: &text)
    known.append(4, to: &text)
    #expect(text == Array("x/ccc".utf8))
  }

  @Test func addsOthers() {
    var known = names([1: "/a", 2: "/b"])
    known.add(names([2: "/other", 3: "/c"]))
    #expect(texts(known) == [1: "/a", 2: "/b", 3: "/c"])
    known.add(4, of: names([4: "/d", 5: "/e"]))
    known.add(6, of: names([4: "/d"]))
    #expect(texts(known) == [1: "/a", 2: "/b", 3: "/c", 4: "/d"])
    var empty = HashedNames()
    empty.add(known)
    #expect(texts(empty) == texts(known) && !empty.isEmpty)
  }

  @Test func removesNames() {
    var known = names([1: "/a", 2: "/b", 3: "/c", 4: ""])
    known.keep { $0 > 1 && $0 != 3 }
    #expect(texts(known) == [2: "/b", 4: ""])
    known.add(1, Array("/new".utf8))
    #expect(texts(known) == [1: "/new", 2: "/b", 4: ""])
  }
}
