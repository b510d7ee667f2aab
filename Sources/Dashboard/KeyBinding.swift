import Canvas

/// Keys, and what they do.
struct KeyBinding: Sendable {
  /// What the keys are about, a heading in the help.
  enum Topic: String, CaseIterable, Sendable {
    case threshold = "Threshold"
    case time = "Time"
    case panels = "Panels"
    case sections = "Sections"
    case program = "Program"
  }

  var keys: [Key]
  var action: Action
  var topic: Topic
  /// The keys as they are written.
  var name: String
  /// What the help says; a binding without shares the line of the one above it.
  var help: String
  /// What the footer says, if it is there.
  var label: String?
  /// The footer keeps the lowest the longest.
  var rank: Int

  init(
    _ name: String, _ keys: [Key], _ action: Action, _ topic: Topic, _ help: String = "",
    label: String? = nil, rank: Int = 99
  ) {
    self.name = name
    self.keys = keys
    self.action = action
    self.topic = topic
    self.help = help
    self.label = label
    self.rank = rank
  }
}
