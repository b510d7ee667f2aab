import Canvas
import Foundation
import Testing

/// Compares what is drawn with text files beside the tests.
enum Golden {
  /// `HIGHTIDE_RECORD_GOLDENS=1` records the files instead; look at the difference then.
  private static let isRecording =
    ProcessInfo.processInfo.environment["HIGHTIDE_RECORD_GOLDENS"] == "1"

  private static let sources = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "Golden")

  static func check(
    _ text: String, named name: String, at location: SourceLocation = #_sourceLocation
  ) throws {
    if isRecording {
      try text.write(to: sources.appending(path: name), atomically: true, encoding: .utf8)
      return
    }
    // Read where they are written, so that a recording counts without another build.
    let golden = try String(contentsOf: sources.appending(path: name), encoding: .utf8)
    guard golden != text else { return }
    Issue.record("\(name) has changed; drawn was:\n\(text)", sourceLocation: location)
  }

  /// The roles of a grid, a letter each, a line a row.
  static func roles(of grid: Grid) -> String {
    let letters = Array("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")
    var text = ""
    for row in 0..<grid.size.rows {
      for column in 0..<grid.size.columns {
        let cell = grid[column: column, row: row]
        let isPlain = cell.glyph == " " && cell.role == .text
        text.append(isPlain ? "." : letters[Int(cell.role.rawValue)])
      }
      while text.last == "." { text.removeLast() }
      text.append("\n")
    }
    return text
  }
}
