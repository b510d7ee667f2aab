/// Why bytes are not the record that they should be.
package enum RecordError: Error, Hashable, Sendable {
  /// They end before what they hold does.
  case endsEarly
  /// Something in them cannot be; in words that end the sentence "it is damaged:".
  case impossible(String)
}

extension RecordError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .endsEarly: "it ends too early"
    case .impossible(let what): what
    }
  }
}

/// Throws if something in a record cannot be.
package func require(_ condition: Bool, or words: String) throws(RecordError) {
  guard condition else { throw .impossible(words) }
}
