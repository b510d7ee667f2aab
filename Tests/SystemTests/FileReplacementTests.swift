import Glibc
import System
import TestSupport
import Testing

/// A file that is replaced as editors do, and what has the names of drafts.
struct FileReplacementTests {
  private let scratch = ScratchFolder()

  /// The name of the draft that is tried first.
  private let draft = "rules.ini.hightide.\(getpid())"

  private func replace(_ name: String) throws {
    try FileReplacement.replace(scratch(name), with: Array("new".utf8))
  }

  /// In a container each run has the same number.
  @Test func aDraftThatAKilledProgramLeftIsNotInTheWay() throws {
    try scratch.write("old", to: "rules.ini")
    try scratch.write("left", to: draft)
    try scratch.write("left too", to: draft + ".1")
    try replace("rules.ini")
    #expect(try scratch.read("rules.ini") == "new")
    #expect(try scratch.names == ["rules.ini", draft, draft + ".1"])
    #expect(try scratch.read(draft) == "left")
  }

  @Test func aLinkThatHasTheNameOfADraftIsNotFollowed() throws {
    try scratch.write("old", to: "rules.ini")
    try scratch.write("precious", to: "other")
    scratch.link(draft, to: "other")
    scratch.link(draft + ".1", to: "missing")
    try replace("rules.ini")
    #expect(try scratch.read("rules.ini") == "new")
    #expect(try scratch.read("other") == "precious")
    #expect(try !scratch.names.contains("missing"))
  }

  @Test func aLinkToTheFileStaysOne() throws {
    try scratch.write("old", to: "rules.ini")
    #expect(unsafe chmod(scratch("rules.ini"), 0o640) == 0)
    scratch.link("link.ini", to: "rules.ini")
    try replace("link.ini")
    #expect(try scratch.read("rules.ini") == "new")
    #expect(try scratch.names == ["link.ini", "rules.ini"])
    var status = stat()
    #expect(unsafe stat(scratch("rules.ini"), &status) == 0)
    #expect(status.st_mode & 0o7777 == 0o640)
  }

  @Test func whatIsNoRegularFileIsNotReplaced() throws {
    #expect(unsafe mkfifo(scratch("pipe"), 0o600) == 0)
    #expect(throws: SystemError.notSupported) { try replace("pipe") }
    #expect(try scratch.names == ["pipe"])
  }
}
