import Glibc
import TestSupport
import Testing

@testable import LogTail

/// The files that a link meant in between, by the dates in their paths.
@Suite struct DatedPathTests {
  let scratch = ScratchFolder()

  @Test func datesInFoldersAndNamesAreOrdered() throws {
    for day in ["2020/07/08", "2020/07/09", "2020/07/10", "2020/11/01", "2021/01/01", "misc/07/09"]
    {
      var folder = ""
      for part in day.split(separator: "/") {
        folder += folder.isEmpty ? "\(part)" : "/\(part)"
        if unsafe access(scratch(folder), F_OK) != 0 { scratch.makeDirectory(folder) }
      }
      try scratch.write("1 a\n", to: day + "/access.log")
      try scratch.write("1 a\n", to: day + "/error.log")
    }
    let found = try #require(DatedPath(scratch("2021/01/01/access.log")))
      .files(after: scratch("2020/07/08/access.log")).found
    #expect(
      found.map(\.path)
        == ["2020/07/09", "2020/07/10", "2020/11/01"].map { scratch($0 + "/access.log") })
  }

  @Test func numbersAreComparedAsNumbers() throws {
    for number in [1, 2, 9, 10, 11, 12] { try scratch.write("", to: "day-\(number).log") }
    try scratch.write("", to: "day-10.log.gz")
    let found = try #require(DatedPath(scratch("day-12.log"))).files(after: scratch("day-2.log"))
      .found
    #expect(found.map(\.path) == [9, 10, 11].map { scratch("day-\($0).log") })
    #expect(DatedPath("/var/log/access.log") == nil)
  }

  /// A folder that may not be listed is none that holds nothing.
  @Test(arguments: [(2, 3, false), (2, 4, true)])
  func filesInAFolderThatCannotBeReadMayBeMissing(earlier: Int, now: Int, mayMiss: Bool) throws {
    // There is no such folder, which cannot be listed either.
    let path = try #require(DatedPath(scratch("gone/day-\(now).log")))
    let files = path.files(after: scratch("gone/day-\(earlier).log"))
    #expect(files.found.isEmpty && files.isIncomplete == mayMiss)
  }
}
