import Feed
import TestSupport
import Testing

@testable import LogTail

@Suite struct CompressionTests {
  let scratch = ScratchFolder()

  private func replay(_ names: String...) throws -> Reading {
    var session = try TailSession(names.map { scratch($0) }, .replay)
    let reading = session.readNoted()
    #expect(session.tail.next(at: session.now) == .finished)
    return reading
  }

  @Test(arguments: ["gzip", "zstd"])
  func readsWhatIsCompressedWhateverItsName(format: String) throws {
    let text = lines(200_000) + "100 a last line without its end"
    try scratch.write("access.log", Compressing.data(text, format))
    let reading = try replay("access.log")
    #expect(reading.text == text + "\n")
    #expect(reading.changes == [.opened])
  }

  @Test(arguments: ["gzip", "zstd"])
  func membersBehindOneAnotherAreOneLog(format: String) throws {
    // A line may begin in one and end in the next.
    let pieces = ["1 a\n2 ", "", "b\n", "3 c\n"].map { Compressing.data($0, format) }
    try scratch.write("log", pieces.flatMap(\.self))
    #expect(try replay("log").text == "1 a\n2 b\n3 c\n")
  }

  @Test func membersMayBeOfDifferentFormatsAndZerosBehindThemArePadding() throws {
    let skipped: [UInt8] = [0x5A, 0x2A, 0x4D, 0x18, 3, 0, 0, 0, 9, 9, 9]
    let bytes = skipped + Compressing.zstd("1 a\n") + Compressing.gzip("2 b\n")
    try scratch.write("log", bytes + [UInt8](repeating: 0, count: 300_000))
    let reading = try replay("log")
    #expect(reading.text == "1 a\n2 b\n")
    #expect(reading.changes == [.opened])
  }

  @Test(arguments: ["gzip", "zstd"])
  func everyCutIsSaidAndWhatCameBeforeCounts(format: String) throws {
    let text = "1 a\n2 b\n3 c\n"
    let bytes = Compressing.data(text, format)
    for length in 6..<bytes.count {
      let name = "log\(length)"
      try scratch.write(name, Array(bytes.prefix(length)))
      let reading = try replay(name)
      #expect(text.hasPrefix(reading.text))
      #expect(
        reading.changes == [
          .opened, .failed(.cutOff(format == "gzip" ? .gzip : .zstd), isFinal: true),
        ])
    }
  }

  /// All lines are right, and what would prove it is not.
  @Test(arguments: ["gzip", "zstd"], [1, 20, 60_000])
  func aWrongChecksumLosesNothingOfWhatWasDecoded(format: String, count: Int) throws {
    var bytes = Compressing.data(lines(count), format)
    // gzip's checksum stands before the length, zstd's at the end.
    bytes[bytes.count - (format == "gzip" ? 8 : 1)] ^= 0xFF
    try scratch.write("log", bytes)
    let reading = try replay("log")
    #expect(reading.text == lines(count))
    #expect(
      reading.changes == [
        .opened, .failed(.damaged(format == "gzip" ? .gzip : .zstd), isFinal: true),
      ])
  }

  @Test(arguments: ["gzip", "zstd"])
  func cutInTheMiddleGivesWholeLinesOnly(format: String) throws {
    let text = lines(100_000)
    let bytes = Compressing.data(text, format)
    try scratch.write("log", Array(bytes.prefix(bytes.count / 2)))
    let reading = try replay("log")
    #expect(reading.text.utf8.count > text.utf8.count / 4)
    #expect(text.hasPrefix(reading.text))
    #expect(reading.text.hasSuffix("\n"))
  }

  @Test(arguments: ["gzip", "zstd"])
  func damageIsSaidAndEndsTheFileAlone(format: String) throws {
    var bytes = Compressing.data(lines(1_000), format)
    bytes[bytes.count - 6] ^= 0xFF
    try scratch.write("a", bytes)
    scratch.append("b", "101 b\n")
    let reading = try replay("a", "b")
    #expect(reading.text.hasSuffix("101 b\n"))
    #expect(
      reading.items.contains(
        .source(
          SourceEvent(
            source: SourceName(scratch("a")),
            change: .failed(.damaged(format == "gzip" ? .gzip : .zstd), isFinal: true)))))
  }

  @Test func whatIsNoMemberBehindTheLastIsDamage() throws {
    try scratch.write("log", Compressing.gzip("1 a\n") + Array("2 b\n".utf8))
    let reading = try replay("log")
    #expect(reading.text == "1 a\n")
    #expect(reading.changes == [.opened, .failed(.damaged(.gzip), isFinal: true)])
  }

  @Test(arguments: 1...20)
  func anyBytesBehindTheSignatureAreSurvived(seed: UInt64) throws {
    var random = SeededRandom(seed: seed)
    let format = seed % 2 == 0 ? "gzip" : "zstd"
    var bytes = Compressing.data(lines(3_000), format)
    for _ in 0..<8 {
      bytes[Int.random(in: 4..<bytes.count, using: &random)] = UInt8.random(
        in: 0...255, using: &random)
    }
    try scratch.write("log", bytes)
    let reading = try replay("log")
    #expect(reading.text.isEmpty || reading.text.hasSuffix("\n"))
    #expect(reading.changes.count == 2)
  }

  // An empty frame, whose header asks for a window of that many bits.
  @Test(
    arguments: [
      (23, [.opened]), (24, [.opened, .failed(.outOfMemory(.zstd), isFinal: true)]),
    ] as [(UInt8, [SourceEvent.Change])])
  func noMoreMemoryIsTakenThanTheBoundAllows(bits: UInt8, expected: [SourceEvent.Change]) throws {
    try scratch.write("log", [0x28, 0xB5, 0x2F, 0xFD, 0, (bits - 10) << 3, 1, 0, 0])
    #expect(try replay("log").changes == expected)
  }

  @Test func rotatedFilesComeInTheOrderOfTheirTimes() throws {
    scratch.append("access.log", "5 e\n6 f\n")
    try scratch.write("access.log.1", Compressing.gzip("# comment\n3 c\n4 d"))
    try scratch.write("access.log.2.zst", Compressing.zstd("1 a\n2 b\n"))
    #expect(
      try replay("access.log*").text == "1 a\n2 b\n# comment\n3 c\n4 d\n5 e\n6 f\n")
  }

  @Test func overlappingFilesAreMergedLineByLine() throws {
    try scratch.write("a", Compressing.gzip("1 a\n3 a\nwithout\n5 a\n9 a\n"))
    scratch.append("b", "2 b\n3 b\n4 b\n")
    try scratch.write("c", Compressing.zstd("3 c\n10 c\n"))
    let expected = "1 a\n2 b\n3 a\nwithout\n3 b\n3 c\n4 b\n5 a\n9 a\n10 c\n"
    #expect(try replay("a", "b", "c").text == expected)
  }

  @Test func progressIsInBytesOfTheFile() throws {
    let bytes = Compressing.gzip(lines(300_000))
    try scratch.write("a", bytes)
    scratch.append("b", "101 b\n")
    var session = try TailSession([scratch("a"), scratch("b")], .replay)
    #expect(session.tail.totalBytes == bytes.count + 6)
    var steps: [Int] = []
    while case .item = session.tail.next(at: session.now) {
      steps.append(session.tail.loadedBytes)
    }
    #expect(steps == steps.sorted())
    #expect(steps.contains { (bytes.count / 4..<bytes.count).contains($0) })
    #expect(steps.last == bytes.count + 6)
  }

  @Test func onlyAReplayReadsIt() throws {
    try scratch.write("log.gz", Compressing.gzip("1 a\n"))
    #expect(throws: FollowError.compressed(path: scratch("log.gz"), format: .gzip)) {
      try TailSession([scratch("log.gz")], .fromStart)
    }
    #expect(
      FollowError.compressed(path: "a", format: .gzip).description
        == "a is compressed with gzip; --replay reads it")
    // A pattern that is followed passes it over.
    scratch.append("log", "2 b\n")
    var session = try TailSession([scratch("log*")], .fromStart)
    #expect(session.read().text == "2 b\n")
  }

  @Test(
    arguments: [
      ("xz", [0xFD, 0x37, 0x7A, 0x58, 0x5A, 0x00]), ("bzip2", Array("BZh91AY&SY".utf8)),
      ("zip", [0x50, 0x4B, 3, 4, 20, 0]), ("lz4", [0x04, 0x22, 0x4D, 0x18, 0x64, 0x40]),
    ] as [(String, [UInt8])])
  func formatThatIsNotReadIsRefusedByName(format: String, bytes: [UInt8]) throws {
    try scratch.write("log", bytes)
    let error = #expect(throws: FollowError.self) { try replay("log") }
    #expect(
      error?.description == "\(scratch("log")) is compressed with \(format); unpack it first")
  }
}
