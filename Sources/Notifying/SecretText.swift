package import System

/// A text that may be a secret, as the settings name it: as it is, in a variable of the environment
/// (`env:NAME`), or in a file (`file:PATH`).
///
/// Only what asks for ``text()`` sees it: messages show ``description``.
package struct SecretText: Sendable, Hashable {
  private let source: String

  package init(_ source: String) {
    self.source = source
  }

  /// Why there is no text.
  package enum Mistake: Error, Hashable {
    case noVariable(String)
    case unreadable(path: String, SystemError)
    case empty(String)
    case notOneLine(String)
  }

  private static let longest = 64 << 10

  /// The text, read now, without the newlines at its end: one line, which is not empty.
  package func text() throws(Mistake) -> String {
    var text = String(decoding: try bytes(), as: UTF8.self)
    while text.last?.isNewline == true { text.removeLast() }
    guard !text.isEmpty else { throw .empty(description) }
    // In a header, a line break would begin another one.
    guard text.unicodeScalars.allSatisfy({ $0.value >= 0x20 && $0.value != 0x7F }) else {
      throw .notOneLine(description)
    }
    return text
  }

  private func bytes() throws(Mistake) -> [UInt8] {
    if source.hasPrefix("env:") {
      let name = String(source.dropFirst(4))
      guard let value = ProcessEnvironment.variable(name) else { throw .noVariable(name) }
      return Array(value.utf8)
    }
    guard source.hasPrefix("file:") else { return Array(source.utf8) }
    let path = String(source.dropFirst(5))
    do throws(SystemError) {
      return try Descriptor.open(path).bytes(at: 0, count: SecretText.longest)
    } catch {
      throw .unreadable(path: path, error)
    }
  }
}

extension SecretText: CustomStringConvertible {
  /// Where it comes from.
  package var description: String {
    source.hasPrefix("env:") || source.hasPrefix("file:") ? source : "(hidden)"
  }
}

extension SecretText.Mistake: CustomStringConvertible {
  package var description: String {
    switch self {
    case .noVariable(let name): "the variable \(name) is not set"
    case .unreadable(let path, let reason): "cannot read \(path): \(reason)"
    case .empty(let source): "\(source) is empty"
    case .notOneLine(let source): "\(source) is not one line of text"
    }
  }
}
