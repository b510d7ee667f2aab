import Foundation

/// The files of this package, as they stand on the disk.
enum SourceTree {
  /// The folder that holds `Package.swift`.
  static let root = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  static func modules() throws -> Set<String> {
    let sources = root.appending(path: "Sources")
    return Set(try FileManager.default.contentsOfDirectory(atPath: sources.path()))
  }

  static func files(of module: String) throws -> [SourceFile] {
    let folder = root.appending(path: "Sources").appending(path: module)
    let paths = try FileManager.default.subpathsOfDirectory(atPath: folder.path())
    return try paths.filter { $0.hasSuffix(".swift") }.sorted().map { path in
      let text = try String(contentsOf: folder.appending(path: path), encoding: .utf8)
      return SourceFile(path: "Sources/\(module)/\(path)", text: text)
    }
  }

  /// The names at the top of what git keeps, so that a log lying about does no harm.
  static func topLevelNames() throws -> Set<String> {
    let git = Process()
    git.executableURL = URL(filePath: "/usr/bin/env")
    git.arguments = ["git", "-c", "safe.directory=*", "-C", root.path(), "ls-files"]
    let output = Pipe()
    git.standardOutput = output
    try git.run()
    let listing = try output.fileHandleForReading.readToEnd() ?? Data()
    git.waitUntilExit()
    let paths = String(decoding: listing, as: UTF8.self).split(separator: "\n")
    return Set(paths.compactMap { $0.split(separator: "/").first.map(String.init) })
  }

  static var isCheckout: Bool {
    FileManager.default.fileExists(atPath: root.appending(path: ".git").path())
  }
}
