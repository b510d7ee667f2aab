/// The string of an Apache `LogFormat`, as it stands in the configuration (mod_log_config).
enum ApacheDefinition {
  /// - Throws: an error that names what is missing, or where it is wrong.
  static func layout(_ text: String) throws(LayoutError) -> LineLayout {
    var pieces: [LayoutPiece] = []
    var literal = ""
    let letters = Array(text)
    var index = 0
    while index < letters.count {
      let letter = letters[index]
      if letter == "\\", index + 1 < letters.count {
        let escaped = letters[index + 1]
        literal.append(escaped == "t" ? "\t" : escaped)
        index += 2
        continue
      }
      guard letter == "%" else {
        literal.append(letter)
        index += 1
        continue
      }
      let column = index + 1
      var directive = Directive()
      index += 1
      while index < letters.count, "!,0123456789<>^".contains(letters[index]) {
        directive.isFinal = directive.isFinal || letters[index] == ">"
        index += 1
      }
      if index < letters.count, letters[index] == "{" {
        guard let closing = letters[index...].firstIndex(of: "}") else {
          throw LayoutError("at column \(column) a } is missing")
        }
        directive.argument = String(letters[(index + 1)..<closing])
        index = closing + 1
        while index < letters.count, "<>^".contains(letters[index]) { index += 1 }
      }
      // `%^ti` and `%^to` have two letters.
      if index + 1 < letters.count, letters[index] == "t", "io".contains(letters[index + 1]),
        letters[column..<index].contains("^"), "}^".contains(letters[index - 1])
      {
        index += 1
      }
      // `%^FB` is how long the first byte took, in microseconds.
      if index + 1 < letters.count, letters[index] == "F", letters[index + 1] == "B",
        letters[index - 1] == "^"
      {
        if !literal.isEmpty { pieces.append(.text(literal)) }
        literal = ""
        pieces.append(.field(.skip("-"), column))
        index += 2
        continue
      }
      guard index < letters.count else {
        throw LayoutError("at column \(column) the letter of a directive is missing behind the %")
      }
      directive.letter = letters[index]
      index += 1
      if directive.letter == "%" {
        literal.append("%")
        continue
      }
      if directive.letter == "t", directive.argument?.contains("%z") == false,
        let end = endOfZone(letters, from: index)
      {
        directive.argument?.append(" %z")
        index = end
      }
      if !literal.isEmpty { pieces.append(.text(literal)) }
      literal = ""
      pieces += try directive.pieces(column)
    }
    if !literal.isEmpty { pieces.append(.text(literal)) }
    return try LineLayout(chosen(pieces), [.statusMayBeMissing])
  }

  /// Where the zone ends that stands behind a time in a directive of its own, perhaps with a fraction between
  /// them, as in the manual's `%{%d/%b/%Y %T}t.%{msec_frac}t %{%z}t`; `nil` if none does.
  private static func endOfZone(_ letters: [Character], from start: Int) -> Int? {
    var rest = letters[start...]
    func take(anyOf texts: [String]) -> Bool {
      guard let text = texts.first(where: { rest.starts(with: $0) }) else { return false }
      rest = rest.dropFirst(text.count)
      return true
    }
    let moments = ["", "begin:", "end:"]
    if take(anyOf: [".", ","]) {
      let fractions = ["msec_frac", "usec_frac"]
      guard take(anyOf: moments.flatMap { moment in fractions.map { "%{\(moment)\($0)}t" } }) else {
        return nil
      }
    }
    _ = take(anyOf: [" "])
    return take(anyOf: moments.map { "%{\($0)%z}t" }) ? rest.startIndex : nil
  }

  /// The pieces, with one field of each kind.
  ///
  /// The last `%>s` is the status that was sent; `%O` counts more than `%B` and `%b` do; of several
  /// durations the one in the smallest unit is taken.
  private static func chosen(_ pieces: [LayoutPiece]) -> [LayoutPiece] {
    var best: [LayoutField.Kind: Int] = [:]
    for (index, piece) in pieces.enumerated() {
      guard case .field(let field, _) = piece, field.kind != .skip else { continue }
      guard let other = best[field.kind], case .field(let before, _) = pieces[other] else {
        best[field.kind] = index
        continue
      }
      if before.sample == Directive.secondBest || field.isFiner(than: before) {
        best[field.kind] = index
      }
    }
    return pieces.enumerated().map { index, piece in
      guard case .field(let field, let column) = piece, field.kind != .skip,
        best[field.kind] != index
      else { return piece }
      var skipped = LayoutField.skip("-", isList: field.isList)
      skipped.joinsTarget = field.joinsTarget
      return .field(skipped, column)
    }
  }

  /// What stands behind a `%`.
  private struct Directive {
    /// Of a field that another of its kind is better than.
    static let secondBest = "second best"

    var letter: Character = "%"
    var argument: String?
    /// Whether a `>` asks for what was sent in the end.
    var isFinal = false

    /// The pieces of the line that it stands for.
    func pieces(_ column: Int) throws(LayoutError) -> [LayoutPiece] {
      func one(_ field: LayoutField) -> [LayoutPiece] { [.field(field, column)] }
      switch letter {
      case "h", "a": return one(LayoutField(kind: .client))
      case "l": return one(LayoutField(kind: .identity))
      case "u": return one(LayoutField(kind: .user))
      case "t": return try time(column)
      case "r": return one(LayoutField(kind: .request))
      case "s": return one(LayoutField(kind: .status, sample: isFinal ? "-" : Directive.secondBest))
      case "b", "B": return one(LayoutField(kind: .bytes))
      case "O": return one(LayoutField(kind: .bytes, sample: Directive.secondBest))
      case "m": return one(LayoutField(kind: .method))
      case "U": return one(LayoutField(kind: .target))
      case "q": return one(LayoutField(kind: .query, joinsTarget: true))
      case "H": return one(LayoutField(kind: .version))
      case "v", "V": return one(LayoutField(kind: .virtualHost))
      case "D": return one(.duration(.microseconds))
      case "T":
        let units: [String: LayoutField.Unit] = [
          "s": .seconds, "ms": .milliseconds, "us": .microseconds,
        ]
        guard let unit = units[argument ?? "s"] else {
          throw LayoutError(
            "at column \(column) %{\(argument ?? "")}T has none of the units s, ms, us")
        }
        return one(.duration(unit))
      case "i": return one(header)
      case "A", "C", "I", "L", "P", "R", "S", "X", "c", "e", "f", "k", "n", "o", "p", "x", "d", "g":
        return one(.skip("-"))
      default:
        throw LayoutError("at column \(column) %\(letter) is no directive of Apache")
      }
    }

    /// A header of the request.
    private var header: LayoutField {
      switch argument?.lowercased() {
      case "referer": LayoutField(kind: .referrer)
      case "user-agent": LayoutField(kind: .userAgent)
      case "x-forwarded-for": LayoutField(kind: .forwardedFor, isList: true)
      case "host": LayoutField(kind: .virtualHost, sample: Directive.secondBest)
      default: .skip("-")
      }
    }

    /// The pieces of a time, such as `%t` or `%{%d/%b/%Y %T}t.%{msec_frac}t`.
    private func time(_ column: Int) throws(LayoutError) -> [LayoutPiece] {
      guard var pattern = argument else { return ["[", .field(.time(.clf), column), "]"] }
      for prefix in ["begin:", "end:"] where pattern.hasPrefix(prefix) {
        pattern = String(pattern.dropFirst(prefix.count))
      }
      switch pattern {
      case "", "sec", "%s": return [.field(.time(pattern.isEmpty ? .clf : .epoch), column)]
      case "msec": return [.field(.time(.epochMilliseconds), column)]
      case "usec": return [.field(.time(.epochMicroseconds), column)]
      case "msec_frac", "usec_frac": return [.field(.skip("000"), column)]
      default: break
      }
      var pieces: [LayoutPiece] = []
      if pattern.hasPrefix("[") {
        pieces.append("[")
        pattern.removeFirst()
      }
      let isClosed = pattern.hasSuffix("]")
      if isClosed { pattern.removeLast() }
      for (short, long) in [("%T", "%H:%M:%S"), ("%F", "%Y-%m-%d"), ("%e", "%d"), ("%h", "%b")] {
        pattern = pattern.split(separator: short, omittingEmptySubsequences: false)
          .joined(separator: long)
      }
      guard let form = Directive.timeForms[pattern] else {
        throw LayoutError(
          "at column \(column) the time %{\(argument ?? "")}t is in no form that is read, such as "
            + "%d/%b/%Y:%T %z, %Y-%m-%dT%H:%M:%S%z, sec, msec or usec")
      }
      pieces.append(.field(.time(form), column))
      if isClosed { pieces.append("]") }
      return pieces
    }

    private static let timeForms: [String: LayoutField.TimeForm] = {
      var forms: [String: LayoutField.TimeForm] = [
        "%a, %d %b %Y %H:%M:%S GMT": .rfc1123, "%a %b %d %H:%M:%S %Y": .ctime, "%c": .ctime,
      ]
      for zone in ["", " %z", "%z"] {
        forms["%d/%b/%Y:%H:%M:%S\(zone)"] = zone.isEmpty ? .local : .clf
        forms["%d/%b/%Y %H:%M:%S\(zone)"] = zone.isEmpty ? .localWithSpace : .clf
        for separator in ["T", " "] { forms["%Y-%m-%d\(separator)%H:%M:%S\(zone)"] = .iso8601 }
      }
      forms["%Y-%m-%dT%H:%M:%SZ"] = .iso8601
      return forms
    }()
  }
}

extension LayoutField {
  /// Whether it is a duration in a smaller unit than another is.
  fileprivate func isFiner(than other: LayoutField) -> Bool {
    let units: [Unit] = [.seconds, .milliseconds, .microseconds]
    guard kind == .duration, let mine = units.firstIndex(of: unit),
      let others = units.firstIndex(of: other.unit)
    else { return false }
    return mine > others
  }
}
