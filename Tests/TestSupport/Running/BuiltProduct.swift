import Foundation

/// A program of this package, as it was built beside the tests.
package enum BuiltProduct {
  /// Another build of the program where the environment names one as `HIGHTIDE`.
  package static let hightide = ProcessInfo.processInfo.environment["HIGHTIDE"] ?? path("hightide")
  package static let probe = path("TerminalProbe")
  package static let mockKafka = path("MockKafka")
  /// What is preloaded into the program to have its disk and its clock fail.
  package static let faults = path("libFaults.so")

  /// The test bundle is an executable or a bundle in the folder that the products are built in.
  private static func path(_ name: String) -> String {
    let candidates = [CommandLine.arguments.first, Bundle.main.executablePath]
      .compactMap { $0.map { URL(filePath: $0).deletingLastPathComponent() } }
    let found = candidates.map { $0.appending(path: name).path }
      .first { FileManager.default.isExecutableFile(atPath: $0) }
    return found ?? ".build/debug/\(name)"
  }
}
