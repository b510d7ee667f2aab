import System
import TestSupport
import Testing

@testable import LogTail

/// What stands beside a log, while names change.
@Suite struct SiblingsTests {
  let scratch = ScratchFolder()

  private func names(_ folders: Folders) -> [String]? {
    Siblings.of(scratch("access.log"), in: folders)?.map { Path.name(of: $0.path) }.sorted()
  }

  /// Such a folder's listing cannot be checked against its files: an old one would lack those that
  /// were rotated since.
  @Test func aFolderThatSaysOtherInodesIsReadEachTime() throws {
    try scratch.append("1 a\n", to: "access.log")
    let folders = Folders()
    folders.didDisagree(scratch.path)
    #expect(names(folders) == [])
    scratch.rename("access.log", "access.log.1")
    try scratch.append("2 b\n", to: "access.log")
    #expect(names(folders) == ["access.log.1"])
  }

  @Test func namesThatChangedSinceAListingMakeNoFolderDoubtful() throws {
    try scratch.append("1 a\n", to: "access.log")
    let folders = Folders()
    #expect(names(folders) == [])
    for number in 1...20 {
      scratch.rename("access.log", "access.log.\(number)")
      try scratch.append("\(number) b\n", to: "access.log")
      #expect(names(folders)?.count == number)
    }
    #expect(folders.mayAgree(scratch.path))
  }

  @Test func aLinkToNothingMakesNoFolderDoubtful() throws {
    try scratch.append("1 a\n", to: "access.log")
    try scratch.append("2 b\n", to: "access.log.1")
    scratch.link("access.log.2", to: "nowhere")
    let folders = Folders()
    #expect(names(folders) == ["access.log.1"])
    #expect(folders.mayAgree(scratch.path))
  }
}
