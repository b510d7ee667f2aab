extension LogFormat {
  /// What a definition of JSON lines begins with.
  package static let jsonPrefix = "json:"

  /// The format of a definition such as `json:time=ts,client=req.ip,duration_ms=took`; the error says what
  /// cannot be read of it, and where.
  ///
  /// A field that is given is read under that key alone, or under the first of its keys that a line
  /// has; all others under the usual names. A key with points is that of a value within other objects,
  /// or has the points itself.
  package init(jsonDefinition text: String) throws(LayoutError) {
    let pairs = text.dropFirst(LogFormat.jsonPrefix.count)
    guard text.hasPrefix(LogFormat.jsonPrefix) else {
      throw LayoutError("it does not begin with \(LogFormat.jsonPrefix)")
    }
    var given: [NamedColumn] = []
    for pair in pairs.split(separator: ",", omittingEmptySubsequences: false) {
      let column = text.distance(from: text.startIndex, to: pair.startIndex) + 1
      given.append(try NamedColumn(definition: pair, at: column))
    }
    let fields = Set(given.map(\.field))
    let columns = given + NamedColumn.usual.filter { !fields.contains($0.field) }
    // A whole request would win over a method or a target that is given.
    let hasParts = fields.contains(.method) || fields.contains(.target)
    let wanted = columns.filter { $0.field != .request || !hasParts || fields.contains(.request) }
    guard wanted.count <= NamedValues.capacity else {
      throw LayoutError("it has too many fields")
    }
    self.init(
      json: text, layout: "JSON lines with a time, a client and a status, as \(text) says",
      sample: "", wanted)
  }
}

extension NamedColumn {
  /// Reads `FIELD=KEY`; a duration's unit stands behind its field: `duration_ms`, `_us`, `_ns`, or none
  /// for seconds.
  fileprivate init(definition: Substring, at column: Int) throws(LayoutError) {
    guard let equals = definition.firstIndex(of: "=") else {
      throw LayoutError(
        "at column \(column) FIELD=KEY was expected, such as time=ts; not '\(definition)'")
    }
    let key = definition[definition.index(after: equals)...]
    let depth = key.split(separator: ".", omittingEmptySubsequences: false)
    guard !key.isEmpty, !key.contains("/"), !depth.contains(""),
      depth.count <= NameTree.maximumDepth
    else {
      let place = column + definition.distance(from: definition.startIndex, to: key.startIndex)
      throw LayoutError(
        "at column \(place) a key was expected, such as req.ip: at most \(NameTree.maximumDepth) "
          + "names with points between them; not '\(key)'")
    }
    let names = depth.count > 1 ? [depth.joined(separator: "/"), String(key)] : [String(key)]
    let word = String(definition[..<equals])
    if let unit = NamedColumn.durations[word] {
      self.init(.duration, names: names, unit: unit)
    } else if let field = NamedField.words.first(where: { $0.word == word })?.field {
      self.init(field, names: names)
    } else {
      let words = NamedField.words.map(\.word) + NamedColumn.durations.keys.sorted()
      throw LayoutError(
        "at column \(column) '\(word)' is no field; there are \(words.joined(separator: ", "))")
    }
  }

  private static let durations: [String: DurationUnit] = [
    "duration_ms": .milliseconds, "duration_us": .microseconds, "duration_ns": .nanoseconds,
  ]
}
