import System

@testable import LogTail

/// A file that is read in pieces of any size.
struct CutterTarget {
  private let pieces: [ArraySlice<UInt8>]
  private let text: [UInt8]

  init(_ input: FuzzInput) {
    var input = input
    let sizes = (0..<4).map { _ in 1 + input.choice() }
    text = Array(input.rest)
    var pieces: [ArraySlice<UInt8>] = []
    var rest = input.rest
    while !rest.isEmpty {
      pieces.append(rest.prefix(sizes[pieces.count % 4]))
      rest = rest.dropFirst(sizes[(pieces.count - 1) % 4])
    }
    self.pieces = pieces
  }

  func check() {
    var cutter = LineCutter()
    var lines: [UInt8] = []
    var read = 0
    for piece in pieces {
      let cut = cutter.whole(piece)
      require(cut.isEmpty || cut.last == UInt8(ascii: "\n"), "lines are whole")
      lines += cut
      read += piece.count
      let pending = text[..<read].reversed().prefix { $0 != UInt8(ascii: "\n") }.count
      require(cutter.pendingBytes == pending, "a resumed run reads on at the line under way")
      require(!cutter.carried.contains(UInt8(ascii: "\n")))
    }
    lines += cutter.flush()
    checkLines(lines)
  }

  /// NULs and byte-order marks in front of a line may be gone, but for one NUL; all else is as it was
  /// read.
  private func checkLines(_ lines: [UInt8]) {
    let newline = UInt8(ascii: "\n")
    var wanted = text.split(separator: newline, omittingEmptySubsequences: false)
    let given = lines.split(separator: newline, omittingEmptySubsequences: false)
    // What stands behind the last newline is a line only if there is something.
    let rest = wanted.removeLast()
    if !rest.withoutPadding.isEmpty || rest.contains(0) { wanted.append(rest) }
    require(given.count == wanted.count + 1 && given.last?.isEmpty == true, "no line is lost")
    for (line, read) in zip(given, wanted) {
      require(line.withoutPadding.elementsEqual(read.withoutPadding), "a line is as it was read")
      let isPadding = read.withoutPadding.isEmpty
      require(!isPadding || line.contains(0) == read.contains(0), "NULs alone are no empty line")
    }
  }
}

extension ArraySlice<UInt8> {
  /// What stands behind the NULs and byte-order marks at the beginning.
  var withoutPadding: ArraySlice<UInt8> {
    var rest = self
    while true {
      if rest.first == 0 {
        rest.removeFirst()
      } else if rest.starts(with: [0xEF, 0xBB, 0xBF]) {
        rest.removeFirst(3)
      } else {
        return rest
      }
    }
  }
}

extension LineCutter {
  fileprivate mutating func whole(_ piece: ArraySlice<UInt8>) -> [UInt8] {
    do throws(SystemError) {
      return try unsafe lines(reading: piece.count) { buffer throws(SystemError) in
        unsafe buffer.copyBytes(from: piece)
        return piece.count
      }.lines
    } catch {
      preconditionFailure("nothing was read that could fail")
    }
  }
}
