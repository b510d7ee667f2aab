import TestSupport
import Testing

@testable import hightide

/// What is asked of lines, of a topic that holds sums.
struct SumsRefusalTests {
  private let folder = ScratchFolder()

  private func refusal(_ arguments: [String]) throws -> String? {
    guard case .watch(let options) = try Command.parse(arguments + ["kafka://b/metrics"]) else {
      return nil
    }
    return options.sumsRefusal
  }

  @Test func theSettingsThatFoldsReadTooSayHowSumsWereMade() throws {
    let settings = try folder.write(
      "[watch]\nwhere = status >= 500\nsection = 2\nclient = xff\nlines = yes\n", to: "a.ini")
    #expect(try refusal(["--config", settings]) == nil)
    for option in [["--where", "status=200"], ["--section", "2"], ["--client", "xff"]] {
      #expect(try refusal(["--config", settings] + option)?.contains(option[0]) == true)
    }
    #expect(try refusal(["--no-config", "--lines"])?.contains("--lines") == true)
    #expect(try refusal(["--no-config"]) == nil)
  }

  @Test func aStateIsRefusedWhereverItIsNamed() throws {
    let settings = try folder.write("[watch]\nstate = /tmp/a.state\n", to: "a.ini")
    #expect(try refusal(["--config", settings])?.contains("--state") == true)
  }
}
