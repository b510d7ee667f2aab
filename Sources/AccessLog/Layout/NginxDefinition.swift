/// The string of an nginx `log_format`, as it stands in the configuration.
///
/// `escape=json` or `escape=none` may stand before it, and `\t` is a tab, as nginx reads it. A variable of which nothing is known is text
/// that is passed over.
enum NginxDefinition {
  /// - Throws: an error that names what is missing, or where it is wrong.
  static func layout(_ text: String) throws(LayoutError) -> LineLayout {
    var rest = Substring(text)
    for mode in ["escape=default ", "escape=json ", "escape=none "] where rest.hasPrefix(mode) {
      rest = rest.dropFirst(mode.count)
    }
    let offset = text.count - rest.count
    var pieces: [LayoutPiece] = []
    var literal = ""
    let letters = Array(rest)
    var index = 0
    while index < letters.count {
      if letters[index] == "\\", index + 1 < letters.count, letters[index + 1] == "t" {
        literal.append("\t")
        index += 2
        continue
      }
      guard letters[index] == "$" else {
        literal.append(letters[index])
        index += 1
        continue
      }
      let column = offset + index + 1
      var end = index + 1
      let isBraced = end < letters.count && letters[end] == "{"
      if isBraced { end += 1 }
      let start = end
      while end < letters.count, letters[end].isASCII,
        letters[end].isLetter || letters[end].isNumber
          || letters[end] == "_"
      {
        end += 1
      }
      guard end > start, !isBraced || end < letters.count && letters[end] == "}" else {
        throw LayoutError("at column \(column) the name of a variable is missing behind the $")
      }
      if !literal.isEmpty { pieces.append(.text(literal)) }
      literal = ""
      pieces.append(.field(field(String(letters[start..<end])), column))
      index = isBraced ? end + 1 : end
    }
    if !literal.isEmpty { pieces.append(.text(literal)) }
    return try LineLayout(chosen(pieces), [.statusMayBeMissing])
  }

  private static func field(_ name: String) -> LayoutField {
    if let kind = kinds[name] {
      var field = LayoutField(kind: kind)
      field.isList = kind == .forwardedFor
      return field
    }
    return switch name {
    case "time_local": .time(.clf)
    case "time_iso8601": .time(.iso8601)
    case "msec": .time(.epoch)
    case "request_time": .duration(.seconds)
    case "upstream_response_time": .duration(.seconds, isList: true)
    case "is_args", "args", "query_string":
      LayoutField(kind: name == "is_args" ? .skip : .query, joinsTarget: true)
    default: .skip("-", isList: name.hasPrefix("upstream_"))
    }
  }

  private static let kinds: [String: LayoutField.Kind] = [
    "remote_addr": .client, "http_x_forwarded_for": .forwardedFor,
    "proxy_add_x_forwarded_for": .forwardedFor, "remote_user": .user, "request": .request,
    "request_method": .method, "request_uri": .target, "uri": .target, "document_uri": .target,
    "server_protocol": .version, "status": .status, "body_bytes_sent": .bytes, "bytes_sent": .bytes,
    "host": .virtualHost, "http_host": .virtualHost, "server_name": .virtualHost,
    "hostname": .server, "http_referer": .referrer, "http_user_agent": .userAgent,
  ]

  /// The pieces, with one field of each kind: of several the one that says it best.
  private static func chosen(_ pieces: [LayoutPiece]) -> [LayoutPiece] {
    // What an upstream server took is a part of what the request took.
    let hasDuration = pieces.contains { piece in
      if case .field(let field, _) = piece {
        field.kind == .duration && !field.isList
      } else {
        false
      }
    }
    let fields = pieces.map { piece -> LayoutPiece in
      guard hasDuration, case .field(let field, let column) = piece, field.kind == .duration,
        field.isList
      else { return piece }
      return .field(.skip("-", isList: true), column)
    }
    return LayoutPiece.firstOfEachKind(fields)
  }
}

extension LayoutPiece {
  /// The same with a field of each kind once, the first of them.
  static func firstOfEachKind(_ pieces: [LayoutPiece]) -> [LayoutPiece] {
    var seen: Set<LayoutField.Kind> = []
    return pieces.map { piece in
      guard case .field(let field, let column) = piece, field.kind != .skip else { return piece }
      guard seen.insert(field.kind).inserted else {
        var skipped = LayoutField.skip("-", isList: field.isList)
        skipped.joinsTarget = field.joinsTarget
        return .field(skipped, column)
      }
      return piece
    }
  }
}
