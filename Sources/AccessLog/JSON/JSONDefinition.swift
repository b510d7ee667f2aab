extension LogFormat {
  /// What a definition of JSON lines begins with.
  static let jsonPrefix = "json:"

  /// The format of a definition such as `json:time=ts,client=req.ip,duration_ms=took`; `nil` if it is
  /// none.
  ///
  /// A field that is given is read under that key alone, or under the first of its keys that a line
  /// has; all others under the usual names. A key with points is that of a value within other objects,
  /// or has the points itself.
  init?(jsonDefinition text: String) {
    guard text.hasPrefix(LogFormat.jsonPrefix) else { return nil }
    var given: [NamedColumn] = []
    for pair in text.dropFirst(LogFormat.jsonPrefix.count).split(
      separator: ",", omittingEmptySubsequences: false)
    {
      guard let column = NamedColumn(definition: pair) else { return nil }
      given.append(column)
    }
    let fields = Set(given.map(\.field))
    let columns = given + NamedColumn.usual.filter { !fields.contains($0.field) }
    // A whole request would win over a method or a target that is given.
    let hasParts = fields.contains(.method) || fields.contains(.target)
    let wanted = columns.filter { $0.field != .request || !hasParts || fields.contains(.request) }
    guard wanted.count <= NamedValues.capacity else { return nil }
    self.init(
      json: text, layout: "JSON lines with a time, a client and a status, as \(text) says",
      sample: "", wanted)
  }
}

extension NamedColumn {
  /// Reads `FIELD=KEY`; a duration's unit stands behind its field: `duration_ms`, `_us`, `_ns`, or none
  /// for seconds.
  fileprivate init?(definition: Substring) {
    guard let equals = definition.firstIndex(of: "=") else { return nil }
    let key = definition[definition.index(after: equals)...]
    let depth = key.split(separator: ".", omittingEmptySubsequences: false)
    guard !key.isEmpty, !key.contains("/"), !depth.contains(""),
      depth.count <= NameTree.maximumDepth
    else { return nil }
    let names = depth.count > 1 ? [depth.joined(separator: "/"), String(key)] : [String(key)]
    switch definition[..<equals] {
    case "duration_ms": self.init(.duration, names: names, unit: .milliseconds)
    case "duration_us": self.init(.duration, names: names, unit: .microseconds)
    case "duration_ns": self.init(.duration, names: names, unit: .nanoseconds)
    case let word:
      guard let field = NamedField(word: String(word)) else { return nil }
      self.init(field, names: names)
    }
  }
}
