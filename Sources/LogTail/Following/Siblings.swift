import System

/// A file that looks like a rotated one of a log.
struct Sibling: Equatable {
  var path: String
  var status: FileStatus
  /// Whether it is called like one; if not, it was asked for.
  var isRotated: Bool
  /// The number that rotation gave it: the higher, the older.
  var number: Int?

  /// Whether this was written before `other`.
  func precedes(_ other: Sibling) -> Bool {
    if status.modified != other.status.modified { return status.modified < other.status.modified }
    if let number, let otherNumber = other.number { return number > otherNumber }
    return path < other.path
  }

  /// Whether lines may have been written to it in that second since the epoch, or later: what
  /// compresses a file keeps the time.
  func isWritten(since second: Int) -> Bool { status.modified >= second * 1_000_000_000 }
}

/// Finds the rotated files of a log by their names.
enum Siblings {
  /// The rotated files of the log at `path`, oldest first; `nil` if the directory cannot be read.
  ///
  /// Others are taken with them if `isWanted` says so. Names change while a directory is read, so it
  /// is read until it says the same twice.
  static func of(
    _ path: String, and isWanted: ((FileIdentity) -> Bool)? = nil
  ) -> [Sibling]? {
    var listing = list(path, isWanted)
    for _ in 0..<8 {
      let again = list(path, isWanted)
      if again?.map(\.path) == listing?.map(\.path),
        again?.map(\.status.identity) == listing?.map(\.status.identity)
      {
        return again
      }
      listing = again
    }
    return listing
  }

  private static func list(
    _ path: String, _ isWanted: ((FileIdentity) -> Bool)?
  ) -> [Sibling]? {
    let directory = Path.directory(of: path)
    let base = Path.name(of: path)
    guard let names = try? Directory.names(in: directory) else { return nil }
    var found: [Sibling] = []
    for name in names where name != base {
      // Nearly all names of a large directory are told by their first letter.
      let isRotated =
        name.utf8.first == base.utf8.first
        && (isRotation(name, of: base) || isCompressedRotation(name, of: base))
      guard isRotated || isWanted != nil else { continue }
      let path = "\(directory)/\(name)"
      // A file that is gone by now is on its way to another name, or deleted.
      guard let status = try? FileStatus.of(path), status.kind == .regular,
        isRotated || isWanted?(status.identity) ?? false
      else { continue }
      found.append(
        Sibling(
          path: path, status: status, isRotated: isRotated,
          number: number(of: withoutCompressedEnding(name))))
    }
    return found.sorted { $0.precedes($1) }
  }

  /// Whether `name` is what logrotate and its like make of `base`: `access.log.1`,
  /// `access.log-20260131`, `access-20260131.log`.
  static func isRotation(_ name: String, of base: String) -> Bool {
    let name = name.utf8
    let base = base.utf8
    guard name.count > base.count, !isCompressed(String(name)) else { return false }
    if name.starts(with: base) {
      return separators.contains(name[name.index(name.startIndex, offsetBy: base.count)])
    }
    guard let dot = base.lastIndex(of: UInt8(ascii: ".")), dot > base.startIndex else {
      return false
    }
    let stem = base[..<dot]
    let ending = base[dot...]
    guard name.starts(with: stem), name.ends(with: ending) else { return false }
    let middle = name.dropFirst(stem.count).dropLast(ending.count)
    return middle.allSatisfy { separators.contains($0) || $0 &- UInt8(ascii: "0") < 10 }
      && middle.first.map(separators.contains) ?? false
  }

  /// Whether `name` is what becomes of `base`, or of a rotation of it, when it is compressed.
  static func isCompressedRotation(_ name: String, of base: String) -> Bool {
    let stripped = withoutCompressedEnding(name)
    return stripped != name && (stripped == base || isRotation(stripped, of: base))
  }

  /// Whether the file at `path` is beside one of `logs` and has a name that rotation gives it.
  static func isRotation(_ path: String, ofAny logs: [String]) -> Bool {
    logs.contains {
      Path.directory(of: $0) == Path.directory(of: path)
        && isRotation(Path.name(of: path), of: Path.name(of: $0))
    }
  }

  static func isCompressed(_ name: String) -> Bool { withoutCompressedEnding(name) != name }

  private static func withoutCompressedEnding(_ name: String) -> String {
    let ending = compressedEndings.first { name.utf8.ends(with: $0.utf8) }
    return ending.map { String(name.dropLast($0.count)) } ?? name
  }

  /// The number behind the last dot, unless it has so many digits that it is a date.
  private static func number(of name: String) -> Int? {
    guard let dot = name.utf8.lastIndex(of: UInt8(ascii: ".")) else { return nil }
    let digits = name[name.utf8.index(after: dot)...]
    return digits.utf8.count < 6 ? Int(digits) : nil
  }

  private static let separators: [UInt8] = [
    UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: "_"),
  ]
  private static let compressedEndings = [".gz", ".zst", ".bz2", ".xz", ".lz4", ".Z", ".zip"]
}

extension String.UTF8View {
  fileprivate func ends(with ending: some Collection<UInt8>) -> Bool {
    count >= ending.count && suffix(ending.count).elementsEqual(ending)
  }
}
