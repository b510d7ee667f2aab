extension LogFormat {
  /// Creates a format of lines of one layout.
  ///
  /// - Precondition: the layout can be read.
  init(
    name: String, layout: String, isFound: Bool = true, _ pieces: [LayoutPiece],
    _ traits: LayoutTraits = []
  ) {
    let lines: LineLayout
    do throws(LayoutError) {
      lines = try LineLayout(pieces, traits)
    } catch {
      preconditionFailure("\(name): \(error)")
    }
    self.init(name: name, layout: layout, lines, isFound: isFound)
  }

  private init(name: String, layout: String, _ lines: LineLayout, isFound: Bool) {
    let writer = LayoutWriter(lines)
    self.init(
      name: name, layout: layout,
      sample: String(decoding: writer.line(of: .sample), as: UTF8.self) + "\n", isFound: isFound,
      writer: { writer.line(of: $0) }, fault: LineFault.explaining(lines),
      makeReader: { _ in LayoutReader(lines) })
  }

  /// Whether a word is a definition: nginx's has `$variables`, Apache's `%` directives.
  public static func isDefinition(_ text: String) -> Bool {
    text.contains("$") || text.contains("%")
  }

  /// Reads a `log_format` of nginx or a `LogFormat` of Apache, as it stands in the configuration.
  ///
  /// - Throws: an error that names the place, or what the lines lack.
  public init(definition text: String) throws(LayoutError) {
    guard !text.utf8.contains(where: { $0 == UInt8(ascii: "\n") || $0 == tab }) else {
      throw LayoutError("a definition has no tabs and no newlines in it")
    }
    let lines =
      try text.contains("$") ? NginxDefinition.layout(text) : ApacheDefinition.layout(text)
    self.init(name: text, layout: "lines of \(text)", lines, isFound: false)
  }
}
