/// The help of the screen as a list, for manuals.
package enum KeyHelp {
  /// A topic, and its keys or marks with what they mean.
  package struct Topic: Sendable {
    package var title: String
    package var rows: [Row]
  }

  package struct Row: Sendable {
    package var key: String
    package var meaning: String
  }

  /// As `?` lists them.
  package static let topics: [Topic] = {
    var topics: [Topic] = []
    for line in HelpOverlay.entries where !line.text.isEmpty {
      if line.isHeading {
        topics.append(Topic(title: line.text, rows: []))
      } else if !topics.isEmpty {
        topics[topics.count - 1].rows.append(Row(key: line.key, meaning: line.text))
      }
    }
    return topics
  }()
}
