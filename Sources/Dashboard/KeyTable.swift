import Canvas

/// All keys: the one table that drives input, the footer and the help.
enum KeyTable {
  static let bindings: [KeyBinding] = bindingsBeforePanels + panelBindings + bindingsAfterPanels

  private static let bindingsBeforePanels: [KeyBinding] = [
    KeyBinding(
      "q", [.character("q"), .control("c")], .quit, .program,
      "close what is open; on the dashboard quit, as ^C does anywhere", label: "quit", rank: 0),
    KeyBinding(
      "?", [.character("?"), .character("h")], .help, .program, "this help", label: "help", rank: 1),
    KeyBinding(
      "+ -", [.character("+")], .raiseThreshold, .threshold,
      "raise or lower the threshold by 1: hit per second, %, KiB, ms", label: "threshold", rank: 2),
    KeyBinding("", [.character("-"), .character("_")], .lowerThreshold, .threshold),
    KeyBinding(
      "> <", [.character(">"), .character(".")], .raiseThresholdByTenth, .threshold,
      "raise or lower it by 10 %"),
    KeyBinding("", [.character("<"), .character(",")], .lowerThresholdByTenth, .threshold),
    KeyBinding(
      "t", [.character("t")], .enterThreshold, .threshold,
      "enter a threshold; says what it would have meant", label: "set", rank: 3),
    KeyBinding(
      "u", [.character("u")], .undoThreshold, .threshold, "undo the last change", label: "undo",
      rank: 13),
    KeyBinding(
      "x", [.character("x")], .silence, .threshold,
      "silence the rule for a time: recorded, not told; x ends that"),
    KeyBinding("e", [.character("e")], .switchRule, .threshold, "switch the rule off or on"),
    KeyBinding(
      "W", [.character("W")], .saveRules, .threshold,
      "write what was changed of the rules into the settings file"),
    KeyBinding(
      "space", [.character(" ")], .freeze, .time, "freeze the display; counting goes on",
      label: "freeze", rank: 4),
    KeyBinding(
      "\u{2190} \u{2192}", [.left], .earlier, .time, "walk through the intervals of the last hour",
      label: "past", rank: 8),
    KeyBinding("", [.right], .later, .time),
    KeyBinding(
      "shift-\u{2190}", [.shiftLeft], .muchEarlier, .time,
      "six intervals at a time; in the graph PgUp PgDn and a click"),
    KeyBinding("", [.shiftRight], .muchLater, .time),
    KeyBinding("End", [.end], .live, .time, "back to now"),
    KeyBinding(
      "v", [.character("v")], .mark, .time, "mark a span: move, v again ends it, Esc removes it",
      label: "mark", rank: 11),
    KeyBinding(
      "w", [.character("w")], .why, .time,
      "why the span marked or shown has more or less than before", label: "why", rank: 6),
    KeyBinding(
      "[ ]", [.character("[")], .shorterSpan, .time,
      "graph of the last \(GraphSpan.twoMinutes.words), \(GraphSpan.tenMinutes.words) or "
        + "\(GraphSpan.hour.words), and more if it fits",
      label: "span", rank: 9),
    KeyBinding("", [.character("]")], .longerSpan, .time),
    KeyBinding(
      "c", [.character("c")], .measure, .time,
      "graph of requests, errors, bytes, clients or durations", label: "curve", rank: 10),
    KeyBinding(
      "tab", [.tab], .nextPanel, .panels, "next panel, shift-tab the one before", label: "panel",
      rank: 6),
    KeyBinding("", [.backTab], .previousPanel, .panels),
  ]

  /// The number keys, in the order of the panel table.
  private static let panelBindings: [KeyBinding] = PanelTable.rows.prefix(9).enumerated()
    .map { place, row in
      KeyBinding(
        place == 0 ? "1 \u{2013} \(min(9, PanelTable.rows.count))" : "",
        [.character(Character(row.panel.key))], .focus(row.panel), .panels,
        place == 0 ? PanelTable.rows.map(\.word).joined(separator: ", ") : "")
    }

  private static let bindingsAfterPanels: [KeyBinding] = [
    KeyBinding(
      "z", [.character("z")], .zoom, .panels, "zoom the panel to the full screen and back",
      label: "zoom", rank: 7),
    KeyBinding(
      "Enter", [.enter], .open, .panels,
      "open the group or rule; jump to the alert's moment; zoom others", label: "open", rank: 11),
    KeyBinding(
      "Esc", [.escape], .close, .panels, "close, leave the zoom, end the search, then the filter"),
    KeyBinding(
      "\u{2191} \u{2193} j k", [.up, .character("k")], .up, .panels, "move in the panel"),
    KeyBinding("", [.down, .character("j")], .down, .panels),
    KeyBinding("PgUp PgDn", [.pageUp], .pageUp, .panels, "a page at a time"),
    KeyBinding("", [.pageDown], .pageDown, .panels),
    KeyBinding("g G", [.character("g"), .home], .first, .panels, "to the first, to the last"),
    KeyBinding("", [.character("G")], .last, .panels),
    KeyBinding(
      "d", [.character("d")], .chooseDimension, .lists,
      "choose what is listed: sections, networks, clients, paths ...", label: "list", rank: 5),
    KeyBinding(
      "s", [.character("s")], .sort, .lists,
      "sort by hits, bytes, errors, error share, change or p90", label: "sort", rank: 9),
    KeyBinding(
      "/", [.character("/")], .filter, .lists, "list only names with a text in them",
      label: "find", rank: 10),
    KeyBinding(
      "f", [.character("f")], .screenFilter, .filter,
      "only hits such as status>=500 and path^=/api; tab completes", label: "filter", rank: 5),
    KeyBinding(
      "= !", [.character("=")], .addToFilter, .filter,
      "add the selected group to the filter, or exclude it"),
    KeyBinding("", [.character("!")], .excludeByFilter, .filter),
    KeyBinding(
      "Backspace", [.backspace], .shortenFilter, .filter, "remove its last part; Esc removes all"),
    KeyBinding(
      "l", [.character("l")], .lines, .lines,
      "newest lines of the filter and chosen group; space stops", label: "lines", rank: 5),
    KeyBinding(
      "y", [.character("y")], .copy, .lines,
      "copy a group, a line, the filter or a deny rule", label: "copy", rank: 12),
    KeyBinding(
      "p", [.character("p")], .snapshot, .program, "write this screen to a file", label: "save",
      rank: 12),
    KeyBinding(
      "m", [.character("m")], .malformed, .program, "malformed lines, and why they are",
      label: "malformed", rank: 15),
    KeyBinding(
      "n", [.character("n")], .deliveries, .program,
      "what the channels were told, and what became of it"),
    KeyBinding("b", [.character("b")], .mute, .program, "bell at an alert: on or off"),
    KeyBinding(
      "T", [.character("T")], .theme, .program, "next theme", label: "theme", rank: 14),
    KeyBinding(
      "M", [.character("M")], .mouse, .program,
      "mouse on or off; off lets the terminal select text"),
    KeyBinding("R", [.character("R")], .reload, .program, "read the settings file again"),
    KeyBinding("^L", [.control("l")], .redraw, .program, "draw the screen again"),
    KeyBinding("^Z", [.control("z")], .suspend, .program, "suspend; fg brings it back"),
  ]

  private static let actions: [Key: Action] = Dictionary(
    bindings.flatMap { binding in binding.keys.map { ($0, binding.action) } },
    uniquingKeysWith: { first, _ in first })

  /// What a key does, if anything.
  static func action(of key: Key) -> Action? { actions[key] }
}
