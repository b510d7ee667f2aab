import Canvas
import Glibc
import System
import Terminal

/// Shows its size, what the terminal can do, the last events, and each role; some keys break it.
///
/// Arguments: `always` or `never` for colours, `mouse`, `burn` for two threads that keep both
/// cores busy.
actor ProbeProgram: FullScreenProgram {
  nonisolated let executor: MainThreadExecutor
  nonisolated var unownedExecutor: UnownedSerialExecutor {
    unsafe executor.asUnownedSerialExecutor()
  }

  let terminal: TerminalSession
  private var events: [String] = []
  private var frames = 0
  private var depth = 0

  init(executor: MainThreadExecutor, _ arguments: [String]) throws {
    self.executor = executor
    var settings = TerminalSession.Settings()
    settings.color = arguments.lazy.compactMap(ColorChoice.init).first ?? .auto
    settings.mouse = arguments.contains("mouse")
    settings.asksBackground = arguments.contains("background")
    terminal = try TerminalSession(settings, style: Self.style)
    if arguments.contains("burn") { Self.burn() }
  }

  func take(_ event: InputEvent) {
    switch event {
    case .key(let key): take(key)
    case .mouse(let mouse): note("\(mouse.action) \(mouse.column),\(mouse.row)")
    case .paste(let text): note("paste \(text.debugDescription)")
    case .background(let background): note("background \(background)")
    case .resize(let size): note("resize \(size.columns)x\(size.rows)")
    }
  }

  func showFrame() {
    frames += 1
    var grid = Grid(terminal.size)
    write("probe \(terminal.size.columns)x\(terminal.size.rows)", row: 0, .title, in: &grid)
    write(
      "\(terminal.encoding) \(terminal.colors) \u{2588}\u{1B}\u{4E2D}", row: 1, .muted, in: &grid)
    for (row, event) in events.suffix(max(0, grid.size.rows - 4)).enumerated() {
      write(event, row: row + 2, .text, in: &grid)
    }
    for (column, role) in Role.allCases.enumerated() {
      grid[column: column, row: grid.size.rows - 2] = Cell("#", role)
    }
    for column in 0..<grid.size.columns {
      grid[column: column, row: grid.size.rows - 1] = Cell("=", .border)
    }
    terminal.show(grid)
  }

  func reload() {}

  func end() { executor.end(status: 0) }

  private func take(_ key: Key) {
    note("key \(key)")
    switch key {
    case .character("q"): end()
    case .character("B"): terminal.ring()
    case .character("T"): terminal.setTitle("ALERT \u{1B}]\u{7}caf\u{E9}")
    case .character("m"): terminal.setMouse(false)
    case .character("L"): terminal.redraw()
    case .character("H"): while true { sleep(1) }
    case .character("R"): depth = recurse(1)
    case .character("X"): note(events[events.count + 1])
    default: break
    }
  }

  private func note(_ event: String) {
    events = events.suffix(50) + [event]
  }

  /// Runs out of stack.
  private func recurse(_ depth: Int) -> Int {
    events.isEmpty ? depth : recurse(depth + 1) + 1
  }

  private func write(_ text: String, row: Int, _ role: Role, in grid: inout Grid) {
    for (column, scalar) in text.unicodeScalars.enumerated() {
      grid[column: column, row: row] = Cell(scalar, role)
    }
  }

  private static func style(of role: Role) -> Style {
    var style = Style()
    style.foreground = Style.Color(role.rawValue + 100, basic: role.rawValue % 8)
    if role == .title { style.isBold = true }
    if role == .selection { style.isReversed = true }
    return style
  }

  private static func burn() {
    for _ in 0..<2 {
      var thread = pthread_t()
      unsafe pthread_create(&thread, nil, { _ in while true {} }, nil)
    }
  }
}
