import AccessLog

/// What a line says, by the rules written down a second time, as plainly as possible and with
/// nothing shared with the parser.
enum ReferenceLine {
  case hit(ReferenceHit)
  case malformed
  case comment
  case empty

  init(_ line: [UInt8]) {
    if line.isEmpty {
      self = .empty
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
      require(format == .combined, "only a format that demands more refuses a hit")
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
    let space = UInt8(ascii: " ")
    let quote = UInt8(ascii: "\"")
    guard let clientEnd = line.firstIndex(of: space), clientEnd > 0 else { return nil }
    // ` [26 bytes] x`: the first with a quoted request, else the first with a bare dash.
    let candidates = line.indices.dropFirst(clientEnd).filter { index in
      index + 30 < line.count && line[index] == space && line[index + 1] == UInt8(ascii: "[")
        && line[index + 28] == UInt8(ascii: "]") && line[index + 29] == space
        && ReferenceHit.second(line[(index + 2)..<(index + 28)]) != nil
    }
    guard
      let start = candidates.first(where: { line[$0 + 30] == quote })
        ?? candidates.first(where: { line[$0 + 30] == UInt8(ascii: "-") }),
      let second = ReferenceHit.second(line[(start + 2)..<(start + 28)])
    else { return nil }
    var rest = line[(start + 30)...]
    var request: ArraySlice<UInt8>?
    if rest.removeFirst() == quote {
      var isEscaped = false
      let text = rest.prefix { byte in
        defer { isEscaped = !isEscaped && byte == UInt8(ascii: "\\") }
        return isEscaped || byte != quote
      }
      rest = rest.dropFirst(text.count + 1)
      request = text
    }
    guard rest.popFirst() == space else { return nil }
    let fields = rest.split(separator: space, maxSplits: 2, omittingEmptySubsequences: false)
    guard let digits = fields.first, digits.count == 3, digits.allSatisfy(\.isASCIIDigit) else {
      return nil
    }
    status = digits.reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) }
    let size = fields.count > 1 ? fields[1] : []
    responseBytes =
      size.isEmpty || !size.allSatisfy(\.isASCIIDigit)
      ? 0 : Int(String(decoding: size, as: UTF8.self)) ?? .max
    client = Array(line[..<clientEnd])
    self.second = second
    (method, section) = request.flatMap(ReferenceHit.request) ?? (Array("-".utf8), Array("-".utf8))
  }

  private static func request(_ text: ArraySlice<UInt8>) -> ([UInt8], [UInt8])? {
    let tokenBytes = Array("!#$%&'*+-.^_`|~".utf8)
    let method = text.prefix { byte in
      byte.isASCIIDigit || byte.isASCIILetter || tokenBytes.contains(byte)
    }
    var target = text.dropFirst(method.count)
    guard !method.isEmpty, target.popFirst() == UInt8(ascii: " ") else { return nil }
    let version = Array(target.suffix(9))
    if version.count == 9, version.starts(with: " HTTP/".utf8), version[6].isASCIIDigit,
      version[7] == UInt8(ascii: "."), version[8].isASCIIDigit
    {
      target = target.dropLast(9)
    }
    guard !target.isEmpty else { return nil }
    let section = ReferenceHit.section(String(latin1: target))
    return (Array(method), section.isEmpty ? Array("-".utf8) : section)
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
