import AccessLog
private import System

/// The access logs in a folder that was named in the place of one.
enum FolderLogs {
  /// How much of a file is read to tell whether it is one, in bytes.
  private static let readSize = 16 << 10
  /// How many files are looked into, and how many logs are named.
  private static let mostFiles = 200
  private static let shown = 5

  /// The names of the logs in a folder, the one first that was written to last.
  static func logs(in folder: String) -> [String] {
    guard let entries = try? Directory.entries(in: folder) else { return [] }
    let files = entries.filter { !$0.isDirectory && !$0.name.hasPrefix(".") }
      .compactMap { entry -> (name: String, modified: Int)? in
        guard let status = try? FileStatus.of(folder + "/" + entry.name), status.kind == .regular
        else { return nil }
        return (entry.name, status.modified)
      }
    return files.sorted { ($1.modified, $0.name) < ($0.modified, $1.name) }.prefix(mostFiles)
      .map(\.name).filter { isLog(folder + "/" + $0) }
  }

  /// What to name in the place of a folder, as the rest of a sentence.
  static func advice(for folder: String) -> String {
    let folder = folder.count > 1 && folder.hasSuffix("/") ? String(folder.dropLast()) : folder
    let logs = logs(in: folder)
    guard let newest = logs.first else { return "no file in it reads as an access log" }
    guard logs.count > 1 else { return "name the log in it: hightide \(folder)/\(newest)" }
    let names = logs.prefix(shown).joined(separator: ", ")
    let more = logs.count > shown ? " and \(logs.count - shown) more" : ""
    return "name a log in it, of \(names)\(more): hightide \(folder)/\(newest)"
  }

  /// Whether most of the first lines are hits.
  private static func isLog(_ path: String) -> Bool {
    guard let bytes = try? Descriptor.open(path).bytes(at: 0, count: readSize),
      let end = bytes.lastIndex(of: UInt8(ascii: "\n"))
    else { return false }
    let explanation = FileExplanation(Array(bytes[...end]), .auto)
    return explanation.hits > explanation.malformed
  }
}
