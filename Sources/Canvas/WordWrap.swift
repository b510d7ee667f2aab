/// Breaks text at blanks into lines of at most `width` cells; a longer word is broken inside.
///
/// - Parameter indent: Cells that every line but the first leaves free.
package func wrapped(_ text: String, width: Int, indent: Int = 0) -> [String] {
  guard width > 0 else { return [] }
  var lines: [String] = []
  var line = ""
  var used = 0
  var room: Int { max(1, lines.isEmpty ? width : width - indent) }
  for word in text.split(separator: " ") {
    var rest = word.unicodeScalars[...]
    if used > 0, used + 1 + rest.count <= room {
      line += " " + String(rest)
      used += 1 + rest.count
      continue
    }
    if used > 0 {
      lines.append(line)
      (line, used) = ("", 0)
    }
    while rest.count > room {
      let piece = rest.prefix(room)
      rest = rest.dropFirst(room)
      lines.append(String(piece))
    }
    line = String(rest)
    used = rest.count
  }
  if used > 0 || lines.isEmpty { lines.append(line) }
  let margin = String(repeating: " ", count: max(0, min(indent, width - 1)))
  return lines.enumerated().map { $0.offset == 0 ? $0.element : margin + $0.element }
}
