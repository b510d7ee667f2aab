import Foundation
import TestSupport
import Testing

/// A group that is opened, in the running program.
@Suite(.waiting) struct OpenGroupProgramTests {
  /// What is shown is of the interval that the screen shows, also in the past, and of the whole hour.
  @Test func itObeysThePast() throws {
    let log = try WatchedLog(columns: 120, rows: 40)
    let program = log.program
    #expect(log.isShown())
    // To the moment of the burst, and into its section.
    program.send("5j\r")
    #expect(program.wait(for: "PAST"))
    program.send("2")
    #expect(program.wait(for: "/burst"))
    program.send("g\r")
    #expect(program.wait(for: "Section /burst"))
    #expect(program.wait(for: "1500 hits"))
    #expect(program.wait { !$0.text.contains("reading the past") })
    #expect(program.wait(for: "/burst/x"))
    program.send("\u{1B}OF")
    #expect(program.wait(for: "0 hits"))
    program.send("qq")
    #expect(program.waitForExit() == 0)
    #expect(program.screen.unknown.isEmpty && program.leftovers.isEmpty)
  }
}
