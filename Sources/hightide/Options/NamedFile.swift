private import Glibc
private import Remote
private import Settings
private import System

/// What the name of a FILE means, where it is not simply that of a file.
enum NamedFile {
  /// What the first argument may be.
  static let commands = CommandPage.all.compactMap(\.name) + ["help", "version"]

  /// The path that a name stands for that is not called like a command.
  static func path(_ name: String) throws(UsageError) -> String {
    try path(name, mayBeCommand: false)
  }

  /// The path that a name stands for; whatever is there under that very name is meant.
  ///
  /// In quotes, which a pattern needs, the shell expands neither `~/` nor braces.
  /// It may be called like a command where `--` says that no option or command follows.
  static func path(_ name: String, mayBeCommand: Bool) throws(UsageError) -> String {
    do {
      if try RemoteName(name) != nil { return name }
    } catch {
      throw .remoteName(name, accepted: error.accepted)
    }
    guard !isThere(name) else { return name }
    if name.hasPrefix("~/"), let home = Surroundings.variable("HOME"), !home.isEmpty {
      return home + name.dropFirst()
    }
    if let open = name.firstIndex(of: "{"), name[open...].contains("}") {
      throw .bracesInName(name)
    }
    // A log that is not there yet is waited for, but not one that is called like a command.
    let isWord = name.utf8.allSatisfy { $0 &- UInt8(ascii: "a") < 26 }
    let isCommand = commands.contains(name)
    if isCommand, !mayBeCommand { throw .misplacedCommand(name) }
    if isWord, !isCommand, let command = closestWord(to: name, in: commands) {
      throw .misspeltCommand(name, closest: command)
    }
    return name
  }

  /// `access(2)`.
  private static func isThere(_ name: String) -> Bool {
    unsafe Path.withName(name) { unsafe access($0, F_OK) } == 0
  }
}
