import Canvas

/// Keys and what they do: the one table that drives input, the footer and the help.
struct KeyTable: Sendable {
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

  private init(
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

  static let all: [KeyTable] = [
    KeyTable(
      "q", [.character("q"), .control("c")], .quit, .program, "quit", label: "quit", rank: 0),
    KeyTable(
      "?", [.character("?"), .character("h")], .help, .program, "this help", label: "help", rank: 1),
    KeyTable(
      "+ -", [.character("+"), .character("=")], .raiseThreshold, .threshold,
      "raise or lower the threshold by 1 hit per second", label: "threshold", rank: 2),
    KeyTable("", [.character("-"), .character("_")], .lowerThreshold, .threshold),
    KeyTable(
      "> <", [.character(">"), .character(".")], .raiseThresholdByTenth, .threshold,
      "raise or lower it by 10 %"),
    KeyTable("", [.character("<"), .character(",")], .lowerThresholdByTenth, .threshold),
    KeyTable(
      "t", [.character("t")], .enterThreshold, .threshold,
      "enter a threshold; says what it would have meant", label: "set", rank: 3),
    KeyTable(
      "u", [.character("u")], .undoThreshold, .threshold, "undo the last change", label: "undo",
      rank: 13),
    KeyTable(
      "space", [.character(" ")], .freeze, .time, "freeze the display; counting goes on",
      label: "freeze", rank: 4),
    KeyTable(
      "\u{2190} \u{2192}", [.left], .earlier, .time, "walk through the intervals of the last hour",
      label: "past", rank: 7),
    KeyTable("", [.right], .later, .time),
    KeyTable("End", [.end], .live, .time, "back to now"),
    KeyTable(
      "[ ]", [.character("[")], .shorterSpan, .time, "graph of 2 min, 10 min or 1 h",
      label: "span", rank: 8),
    KeyTable("", [.character("]")], .longerSpan, .time),
    KeyTable(
      "tab", [.tab], .nextPanel, .panels, "next panel, shift-tab the one before", label: "panel",
      rank: 5),
    KeyTable("", [.backTab], .previousPanel, .panels),
    KeyTable(
      "1 \u{2013} 5", [.character("1")], .focus(.graph), .panels,
      "graph, sections, status, response bytes, alerts"),
    KeyTable("", [.character("2")], .focus(.sections), .panels),
    KeyTable("", [.character("3")], .focus(.statuses), .panels),
    KeyTable("", [.character("4")], .focus(.responseBytes), .panels),
    KeyTable("", [.character("5")], .focus(.alerts), .panels),
    KeyTable(
      "z", [.character("z")], .zoom, .panels, "zoom the panel to the full screen and back",
      label: "zoom", rank: 6),
    KeyTable(
      "Enter", [.enter], .open, .panels,
      "open the section; jump to the alert's moment; zoom others", label: "open", rank: 11),
    KeyTable("Esc", [.escape], .close, .panels, "close, leave the zoom, clear the filter"),
    KeyTable(
      "\u{2191} \u{2193} j k", [.up, .character("k")], .up, .panels, "move in the panel"),
    KeyTable("", [.down, .character("j")], .down, .panels),
    KeyTable("PgUp PgDn", [.pageUp], .pageUp, .panels, "a page at a time"),
    KeyTable("", [.pageDown], .pageDown, .panels),
    KeyTable("g G", [.character("g"), .home], .first, .panels, "to the first, to the last"),
    KeyTable("", [.character("G")], .last, .panels),
    KeyTable(
      "s", [.character("s")], .sort, .sections,
      "sort by hits, bytes, errors, error share or change", label: "sort", rank: 9),
    KeyTable(
      "/", [.character("/")], .filter, .sections, "list only names with a text in them",
      label: "filter", rank: 10),
    KeyTable(
      "p", [.character("p")], .snapshot, .program, "write this screen to a file", label: "save",
      rank: 12),
    KeyTable(
      "m", [.character("m")], .malformed, .program, "malformed lines and an example",
      label: "malformed", rank: 15),
    KeyTable("b", [.character("b")], .mute, .program, "bell at an alert: on or off"),
    KeyTable(
      "T", [.character("T")], .theme, .program, "next theme", label: "theme", rank: 14),
    KeyTable(
      "M", [.character("M")], .mouse, .program,
      "mouse on or off; off lets the terminal select text"),
    KeyTable("^L", [.control("l")], .redraw, .program, "draw the screen again"),
    KeyTable("^Z", [.control("z")], .suspend, .program, "suspend; fg brings it back"),
  ]

  private static let actions: [Key: Action] = Dictionary(
    all.flatMap { binding in binding.keys.map { ($0, binding.action) } },
    uniquingKeysWith: { first, _ in first })

  /// What a key does, if anything.
  static func action(of key: Key) -> Action? { actions[key] }
}
