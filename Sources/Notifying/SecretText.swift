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
  }

  private static let longest = 64 << 10

  /// The text, read now, without the newlines at its end.
  package func text() throws(Mistake) -> String {
    if source.hasPrefix("env:") {
      let name = String(source.dropFirst(4))
      guard let value = ProcessEnvironment.variable(name), !value.isEmpty else {
        throw .noVariable(name)
      }
      return value
    }
    guard source.hasPrefix("file:") else { return source }
    let path = String(source.dropFirst(5))
    do throws(SystemError) {
      let bytes = try Descriptor.open(path).bytes(at: 0, count: SecretText.longest)
      var text = String(decoding: bytes, as: UTF8.self)
      while text.last?.isNewline == true { text.removeLast() }
      return text
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
    }
  }
}
