import System
import TestSupport
import Testing

@testable import LogTail

/// Which files a log was rotated to.
@Suite struct EarlierPartsTests {
  private let scratch = ScratchFolder()

  private func lines(_ times: Range<Int>) -> String { times.map { "\($0) line\n" }.joined() }

  /// The parts of `access.log` that were written to at second 1,000 or later, newest first.
  private func parts(reading names: [String] = []) throws -> [String] {
    let log = try LogFile.open(scratch("access.log"))
    let read = try names.map { try FileStatus.of(scratch($0)).identity }
    var parts = EarlierParts(
      of: log, among: Siblings.of(scratch("access.log"), in: Folders()) ?? [],
      isRead: read.contains)
    var found: [String] = []
    while let part = parts.next(writtenSince: 1_000) {
      switch part {
      case .file(let file):
        found.append(Path.name(of: file.path) + (file.compression == nil ? "" : " decoded"))
      case .unreadable(let path, _): found.append(Path.name(of: path) + " unreadable")
      }
    }
    return found
  }

  enum Content: Sendable {
    case lines(Range<Int>)
    case gzip, garbage, nothing, copy, sameFile, folder
  }

  private static let cases: [(String, Content, modified: Int, found: String?)] = [
    ("access.log.1", .lines(0..<200), 2_000, "access.log.1"),
    ("access.log-20200708", .lines(0..<200), 2_000, "access.log-20200708"),
    // Written to in that second, and before.
    ("access.log.1", .lines(0..<200), 1_000, "access.log.1"),
    ("access.log.1", .lines(0..<200), 999, nil),
    ("access.log.2.gz", .gzip, 2_000, "access.log.2.gz decoded"),
    ("access.log.2.gz", .garbage, 2_000, "access.log.2.gz unreadable"),
    ("access.log.2.xz", .garbage, 2_000, "access.log.2.xz unreadable"),
    ("access.log.1", .nothing, 2_000, nil),
    // Its lines are in the log.
    ("access.log.1", .copy, 2_000, nil),
    ("access.log.1", .sameFile, 2_000, nil),
    ("access.log.1", .folder, 2_000, nil),
    // Logs of their own.
    ("access.log-api", .lines(0..<200), 2_000, nil),
    ("error.log.1", .lines(0..<200), 2_000, nil),
  ]

  @Test(arguments: cases)
  func areToldFromOtherFiles(
    name: String, content: Content, modified: Int, expected: String?
  ) throws {
    try scratch.append(lines(200..<300), to: "access.log")
    switch content {
    case .lines(let times): try scratch.append(lines(times), to: name)
    case .gzip: try scratch.append(Compressing.gzip(lines(0..<200)), to: name)
    case .garbage: try scratch.append("no such format", to: name)
    case .nothing: try scratch.append("", to: name)
    case .copy: try scratch.append(lines(200..<260), to: name)
    case .sameFile: scratch.link(name, to: "access.log")
    case .folder: scratch.makeDirectory(name)
    }
    scratch.touch(name, at: modified)
    #expect(try parts() == [expected].compactMap(\.self))
  }

  @Test func comeNewestFirstAndOnce() throws {
    try scratch.append(lines(900..<1_000), to: "access.log")
    for number in 1...4 {
      try scratch.append(
        lines((9 - number) * 100..<(10 - number) * 100), to: "access.log.\(number)")
      // Their numbers say it where their times do not.
      scratch.touch("access.log.\(number)", at: number == 3 ? 900 : 2_000 + number)
    }
    #expect(try parts() == ["access.log.1", "access.log.2", "access.log.4"])
    #expect(try parts(reading: ["access.log.2"]) == ["access.log.1", "access.log.4"])
  }
}
