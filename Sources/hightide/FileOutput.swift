import AccessLog
private import Glibc
private import System

/// A file descriptor that whole pieces of text are written to; `write(2)`.
struct FileOutput: Sendable {
  static let standard = FileOutput(descriptor: STDOUT_FILENO)
  static let error = FileOutput(descriptor: STDERR_FILENO)

  let descriptor: Int32

  /// Writes all of the bytes, waiting for the reader as long as it takes.
  func write(_ bytes: [UInt8]) throws(OutputError) {
    var offset = 0
    while offset < bytes.count {
      let written = unsafe bytes.withUnsafeBytes {
        // In bounds: the offset is below the count.
        unsafe Glibc.write(descriptor, $0.baseAddress.map { unsafe $0 + offset }, $0.count - offset)
      }
      if written >= 0 {
        offset += written
      } else if errno == EPIPE {
        throw .readerGone
      } else if errno == EAGAIN {
        var ready = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
        unsafe poll(&ready, 1, -1)
      } else if errno != EINTR {
        throw .failed(reason: unsafe String(cString: strerror(errno)))
      }
    }
  }

  /// Writes a line for a person to standard output, such as is left when the dashboard has closed; it
  /// is dropped if nothing can be written there.
  static func tell(_ line: String) {
    do throws(OutputError) { try FileOutput.standard.write(Array("\(line)\n".utf8)) } catch {}
  }

  /// Sends standard error a sequence that shows nothing by itself; `false` if it is no terminal.
  static func obey(_ sequence: [UInt8]) -> Bool {
    guard Surroundings.errorIsTerminal else { return false }
    do throws(OutputError) { try FileOutput.error.write(sequence) } catch { return false }
    return true
  }

  /// Writes a line for a person to standard error; it is dropped if standard error is closed.
  ///
  /// Safe on a terminal whatever it names: names of files may be chosen by others too.
  /// `excerpt` are lines below it that show the place of what is wrong.
  static func complain(_ message: String, excerpt: [String] = []) {
    do throws(OutputError) {
      try FileOutput.error.write(
        Array(
          (["hightide: \(printableText(Path.bytes(of: message)))"] + excerpt.map { "  " + $0 })
            .map { $0 + "\n" }.joined().utf8))
    } catch {}
  }
}

/// Why output cannot be written.
enum OutputError: Error, Equatable {
  /// The reader of the pipe has gone: no failure, but writing more has no use.
  case readerGone
  case failed(reason: String)
}

extension OutputError: CustomStringConvertible {
  var description: String {
    switch self {
    case .readerGone: "the reader of the output has gone"
    case .failed(let reason): "cannot write: \(reason)"
    }
  }
}
