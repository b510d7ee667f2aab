/// What runs of containers put around lines.
extension Envelope {
  /// Kubernetes' CRI: `time stdout F line`; all parts of a long line but the last have a `P`.
  static let cri = Envelope(name: "cri", hasParts: true) { bytes, line in
    var cursor = LineCursor(line)
    guard cursor.takeTimestamp(bytes), cursor.take(" ", bytes) else { return nil }
    let stream = cursor.byte(bytes, behind: 3)
    guard cursor.take("stdout ", bytes) || cursor.take("stderr ", bytes) else { return nil }
    let isPart = cursor.byte(bytes) == UInt8(ascii: "P")
    // More tags may follow behind a colon.
    guard isPart || cursor.byte(bytes) == UInt8(ascii: "F"),
      let tags = cursor.takeWord(bytes), tags.count == 1 || bytes[tags.lowerBound + 1] == colon
    else { return nil }
    return EnvelopeContents(text: cursor.rest, stream: stream ?? 0, isPart: isPart)
  }

  /// `docker compose logs`: `name-1  | line`.
  static let compose = Envelope(name: "compose") { bytes, line in
    var cursor = LineCursor(line)
    guard let name = cursor.takeWord(bytes), name.allSatisfy({ bytes[$0].isNameByte }) else {
      return nil
    }
    cursor.takeSpaces(bytes)
    return cursor.take("| ", bytes) ? EnvelopeContents(text: cursor.rest) : nil
  }

  /// `kubectl logs --prefix`: `[pod/name/container] line`.
  static let kubectl = Envelope(name: "kubectl") { bytes, line in
    var cursor = LineCursor(line)
    guard cursor.take("[pod/", bytes), let pod = cursor.take(until: UInt8(ascii: "]"), bytes),
      pod.allSatisfy({ bytes[$0].isNameByte || bytes[$0] == UInt8(ascii: "/") }),
      cursor.take(" ", bytes)
    else { return nil }
    return EnvelopeContents(text: cursor.rest)
  }

  /// `docker logs --timestamps`, `kubectl logs --timestamps`: an ISO time in UTC and a space.
  static let timestamps = Envelope(name: "timestamps") { bytes, line in
    var cursor = LineCursor(line)
    guard cursor.takeTimestamp(bytes), bytes[cursor.index - 1] == UInt8(ascii: "Z"),
      cursor.take(" ", bytes)
    else { return nil }
    return EnvelopeContents(text: cursor.rest)
  }

  /// Escape sequences for colours (ECMA-48 section 8.3.117) anywhere in the line, as Werkzeug writes
  /// them.
  static let colors = Envelope(name: "colours") { bytes, line in
    let escape = bytes.firstOffset(of: 0x1B, from: line.lowerBound, to: line.upperBound)
    guard escape < line.upperBound else { return nil }
    return EnvelopeContents(text: line, writing: .colored)
  }
}

private let colon = UInt8(ascii: ":")

extension UInt8 {
  /// Whether this may stand in the name of a container.
  fileprivate var isNameByte: Bool {
    isLetter || isDigit || self == dash || self == UInt8(ascii: "_") || self == UInt8(ascii: ".")
  }
}
