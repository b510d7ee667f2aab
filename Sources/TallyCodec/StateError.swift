/// Why bytes do not say what was known.
package enum StateError: Error, Hashable, Sendable {
  /// They end before what they hold does.
  case endsEarly
  /// Something in them cannot be; in words that end the sentence "it is damaged:".
  case impossible(String)
}

extension StateError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .endsEarly: "it ends too early"
    case .impossible(let what): what
    }
  }
}
