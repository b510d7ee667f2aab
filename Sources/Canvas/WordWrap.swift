/// Breaks text at blanks into lines of at most `width` cells; a word longer than a line is broken.
package func wrapped(_ text: String, width: Int) -> [String] {
  guard width > 0 else { return [] }
  var lines: [String] = []
  var line = ""
  var used = 0
  for word in text.split(separator: " ") {
    var rest = word.unicodeScalars[...]
    if used > 0, used + 1 + rest.count <= width {
      line += " " + String(rest)
      used += 1 + rest.count
      continue
    }
    if used > 0 { lines.append(line) }
    while rest.count > width {
      lines.append(String(rest.prefix(width)))
      rest = rest.dropFirst(width)
    }
    line = String(rest)
    used = rest.count
  }
  if used > 0 || lines.isEmpty { lines.append(line) }
  return lines
}
