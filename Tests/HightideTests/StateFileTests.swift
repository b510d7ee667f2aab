import Foundation
import TestSupport
import Testing

@testable import hightide

/// The file of a state among other files, and other runs.
@Suite struct StateFileTests {
  let folder = ScratchFolder()

  private var file: StateFile { StateFile(path: folder("state")) }

  @Test func whatStandsBesideItIsLeftAlone() async throws {
    try folder.write("mine\n", to: "state.new")
    let file = file
    #expect(try file.take() == nil)
    for byte in [UInt8(1), 2, 3] { try await file.replace(with: byte) }
    #expect(try folder.names == ["state", "state.new"])
    #expect(try folder.read("state.new") == "mine\n")
  }

  @Test func ofTwoFirstRunsOneBegins() async throws {
    let first = file
    #expect(try first.take() == nil)
    #expect(throws: StateFileError.inUse(path: folder("state"))) { try file.take() }
    try await first.replace(with: 1)
    #expect(throws: StateFileError.inUse(path: folder("state"))) { try file.take() }
    try await first.replace(with: 2)
    #expect(try folder.names == ["state"])
  }

  @Test(arguments: [true, false])
  func aDraftThatIsDroppedLeavesTheStateAsItWas(isFirst: Bool) async throws {
    let file = file
    #expect(try file.take() == nil)
    if !isFirst { try await file.replace(with: 1) }
    func state() -> String? { try? folder.read("state") }
    let before = state()
    try await file.replace { draft in
      draft.append([2])
      return .dropped
    }
    #expect(state() == before)
    try await file.replace(with: 3)
    #expect(try folder.names == ["state"])
  }

  /// What a first run left that was killed before it had saved anything, or while it did.
  @Test(arguments: [[], [0, 0, 0], [UInt8](repeating: 0, count: 60) + [1, 2]])
  func aFirstRunThatWasKilledIsNotInTheWay(left: [UInt8]) async throws {
    try folder.write(left, to: ".state.hightide")
    let file = file
    #expect(try file.take() == nil)
    try await file.replace(with: 1)
    #expect(try folder.names == ["state"])
  }

  @Test func whereTheFolderHasBecomeAFileTheReasonIsSaid() async throws {
    folder.makeDirectory("kept")
    let path = folder("kept/state")
    let file = StateFile(path: path)
    #expect(try file.take() == nil)
    try await file.replace(with: 1)
    try FileManager.default.removeItem(atPath: folder("kept"))
    try folder.write("x", to: "kept")
    await #expect(throws: StateFileError.unwritable(path: path, reason: "Not a directory")) {
      try await file.replace(with: 2)
    }
  }

  @Test(arguments: [true, false])
  func whatIsAnothersIsNotOverwritten(isFirst: Bool) async throws {
    let file = file
    #expect(try file.take() == nil)
    try await file.replace(with: 1)
    let draft = folder(".state.hightide")
    try folder.write("mine\n", to: ".state.hightide")
    let refusal = StateFileError.occupied(path: folder("state"), draft: draft)
    if isFirst {
      folder.delete("state")
      #expect(throws: refusal) { try self.file.take() }
    } else {
      await #expect(throws: refusal) { try await file.replace(with: 2) }
    }
    #expect(try folder.read(".state.hightide") == "mine\n")
  }

  @Test(arguments: [
    ("access.log", "access.log", true), ("access.log.1", "access.log", true),
    ("access.log-20200708.gz", "access.log", true), ("link", "access.log", true),
    ("sub/../access.log", "access.log", true), ("access.log.state", "access.log", false),
    ("access.state", "access.log", false), ("sub/access.log", "access.log", false),
    ("state", "*.log", false), ("other.log", "*.log", false),
  ])
  func aStateIsNoLog(state: String, log: String, isRefused: Bool) throws {
    folder.makeDirectory("sub")
    folder.link("link", to: "access.log")
    let arguments = ["--state", folder(state), folder(log)]
    let refusal = UsageError.stateIsALog(state: folder(state), log: folder(log))
    if isRefused {
      #expect(throws: refusal) { try Command.parse(arguments) }
    } else {
      _ = try Command.parse(arguments)
    }
  }
}

extension StateFile {
  /// Puts a state of one byte in place of the one before.
  fileprivate func replace(with byte: UInt8) async throws {
    try await replace { draft in
      draft.append([byte])
      return .complete
    }
  }
}
