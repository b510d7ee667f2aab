import Canvas

/// Keys, and what they do.
struct KeyBinding: Sendable {
  /// The topic of the keys: a heading in the help.
  enum Topic: String, CaseIterable, Sendable {
    case threshold = "Threshold"
    case time = "Time"
    case panels = "Panels"
    case lists = "Lists"
    case filter = "Filter"
    case lines = "Lines"
    case program = "Program"
  }

  var keys: [Key]
  var action: Action
  var topic: Topic
  /// The keys as the help writes them; empty for a binding that the one above it names.
  var name: String
  /// What the help says; empty for a binding that the one above it explains.
  var help: String
  /// What the footer says; `nil` leaves it out.
  var label: String?
  /// Where the footer is too short, it shows the bindings with the lowest ranks.
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
