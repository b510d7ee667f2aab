import AccessLog
import Alerting
import Canvas
import Traffic

/// An entry of the alert history, as the screen shows it.
struct AlertEntry {
  /// The cells of the mark and the blank behind it.
  static let markColumns = 1 + CellWidth.blank

  var mark: String
  var role: Role
  /// Rows of texts, each with its role.
  var lines: [[TableCell]]

  /// Lays out the entry at `index` for a width that includes its mark.
  ///
  /// Where it takes more than so many rows the time of a transition that is under way is that of the day,
  /// so that what made it trigger is still seen.
  init(_ index: Int, in scene: Scene, width: Int, rows: Int = .max) {
    self.init(index, in: scene, width: width, isShort: false)
    guard lines.count > rows, case .transition(let transition) = scene.board.history[index],
      scene.board.underWay(transition) != nil
    else { return }
    self = AlertEntry(index, in: scene, width: width, isShort: true)
  }

  private init(_ index: Int, in scene: Scene, width: Int, isShort: Bool) {
    let board = scene.board
    let message: String
    var more = ""
    switch board.history[index] {
    case .transition(let transition):
      let isTrigger = transition.state == .triggered
      mark = isTrigger ? "▲" : "▼"
      // What ended with its rule is not known to be well.
      role = isTrigger ? .alert : transition.ending == nil ? .ok : .text
      let zone = scene.zone
      message = transition.message(
        time: isShort ? zone.timeOfDay(transition.time) : zone.iso8601(transition.time))
      more = AlertEntry.course(of: transition, at: index, in: scene)
      let told = transition.isFlapping ? ["flaps"] : []
      let untold = transition.isWithheld ? ["not told"] : []
      more = ([more].filter { !$0.isEmpty } + told + untold).joined(separator: "; ")
    case .thresholdChange(let change):
      mark = "·"
      role = .text
      let time = change.time.map { " at \(scene.zone.iso8601($0))" } ?? ""
      let unit = change.measure.definition.unit
      let name = change.rule == .highTraffic ? "Threshold" : "Threshold of \(change.rule)"
      message =
        "\(name) changed from \(unit.thresholdText(change.old)) to "
        + "\(unit.thresholdText(change.new))\(time)"
    }
    lines = AlertEntry.lines(
      message, more, role: role, width: max(1, width - AlertEntry.markColumns))
    if case .transition(let transition) = board.history[index],
      let why = transition.causes?.sentence
    {
      // Under the message, before how long it lasted.
      let rows = wrapped(why, width: max(1, width - AlertEntry.markColumns)).map {
        [TableCell($0, .warning)]
      }
      lines.insert(contentsOf: rows, at: AlertEntry.rows(of: message, width: width))
    }
  }

  private static func rows(of message: String, width: Int) -> Int {
    wrapped(message, width: max(1, width - AlertEntry.markColumns)).count
  }

  /// What the number of the message is of, how long the alert lasted, and its peak.
  private static func course(
    of transition: AlertTransition, at index: Int, in scene: Scene
  ) -> String {
    let unit = transition.rule.measure.definition.unit
    func peak(_ value: Double) -> String { "peak \(unit.shortText(value))" }
    let isTrigger = transition.state == .triggered
    let reading = transition.ending == nil ? transition.reading.value : nil
    let measured = reading.map { value in
      "\(unit.shortText(value)) over \(durationText(transition.rule.windowSeconds)), "
        + "\((transition.rule.side == .above) == isTrigger ? ">" : "<") "
        + unit.thresholdText(transition.limit)
    }
    func words(_ course: String) -> String {
      [measured, course].compactMap { $0 }.joined(separator: "; ")
    }
    if transition.beganBefore {
      return words(courseSinceBefore(of: transition, peak))
    }
    guard isTrigger else {
      let lasted = durationText(transition.time - transition.triggerTime)
      return words("after \(lasted), \(peak(transition.peak))")
    }
    if let recovery = scene.board.recovery(after: index) {
      let lasted = durationText(recovery.time - transition.time)
      return words("lasted \(lasted), \(peak(recovery.peak))")
    }
    guard let underWay = scene.board.underWay(transition),
      let clock = scene.snapshot.clock
    else { return measured ?? "" }
    return words("on for \(durationText(clock - transition.time)), \(peak(underWay.peak))")
  }

  /// The same of a breach whose beginning was not read.
  private static func courseSinceBefore(
    of transition: AlertTransition, _ peak: (Double) -> String
  ) -> String {
    "since before \(transition.state == .triggered ? "that" : "what was read"), "
      + "\(peak(transition.peak)) or more"
  }

  private static func lines(
    _ message: String, _ more: String, role: Role, width: Int
  ) -> [[TableCell]] {
    let texts = wrapped(message, width: width)
    var lines = texts.map { [TableCell($0, role)] }
    guard !more.isEmpty, let last = texts.last else { return lines }
    if last.utf8.count + CellWidth.blockGap + more.utf8.count <= width {
      let gap = String(repeating: " ", count: CellWidth.blockGap)
      lines[lines.count - 1].append(TableCell(gap + more, .muted))
    } else {
      lines += wrapped(more, width: width).map { [TableCell($0, .muted)] }
    }
    return lines
  }
}
