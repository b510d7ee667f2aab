import AccessLog

/// Why the file that `--state` names cannot be used.
enum StateFileError: Error, Equatable {
  /// It is something else.
  case foreign(path: String)
  case otherVersion(path: String, version: UInt64)
  case damaged(path: String, reason: String)
  /// It is of a watch with other settings.
  case otherSettings(path: String, differences: [String])
  case inUse(path: String)
  /// What stands where the next state is to be written is another's.
  case occupied(path: String, draft: String)
  case unreadable(path: String, reason: String)
  case unwritable(path: String, reason: String)
}

extension StateFileError {
  /// The reason in words, or all that there is to say.
  var reason: String {
    switch self {
    case .unreadable(_, let reason), .unwritable(_, let reason): reason
    default: description
    }
  }
}

extension StateFileError: CustomStringConvertible {
  /// One line, safe on a terminal whatever the name is.
  var description: String {
    switch self {
    case .foreign(let path):
      "\(printable(path)) is no state of hightide; name another file"
    case .otherVersion(let path, let version):
      "\(printable(path)) is the state of another version of hightide (layout \(version)); "
        + "name another file"
    case .damaged(let path, let reason):
      "the state in \(printable(path)) is damaged: \(reason); remove it to start without it"
    case .otherSettings(let path, let differences):
      "the state in \(printable(path)) was kept with other settings: "
        + differences.joined(separator: ", ") + "; give the same, or name another file"
    case .inUse(let path):
      "another hightide keeps its state in \(printable(path)); name another file"
    case .occupied(let path, let draft):
      "cannot keep the state in \(printable(path)): \(printable(draft)) is no state of hightide; "
        + "remove it, or name another file"
    case .unreadable(let path, let reason):
      "cannot read the state in \(printable(path)): \(reason)"
    case .unwritable(let path, let reason):
      "cannot keep the state in \(printable(path)): \(reason)"
    }
  }

  private func printable(_ text: String) -> String { printableText(text.utf8) }
}
