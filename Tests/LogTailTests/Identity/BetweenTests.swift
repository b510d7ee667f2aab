import Foundation
import System
import TestSupport
import Testing

@testable import LogTail

/// What a log was between two looks, wherever it is now.
@Suite struct BetweenTests {
  let scratch = ScratchFolder()

  @Test(arguments: Onlooker.Way.allCases)
  func multilogsPartsAreFound(way: Onlooker.Way) throws {
    try scratch.append(lines(20), to: "current")
    var onlooker = try Onlooker([scratch("current")], way)
    var text = ""
    for (round, label) in ["4000000059005b1c61b2c3d4", "4000000059005b1d61b2c3d4"].enumerated() {
      try scratch.append(lines(5, at: 200 + round), to: "current")
      text += lines(5, at: 200 + round)
      scratch.rename("current", "@\(label).s")
      try scratch.append("", to: "current")
    }
    try scratch.append(lines(5, at: 300), to: "current")
    let reading = try onlooker.look()
    #expect(reading.text(.live) == text + lines(5, at: 300))
    #expect(!reading.changes.contains(.missed))
  }

  /// logrotate's `olddir`.
  @Test(arguments: Onlooker.Way.allCases)
  func partsInAnotherFolderAreFound(way: Onlooker.Way) throws {
    scratch.makeDirectory("old")
    try scratch.append(lines(20, at: 9), to: "old/access.log.1")
    try scratch.append(lines(20), to: "access.log")
    var onlooker = try Onlooker([scratch("access.log")], way)
    for round in 0..<3 {
      var text = ""
      for step in 0..<2 {
        try scratch.append(lines(5, at: 200 + 2 * round + step), to: "access.log")
        text += lines(5, at: 200 + 2 * round + step)
        for number in stride(from: 2 * round + step + 1, to: 0, by: -1) {
          scratch.rename("old/access.log.\(number)", "old/access.log.\(number + 1)")
        }
        scratch.rename("access.log", "old/access.log.1")
        try scratch.append("", to: "access.log")
      }
      #expect(try onlooker.read() == text)
    }
  }

  @Test(arguments: Onlooker.Way.allCases)
  func whatADatedLinkMeantIsFound(way: Onlooker.Way) throws {
    for day in 1...5 { scratch.makeDirectory("0\(day)") }
    try scratch.append(lines(20), to: "01/access.log")
    scratch.link("access.log", to: "01/access.log")
    var onlooker = try Onlooker([scratch("access.log")], way)
    try scratch.append(lines(5, from: 20), to: "01/access.log")
    var text = lines(5, from: 20)
    for day in 2...5 {
      try scratch.append(lines(5, at: 200 + day), to: "0\(day)/access.log")
      text += lines(5, at: 200 + day)
      scratch.link("access.log", to: "0\(day)/access.log")
    }
    #expect(try onlooker.read() == text)
    #expect(try onlooker.read() == "")
  }

  @Test(arguments: Onlooker.Way.allCases)
  func rotatelogsEpochsAreFound(way: Onlooker.Way) throws {
    try scratch.append(lines(20), to: "access_log.1594166400")
    scratch.link("access.log", to: "access_log.1594166400")
    var onlooker = try Onlooker([scratch("access.log")], way)
    var text = ""
    for (round, epoch) in [1_594_252_800, 1_594_339_200, 1_594_425_600].enumerated() {
      try scratch.append(lines(5, at: 200 + round), to: "access_log.\(epoch)")
      text += lines(5, at: 200 + round)
      scratch.link("access.log", to: "access_log.\(epoch)")
    }
    #expect(try onlooker.read() == text)
  }

  /// Compressed as it is rotated, in a way that is not read.
  @Test(arguments: Onlooker.Way.allCases, [".xz", ".bz2"])
  func whatCannotBeReadIsSaidToBeMissed(way: Onlooker.Way, ending: String) throws {
    let signature: [UInt8] =
      ending == ".xz"
      ? [0xFD, 0x37, 0x7A, 0x58, 0x5A, 0, 1, 2] : [0x42, 0x5A, 0x68, 0x39, 0x31, 0x41, 0x59]
    try scratch.append(lines(20), to: "access.log")
    var onlooker = try Onlooker([scratch("access.log")], way)
    scratch.rename("access.log", "access.log.2")
    try scratch.write(signature, to: "access.log.1" + ending)
    try scratch.append(lines(5, at: 200), to: "access.log")
    let reading = try onlooker.look()
    #expect(reading.text(.live) == lines(5, at: 200))
    #expect(reading.changes.contains(.missed))
    // A single rotation hides nothing.
    scratch.rename("access.log.1" + ending, "access.log.2" + ending)
    scratch.rename("access.log", "access.log.1")
    try scratch.append(lines(5, at: 201), to: "access.log")
    let next = try onlooker.look()
    #expect(next.text(.live) == lines(5, at: 201))
    #expect(!next.changes.contains(.missed))
  }

  @Test(.enabled(if: getuid() == 0), arguments: Onlooker.Way.allCases)
  func numbersAreFoundInAFolderThatCannotBeListed(way: Onlooker.Way) throws {
    scratch.makeDirectory("logs")
    try scratch.append(lines(20), to: "logs/access.log")
    unsafe chmod(scratch("logs"), 0o711)
    setfsuid(65_534)
    defer { setfsuid(0) }
    var onlooker = try Onlooker([scratch("logs/access.log")], way)
    setfsuid(0)
    for (round, number) in [1, 2].enumerated() {
      if number == 2 { scratch.rename("logs/access.log.1", "logs/access.log.2") }
      scratch.rename("logs/access.log", "logs/access.log.1")
      try scratch.append(lines(5, at: 200 + round), to: "logs/access.log")
    }
    setfsuid(65_534)
    #expect(try onlooker.read() == lines(5, at: 200) + lines(5, at: 201))
  }

  /// What has to be decoded is not there yet, and the file that it is of still is.
  @Test(arguments: ["access.log.1.gz", "access.log.1.xz"])
  func aFileThatIsJustBeingCompressedIsNotMissed(name: String) throws {
    try scratch.append(lines(20), to: "access.log")
    var onlooker = try Onlooker([scratch("access.log")], .following)
    scratch.rename("access.log", "access.log.1")
    try scratch.write([0x1F, 0x8B, 8, 0, 0, 0], to: name)
    try scratch.append(lines(5, at: 200), to: "access.log")
    let reading = try onlooker.look()
    #expect(reading.changes == [.rotated] && reading.text(.live) == lines(5, at: 200))
  }

  @Test func whatIsGoneAfterALongPauseIsSaidToBeMissed() throws {
    try scratch.append(lines(20), to: "access.log")
    var onlooker = try Onlooker([scratch("access.log")], .following)
    onlooker.wait(.seconds(3_600))
    scratch.delete("access.log")
    try scratch.append(lines(5, at: 200), to: "access.log")
    #expect(try onlooker.look().changes == [.rotated, .missed])
    onlooker.wait(.seconds(1))
    scratch.delete("access.log")
    try scratch.append(lines(5, at: 201), to: "access.log")
    #expect(try onlooker.look().changes == [.rotated])
  }

  /// Nothing is waited for at the end; the look before is no longer ago for that.
  @Test func theLastLookIsNoPause() throws {
    try scratch.append(lines(20), to: "access.log")
    var session = try TailSession([scratch("access.log")])
    _ = session.read()
    scratch.delete("access.log")
    try scratch.append(lines(5, at: 200), to: "access.log")
    session.tail.isEnding = true
    let reading = session.read()
    #expect(reading.changes == [.rotated] && reading.text == lines(5, at: 200))
  }
}

/// The user that this thread alone reads files as; `setfsuid(2)`, which the module of the C library
/// leaves out.
@_silgen_name("setfsuid") @discardableResult
private func setfsuid(_ user: UInt32) -> Int32
