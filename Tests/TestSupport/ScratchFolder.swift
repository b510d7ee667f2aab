import Foundation
import Glibc

/// A folder for one test, removed with the last reference to it.
///
/// A file operation that fails ends the test run: no test can continue from there.
package final class ScratchFolder: Sendable {
  package let path: String

  package init() {
    let template = FileManager.default.temporaryDirectory.appending(path: "hightide-test-XXXXXX")
    var name = Array(template.path.utf8CString)
    precondition(unsafe mkdtemp(&name) != nil, "mkdtemp: errno \(errno)")
    // Some tests act as another user, who may be refused a file but not the folder.
    unsafe chmod(name, 0o755)
    path = String(decoding: name.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  deinit {
    do { try FileManager.default.removeItem(atPath: path) } catch {}
  }

  /// The path of a name in the folder.
  package func callAsFunction(_ name: String) -> String { "\(path)/\(name)" }

  /// The names in the folder, sorted.
  package var names: [String] {
    get throws { try FileManager.default.contentsOfDirectory(atPath: path).sorted() }
  }

  /// What a file holds.
  package func read(_ name: String) throws -> String {
    String(decoding: try Data(contentsOf: URL(filePath: self(name))), as: UTF8.self)
  }

  package func bytes(_ name: String) throws -> [UInt8] {
    Array(try Data(contentsOf: URL(filePath: self(name))))
  }

  /// Writes a file, or replaces it, and returns its path.
  @discardableResult
  package func write(_ text: String, to name: String) throws -> String {
    try write(Array(text.utf8), to: name)
  }

  @discardableResult
  package func write(_ bytes: [UInt8], to name: String) throws -> String {
    try Data(bytes).write(to: URL(filePath: self(name)))
    return self(name)
  }

  /// Writes a program that does what a shell is told, and returns its path.
  ///
  /// Another process puts it there: a child that another test starts just then would have it open for
  /// writing, and what is open so cannot be run.
  @discardableResult
  package func writeProgram(_ script: String, to name: String) throws -> String {
    let draft = try write("#!/bin/sh\n\(script)\n", to: "program.draft")
    guard try PipedProcess([draft, self(name)], program: "/bin/cp").waitForExit() == 0 else {
      throw Spawn.Failure(call: "cp \(name)")
    }
    delete("program.draft")
    check(unsafe chmod(self(name), 0o755))
    return self(name)
  }

  /// Appends to a file as a server does: in one write, creating it where it is not there.
  package func append(_ text: String, to name: String) throws {
    try append(Array(text.utf8), to: name)
  }

  package func append(_ bytes: [UInt8], to name: String) throws {
    let descriptor = unsafe open(self(name), O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw Spawn.Failure(call: "open \(name)") }
    defer { close(descriptor) }
    guard unsafe Glibc.write(descriptor, bytes, bytes.count) == bytes.count else {
      throw Spawn.Failure(call: "write \(name)")
    }
  }
}

// What rotators, editors and file systems do.
extension ScratchFolder {
  package func rename(_ old: String, _ new: String) {
    check(unsafe Glibc.rename(self(old), self(new)))
  }

  package func copy(_ name: String, to copy: String) throws {
    try Data(contentsOf: URL(filePath: self(name))).write(to: URL(filePath: self(copy)))
  }

  package func delete(_ name: String) { check(unsafe unlink(self(name))) }

  /// Makes `name` a link to `target`, at once, also if it was one to something else.
  package func link(_ name: String, to target: String) {
    check(unsafe symlink(self(target), self("link.new")))
    rename("link.new", name)
  }

  package func makeDirectory(_ name: String) { check(unsafe mkdir(self(name), 0o755)) }

  /// Makes a file look as if it had been written that much earlier.
  package func age(_ name: String, seconds: Int) {
    touch(name, at: time(nil) - seconds)
  }

  /// Says that a file was last written to in that second since the epoch.
  package func touch(_ name: String, at second: Int) {
    let time = timespec(tv_sec: second, tv_nsec: 0)
    check(unsafe utimensat(AT_FDCWD, self(name), [time, time], 0))
  }

  /// Says that `other` was last written to when the file was, to the nanosecond.
  package func keepTime(of name: String, in other: String) {
    var status = stat()
    check(unsafe stat(self(name), &status))
    check(unsafe utimensat(AT_FDCWD, self(other), [status.st_atim, status.st_mtim], 0))
  }

  /// Makes a file longer by a hole.
  package func extend(_ name: String, to size: Int) {
    check(unsafe Glibc.truncate(self(name), size))
  }

  /// Empties a file that stays the same, as `copytruncate` does.
  package func truncate(_ name: String) { check(unsafe Glibc.truncate(self(name), 0)) }
}

private func check(_ outcome: Int32) {
  precondition(outcome == 0, "errno \(errno)")
}
