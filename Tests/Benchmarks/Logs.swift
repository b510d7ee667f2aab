import Glibc
import SwiftOverlayShims

/// The logs that are measured, written into a new directory.
struct Logs {
  let directory: String
  let hightide: String
  let lines: Int

  init(hightide: String, lines: Int) {
    self.hightide = hightide
    self.lines = lines
    let base = unsafe getenv("TMPDIR").map { unsafe String(cString: $0) } ?? "/tmp"
    directory = "\(base)/hightide-bench-\(getpid())"
    guard unsafe mkdir(directory, 0o700) == 0 else {
      fail("cannot make the directory \(directory)")
    }
  }

  func remove() {
    _ = Process.run(["rm", "-rf", directory])
  }

  func path(_ name: String) -> String { "\(directory)/\(name)" }

  /// Makes a log that holds nothing yet.
  func empty(_ name: String) -> String {
    let path = path(name)
    close(unsafe open(path, O_WRONLY | O_CREAT | O_TRUNC, 0o600))
    return path
  }

  /// Writes a log by `hightide generate`.
  func generate(_ name: String, lines: Int, _ options: [String] = []) -> Log {
    let path = path(name)
    let command = [
      hightide, "generate", "--lines", "\(lines)", "--seed", "7", "--start",
      "2020-07-08T08:10:30Z",
    ]
    guard Process.run(command + options + [path]).status == 0 else {
      fail("cannot write the log \(path)")
    }
    return Log(name: name, path: path, lines: lines, bytes: fileSize(path))
  }
}

struct Log {
  var name: String
  var path: String
  var lines: Int
  var bytes: Int
}

/// In bytes; zero if there is no such file.
func fileSize(_ path: String) -> Int {
  var status = stat()
  unsafe stat(path, &status)
  return Int(status.st_size)
}

/// What a file holds, or its last bytes.
func contents(of path: String, last maximum: Int = .max) -> [UInt8] {
  let descriptor = unsafe open(path, O_RDONLY)
  guard descriptor >= 0 else { fail("cannot read \(path)") }
  defer { close(descriptor) }
  var status = stat()
  unsafe fstat(descriptor, &status)
  let size = min(maximum, Int(status.st_size))
  lseek(descriptor, status.st_size - size, SEEK_SET)
  return unsafe [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
    count = 0
    while count < size {
      // Within the capacity.
      let step = unsafe read(descriptor, buffer.baseAddress.map { unsafe $0 + count }, size - count)
      guard step > 0 else { break }
      count += step
    }
  }
}
