import Foundation
import Glibc
import TestSupport
import Testing

@testable import hightide

/// What a stranger is told who named a folder, or a log that she may not read.
@Suite(.waiting) struct AdviceTests {
  private let folder = ScratchFolder()

  private func complaint(_ arguments: [String]) throws -> String {
    let program = try PipedProcess(arguments)
    #expect(program.waitForExit() == 1)
    return program.complaints.joined(separator: "\n")
  }

  @Test(arguments: [["--plain"], ["top"], ["explain"], ["--replay"]])
  func aFolderOffersTheLogsInIt(command: [String]) throws {
    try folder.write("no log\nat all\n", to: "error.txt")
    try folder.write(LogLine.request("/a"), to: "access.log")
    #expect(
      try complaint(command + [folder.path])
        == "hightide: \(folder.path) is a directory; name the log in it: "
        + "hightide \(folder.path)/access.log")
    try folder.write(LogLine.request("/a"), to: "b.log")
    try FileManager.default.setAttributes(
      [.modificationDate: Date.now + 60], ofItemAtPath: folder("b.log"))
    #expect(
      try complaint(command + [folder.path + "/"])
        == "hightide: \(folder.path)/ is a directory; name a log in it, of b.log, access.log: "
        + "hightide \(folder.path)/b.log")
  }

  @Test func aFolderWithoutLogsSaysSo() throws {
    #expect(
      try complaint(["--plain", folder.path])
        == "hightide: \(folder.path) is a directory; no file in it reads as an access log")
  }

  // Only root may give a file away.
  @Test(.enabled(if: getuid() == 0))
  func theGroupThatMayReadIsNamed() throws {
    try folder.write(LogLine.request("/a"), to: "access.log")
    let groups = try String(contentsOfFile: "/etc/group", encoding: .utf8).split(separator: "\n")
    let line = try #require(groups.first { $0.hasPrefix("adm:") })
    let group = try #require(gid_t(line.split(separator: ":")[2]))
    unsafe chown(folder("access.log"), 0, group)
    unsafe chmod(folder("access.log"), 0o640)
    let path = folder("access.log")
    let copy = folder("hightide")
    let copying = try PipedProcess([BuiltProduct.hightide, copy], program: "/bin/cp")
    #expect(copying.waitForExit() == 0)
    unsafe chmod(copy, 0o755)
    func complaint(_ arguments: String) throws -> [String] {
      let program = try PipedProcess(
        ["nobody", "-s", "/bin/sh", "-c", "USER=jo '\(copy)' \(arguments)"], program: "/bin/su")
      #expect(program.waitForExit() == 1)
      return program.complaints
    }
    let cure = "may: sudo usermod -aG adm jo, then log in again; or try sudo"
    for command in ["--plain", "top", "explain"] {
      #expect(
        try complaint("\(command) '\(path)'")
          == ["hightide: cannot read \(path): Permission denied; the group adm \(cure)"])
    }
    try FileManager.default.createDirectory(
      atPath: folder("closed"), withIntermediateDirectories: false)
    unsafe chown(folder("closed"), 0, group)
    unsafe chmod(folder("closed"), 0o750)
    #expect(
      try complaint("--plain '\(folder("closed"))/access.log'")
        == [
          "hightide: cannot read \(folder("closed"))/access.log: Permission denied; "
            + "the group adm of \(folder("closed")) \(cure)"
        ])
    unsafe chmod(path, 0o600)
    #expect(
      try complaint("--plain '\(path)'")
        == ["hightide: cannot read \(path): Permission denied; only the owner may: try sudo"])
  }
}
