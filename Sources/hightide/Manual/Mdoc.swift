/// A page of the manual in the language of mdoc(7).
struct Mdoc {
  private(set) var text = ""

  /// Lines of the source have at most so many columns.
  private static let width = 76

  /// Creates the page of a name and a section, with its one-line description.
  init(_ name: String, section: Int, _ description: String) {
    line("Dd", Version.date)
    line("Dt", name.uppercased(), "\(section)")
    raw(".Os")
    heading("NAME")
    line("Nm", name)
    line("Nd", description)
  }

  /// A macro with arguments, which are text and no macros.
  mutating func line(_ macro: String, _ arguments: String...) {
    text += "." + ([macro] + arguments.map(Mdoc.escaped)).joined(separator: " ") + "\n"
  }

  /// A macro line as it stands.
  mutating func raw(_ line: String) { text += line + "\n" }

  mutating func heading(_ title: String) { line("Sh", title) }

  mutating func subheading(_ title: String) { line("Ss", title) }

  /// Texts with a command or a filter each.
  mutating func examples(_ examples: [ManualExample]) {
    for (place, example) in examples.enumerated() {
      if place > 0 { raw(".Pp") }
      sentences(example.words)
      literal(example.command)
    }
  }

  mutating func paragraph(_ words: String) {
    raw(".Pp")
    sentences(words)
  }

  /// Running text: each sentence begins a line of the source, as mdoc wants it.
  mutating func sentences(_ words: String) {
    var line = ""
    func end(_ text: inout String) {
      if !line.isEmpty { text += Mdoc.protected(line) + "\n" }
      line = ""
    }
    for word in words.split(whereSeparator: \.isWhitespace) {
      let escaped = Mdoc.escaped(String(word))
      if line.count + escaped.count >= Mdoc.width { end(&text) }
      line += (line.isEmpty ? "" : " ") + escaped
      if let last = word.last(where: { !")'\"".contains($0) }), ".!?".contains(last) { end(&text) }
    }
    end(&text)
  }

  /// A list of words with what they mean; the words are shown as they are typed.
  mutating func list(_ rows: [(word: String, meaning: String)]) {
    raw(".Bl -tag -width Ds")
    for row in rows {
      raw(".It Cm " + Mdoc.argument(row.word))
      sentences(row.meaning)
    }
    raw(".El")
  }

  /// Lines as they stand, such as a file or commands.
  mutating func literal(_ lines: String) {
    raw(".Bd -literal -offset indent")
    for line in lines.split(separator: "\n", omittingEmptySubsequences: false) {
      text += Mdoc.protected(Mdoc.escaped(String(line))) + "\n"
    }
    raw(".Ed")
  }

  /// A text that neither begins a macro nor holds an escape.
  static func escaped(_ text: String) -> String {
    var escaped = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\\": escaped += "\\e"
      case "-": escaped += "\\-"
      case "^": escaped += "\\(ha"
      case "~": escaped += "\\(ti"
      case "'": escaped += "\\(aq"
      case "`": escaped += "\\(ga"
      default:
        escaped +=
          scalar.isASCII
          ? String(scalar) : "\\[u" + Mdoc.hexadecimal(scalar.value) + "]"
      }
    }
    return escaped
  }

  /// At least four digits.
  private static func hexadecimal(_ number: UInt32) -> String {
    let digits = String(number, radix: 16, uppercase: true)
    return String(repeating: "0", count: max(0, 4 - digits.count)) + digits
  }

  /// One argument of a macro, whatever is in it.
  static func argument(_ text: String) -> String {
    // Marks at either end are punctuation otherwise.
    "\"\\&"
      + escaped(text).split(separator: "\"", omittingEmptySubsequences: false)
      .joined(separator: "\\(dq") + "\\&\""
  }

  private static func protected(_ line: String) -> String {
    line.first == "." ? "\\&" + line : line
  }
}
