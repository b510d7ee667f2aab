import AccessLog

/// What a line says, by the rules written down a second time, as plainly as possible and with
/// nothing shared with the parser.
enum ReferenceLine {
  case hit(ReferenceHit)
  case malformed
  case comment
  case empty

  init(_ padded: [UInt8]) {
    let line = Array(padded[...].withoutPadding)
    if line.isEmpty {
      self = padded.contains(0) ? .malformed : .empty
    } else if line.first == UInt8(ascii: "#") {
      self = .comment
    } else if line.count <= 65_536, let hit = ReferenceHit(line) {
      self = .hit(hit)
    } else {
      self = .malformed
    }
  }

  /// Traps unless the parser says the same.
  func check(_ parsed: Line, _ bytes: [UInt8], format: LogFormat) {
    switch (self, parsed) {
    case (.malformed, .malformed), (.comment, .comment), (.empty, .empty): break
    case (.hit, .malformed):
      require(format == .combined, "only a format that requires more refuses a hit")
    case (.hit(let wanted), .hit(let hit)):
      require(ReferenceHit(hit, bytes) == wanted, "a hit is what the line says")
    default: preconditionFailure("\(self) is parsed as \(parsed)")
    }
  }
}

/// A hit with all its texts.
struct ReferenceHit: Equatable {
  var second: Int
  var client: [UInt8]
  var method: [UInt8]
  var section: [UInt8]
  var status: Int
  var responseBytes: Int

  /// What the parser found.
  init(_ hit: Hit, _ bytes: [UInt8]) {
    second = hit.instant.seconds
    client = Array(bytes[hit.client])
    method = hit.request.map { Array(bytes[$0.method]) } ?? Array("-".utf8)
    section =
      hit.request.map {
        Section(of: $0.target, in: unsafe bytes.span.bytes).name(in: unsafe bytes.span.bytes)
      } ?? Array("-".utf8)
    status = hit.status
    responseBytes = hit.responseBytes
  }

  init?(_ line: [UInt8]) {
    let quote = UInt8(ascii: "\"")
    guard let clientEnd = line.firstIndex(where: \.isBlank), clientEnd > 0 else { return nil }
    // A quoted field before the time, but for an empty user, is another layout.
    let quoted = line.indices.dropFirst(clientEnd + 1).first { index in
      line[index] == quote && line[index - 1].isBlank
        && !(line[index...].starts(with: [quote, quote]) && index + 2 < line.count
          && line[index + 2].isBlank)
    }
    // ` [26 bytes] x`: the first with a quoted request, else the first with a bare dash.
    let candidates = line.indices.dropFirst(clientEnd).prefix { $0 < quoted ?? .max }.filter {
      index in
      index + 29 < line.count && line[index].isBlank && line[index + 1] == UInt8(ascii: "[")
        && line[index + 28] == UInt8(ascii: "]") && line[index + 29].isBlank
        && ReferenceHit.second(line[(index + 2)..<(index + 28)]) != nil
    }
    func request(_ index: Int) -> ArraySlice<UInt8> { line[(index + 29)...].drop(while: \.isBlank) }
    guard
      let start = candidates.first(where: { request($0).first == quote })
        ?? candidates.first(where: { request($0).first == UInt8(ascii: "-") }),
      let second = ReferenceHit.second(line[(start + 2)..<(start + 28)]),
      ReferenceFront(line[..<(start + 1)]).isCommon
    else { return nil }
    var rest = request(start)
    var text: ArraySlice<UInt8>?
    if rest.removeFirst() == quote {
      var isEscaped = false
      text = rest.prefix { byte in
        defer { isEscaped = !isEscaped && byte == UInt8(ascii: "\\") }
        return isEscaped || byte != quote
      }
      let first = rest.startIndex
      rest = rest.dropFirst((text?.count ?? 0) + 1)
      // Where quotes are not escaped, the request ends at one with a protocol before it.
      if !ReferenceHit.beginsWithStatus(rest),
        let end = line.indices.first(where: { index in
          index >= rest.startIndex - 1 && line[index] == quote
            && ReferenceHit.endsWithVersion(line[..<index])
            && ReferenceHit.beginsWithStatus(line[(index + 1)...])
        })
      {
        text = line[first..<end]
        rest = line[(end + 1)...]
      }
    }
    guard rest.first?.isBlank == true else { return nil }
    let fields = rest.split(maxSplits: 2, whereSeparator: \.isBlank)
    guard fields.count >= 2, fields[0].count == 3, fields[0].allSatisfy(\.isASCIIDigit) else {
      return nil
    }
    status = fields[0].reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) }
    if fields[1].elementsEqual("-".utf8) {
      responseBytes = 0
    } else if fields[1].allSatisfy(\.isASCIIDigit) {
      responseBytes = Int(String(decoding: fields[1], as: UTF8.self)) ?? .max
    } else {
      return nil
    }
    client = Array(line[..<clientEnd])
    self.second = second
    (method, section) = text.flatMap(ReferenceHit.request) ?? (Array("-".utf8), Array("-".utf8))
  }

  private static func request(_ text: ArraySlice<UInt8>) -> ([UInt8], [UInt8])? {
    let tokenBytes = Array("!#$%&'*+-.^_`|~".utf8)
    let space = UInt8(ascii: " ")
    let text = text.trimming(space)
    let method = text.prefix { byte in
      byte.isASCIIDigit || byte.isASCIILetter || tokenBytes.contains(byte)
    }
    guard !method.isEmpty, !method.elementsEqual("-".utf8),
      text.dropFirst(method.count).first == space
    else { return nil }
    var target = text.dropFirst(method.count).trimming(space)
    if let last = target.lastIndex(of: space), isVersion(String(latin1: target[(last + 1)...])) {
      target = target[..<last].trimming(space)
    }
    guard !target.isEmpty else { return nil }
    let section = ReferenceHit.section(String(latin1: target))
    return (Array(method), section.isEmpty ? Array("-".utf8) : section)
  }

  private static func beginsWithStatus(_ rest: ArraySlice<UInt8>) -> Bool {
    let fields = rest.split(maxSplits: 1, whereSeparator: \.isBlank)
    guard rest.first?.isBlank == true, let status = fields.first, status.count == 3 else {
      return false
    }
    return status.allSatisfy(\.isASCIIDigit) && status.endIndex < rest.endIndex
  }

  private static func endsWithVersion(_ text: ArraySlice<UInt8>) -> Bool {
    guard let last = text.lastIndex(of: UInt8(ascii: " ")), last > text.startIndex else {
      return false
    }
    return isVersion(String(latin1: text[(last + 1)...]))
  }

  private static func isVersion(_ text: String) -> Bool {
    let digits = Array("0123456789")
    return digits.contains { major in
      text == "HTTP/\(major)" || digits.contains { text == "HTTP/\(major).\($0)" }
    }
  }

  /// Bytes are taken for characters of their own, so that texts can be split.
  private static func section(_ target: String) -> [UInt8] {
    let kept = target.unicodeScalars.prefix { $0 != "?" && $0 != "#" }
    let text = String(String.UnicodeScalarView(kept))
    return Array(section(of: text).unicodeScalars).map { UInt8($0.value) }
  }

  private static func section(of text: String) -> String {
    var path = Array(text.unicodeScalars)
    guard path.first != "/" else { return String(firstSegment(of: path)) }
    let scheme = path.prefix {
      $0.properties.isASCIIHexDigit || ("a"..."z").contains($0) || ("A"..."Z").contains($0)
        || $0 == "+" || $0 == "-" || $0 == "."
    }
    guard let first = scheme.first, ("a"..."z").contains(first) || ("A"..."Z").contains(first),
      path.dropFirst(scheme.count).starts(with: "://".unicodeScalars)
    else { return text }
    path.removeFirst(scheme.count + 3)
    let authority = path.prefix { $0 != "/" }
    path.removeFirst(authority.count)
    return String(Array(scheme)) + "://" + String(Array(authority))
      + (path.isEmpty ? "/" : String(firstSegment(of: path)))
  }

  private static func firstSegment(of path: [Unicode.Scalar]) -> [Unicode.Scalar] {
    ["/"] + path.dropFirst().prefix { $0 != "/" }
  }
}
