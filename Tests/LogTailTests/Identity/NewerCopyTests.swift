import TestSupport
import Testing

@testable import LogTail

/// A newer copy of a log, made under another name that the pattern matches too, and renamed over it.
@Suite struct NewerCopyTests {
  let scratch = ScratchFolder()

  /// `cp`, `sed >`, and editors; short logs and long ones.
  @Test(arguments: [12, 300])
  func aCopyThatTakesTheNameOfTheLogCountsOnce(count: Int) throws {
    try scratch.append(lines(count), to: "access.log")
    var onlooker = try Onlooker([scratch("access.log*")], .following)
    for round in 0..<4 {
      let old = count + 3 * round
      try scratch.write(lines(old + 3), to: "access.log.new")
      #expect(try onlooker.read() == "")
      scratch.rename("access.log.new", "access.log")
      #expect(try onlooker.read() == lines(3, from: old))
      onlooker.wait(.seconds(60))
      #expect(try onlooker.read() == "")
    }
  }

  @Test func aCopyThatIsMadeSlowlyCountsOnce() throws {
    try scratch.append(lines(30), to: "access.log")
    var onlooker = try Onlooker([scratch("*.log")], .following)
    for round in 0..<3 {
      let old = 30 + 3 * round
      for line in stride(from: 0, to: old + 3, by: 10) {
        try scratch.append(lines(min(10, old + 3 - line), from: line), to: "new.log")
        #expect(try onlooker.read() == "")
        onlooker.wait(.seconds(1))
      }
      scratch.rename("new.log", "access.log")
      #expect(try onlooker.read() == lines(3, from: old))
    }
  }

  @Test func whatACopyHoldsMoreIsReadWhereItKeepsItsName() throws {
    try scratch.append(lines(30), to: "access.log")
    var onlooker = try Onlooker([scratch("*.log")], .following)
    try scratch.append(lines(33), to: "new.log")
    #expect(try onlooker.read() == "")
    onlooker.wait(.seconds(2))
    #expect(try onlooker.read() == lines(3, from: 30))
    try scratch.append(lines(2, at: 300), to: "new.log")
    #expect(try onlooker.read() == lines(2, at: 300))
    try scratch.append(lines(2, at: 400), to: "access.log")
    #expect(try onlooker.read() == lines(2, at: 400))
  }

  /// At first it holds nothing, or too little to tell what it is of.
  @Test func aCopyIsToldFromItsFirstBytesOn() throws {
    try scratch.append(lines(30), to: "access.log")
    var onlooker = try Onlooker([scratch("*")], .following)
    let copy = Array(lines(33).utf8)
    for end in [0, 1, 7, 20, 40, copy.count] {
      try scratch.write(Array(copy[..<end]), to: "new")
      #expect(try onlooker.read() == "")
    }
    scratch.rename("new", "access.log")
    #expect(try onlooker.read() == lines(3, from: 30))
  }

  @Test func aLogThatBeginsLikeAnotherIsReadSoon() throws {
    try scratch.append(lines(30), to: "access.log")
    var onlooker = try Onlooker([scratch("*.log")], .following)
    let probe = lines(1) + lines(1)
    try scratch.append(probe, to: "other.log")
    #expect(try onlooker.read() == "")
    onlooker.wait(.seconds(2))
    #expect(try onlooker.read() == probe)
    try scratch.append(lines(3, at: 300), to: "other.log")
    #expect(try onlooker.read() == lines(3, at: 300))
  }
}
