import CNcurses
package import Canvas
import System

extension TerminalSession {
  /// The keys and clicks since the last call, in order.
  ///
  /// Does not block, except for the `ESCDELAY` after a lone Esc.
  package func takeInput() -> [InputEvent] {
    var events: [InputEvent] = []
    if let unended = longInput, unended.isStale(atMilliseconds: MachineClock.milliseconds) {
      end(unended, keys: unended.keysOfUnended, into: &events)
    }
    while let input = read() {
      if case .code = input, let unended = longInput, unended.kind == .answer {
        end(unended, keys: unended.keysOfUnended, into: &events)
      }
      switch input {
      // A key's code within a paste is a sequence that was pasted.
      case .code where longInput != nil: break
      case .character(let character) where longInput != nil:
        takeLong(character, into: &events)
      case .code(KEY_MOUSE): takeClicks(into: &events)
      case .code(let code): append(KeyMap.key(code: code), to: &events)
      case .character(0x1B): takeEscape(into: &events)
      case .character(let character): append(KeyMap.key(character: character), to: &events)
      }
    }
    return events
  }

  /// Makes the terminal report the mouse, or leaves the mouse to the terminal, so that the user can
  /// select text.
  package func setMouse(_ isOn: Bool) {
    guard Self.capability("kmous") != nil, isOn != isMouseOn else { return }
    isMouseOn = isOn
    // A press is reported at once; ncurses would wait to see whether it becomes a click.
    mouseinterval(0)
    let mask = hightide_press() | hightide_release() | hightide_wheel_up() | hightide_wheel_down()
    mousemask(isOn ? mask : 0, nil)
    flush()
  }

  private enum Input {
    case character(UInt32)
    /// One of ncurses' `KEY_` codes.
    case code(Int32)
  }

  private func read() -> Input? {
    guard !isAway else { return nil }
    var value = wint_t()
    switch unsafe wget_wch(hightide_stdscr(), &value) {
    case KEY_CODE_YES: return .code(Int32(bitPattern: value))
    case OK: return .character(value)
    default: return nil
    }
  }

  private func takeEscape(into events: inout [InputEvent]) {
    var code: Int32?
    let (sequence, unused) = EscapeSequence.read {
      switch read() {
      case .character(let character): return character
      case .code(let other):
        code = other
        return nil
      case nil: return nil
      }
    }
    // An answer comes only if it was asked for.
    if sequence == nil, unused == 0x5D, isAnswerDue {
      longInput = LongInput(.answer, atMilliseconds: MachineClock.milliseconds)
      return
    }
    if sequence?.parameters == "200", sequence?.final == "~" {
      longInput = LongInput(.paste, atMilliseconds: MachineClock.milliseconds)
      return
    }
    if let sequence {
      append(KeyMap.key(sequence: sequence), to: &events)
    } else {
      events.append(.key(.escape))
    }
    if let unused { append(KeyMap.key(character: unused), to: &events) }
    if let code { append(KeyMap.key(code: code), to: &events) }
  }

  private func takeLong(_ character: UInt32, into events: inout [InputEvent]) {
    guard var input = longInput else { return }
    let isOver = input.take(character, atMilliseconds: MachineClock.milliseconds)
    longInput = input
    let keys = input.mistakenKeys
    if isOver || !keys.isEmpty { end(input, keys: keys, into: &events) }
  }

  /// Ends a long input; `keys` are what it was if it was none.
  private func end(_ input: LongInput, keys: [UInt32], into events: inout [InputEvent]) {
    longInput = nil
    for key in keys { append(KeyMap.key(character: key), to: &events) }
    guard keys.isEmpty else { return }
    switch input.kind {
    case .paste: events.append(.paste(input.text))
    case .answer:
      guard let background = Background(answer: input.text) else { return }
      isAnswerDue = false
      events.append(.background(background))
    }
  }

  private func takeClicks(into events: inout [InputEvent]) {
    var report = MEVENT()
    while unsafe getmouse(&report) == OK {
      let (column, row) = (Int(report.x), Int(report.y))
      if report.bstate & hightide_press() != 0 {
        let press = MouseEvent(.press, column: column, row: row)
        events.append(
          .mouse(clicks.press(press, atMilliseconds: MachineClock.milliseconds)))
      }
      if report.bstate & hightide_release() != 0 {
        events.append(.mouse(MouseEvent(.release, column: column, row: row)))
      }
      if report.bstate & hightide_wheel_up() != 0 {
        events.append(.mouse(MouseEvent(.wheelUp, column: column, row: row)))
      }
      if report.bstate & hightide_wheel_down() != 0 {
        events.append(.mouse(MouseEvent(.wheelDown, column: column, row: row)))
      }
    }
  }

  private func append(_ key: Key?, to events: inout [InputEvent]) {
    if let key { events.append(.key(key)) }
  }
}
