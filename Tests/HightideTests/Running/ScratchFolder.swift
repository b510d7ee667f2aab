import Foundation
import Glibc

/// A folder for one test, removed with it.
final class ScratchFolder {
  let path: String

  init() throws {
    let template = FileManager.default.temporaryDirectory.appending(path: "hightide-test-XXXXXX")
    var name = Array(template.path.utf8CString)
    guard unsafe mkdtemp(&name) != nil else { throw Spawn.Failure(call: "mkdtemp") }
    path = String(decoding: name.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  deinit {
    do { try FileManager.default.removeItem(atPath: path) } catch {}
  }

  /// The path of a name in the folder.
  func file(_ name: String) -> String { "\(path)/\(name)" }

  /// Writes a file, and returns its path.
  @discardableResult
  func write(_ text: String, to name: String) throws -> String {
    try Data(text.utf8).write(to: URL(filePath: file(name)))
    return file(name)
  }

  /// Appends to a file as a server does: in one write, creating it where it is not there.
  func append(_ text: String, to name: String) throws { try append(Array(text.utf8), to: name) }

  func append(_ bytes: [UInt8], to name: String) throws {
    let descriptor = unsafe open(file(name), O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw Spawn.Failure(call: "open \(name)") }
    defer { close(descriptor) }
    guard unsafe Glibc.write(descriptor, bytes, bytes.count) == bytes.count else {
      throw Spawn.Failure(call: "write \(name)")
    }
  }

  /// The names in the folder.
  var names: [String] {
    get throws { try FileManager.default.contentsOfDirectory(atPath: path).sorted() }
  }

  func read(_ name: String) throws -> String {
    String(decoding: try Data(contentsOf: URL(filePath: file(name))), as: UTF8.self)
  }
}
