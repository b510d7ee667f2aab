import Alerting
import Canvas
import Dashboard
import Feed
import Fleet
import Notifying
import Pipeline
import Query
import System
import Terminal
import Traffic

/// The dashboard on the terminal: keys in, frames out, all on the main thread.
///
/// It holds what was last published, so that no key waits for the counting.
actor DashboardProgram: FullScreenProgram {
  nonisolated let executor: MainThreadExecutor
  nonisolated var unownedExecutor: UnownedSerialExecutor {
    unsafe executor.asUnownedSerialExecutor()
  }

  let terminal: TerminalSession
  /// What `b` says, for channels that make a sound too.
  nonisolated let mute = Mute()
  /// Whether no channel is set that rings or plays a sound in the bell's place.
  private let ringsBell: Bool
  private let requests: AsyncStream<WatchRequest>.Continuation
  private var model: DashboardModel
  private var view: ViewState
  private let clipboard = ClipboardSequence { Surroundings.variable($0) }
  private var title = ""
  private var listed: [Dimension] = []
  private var saveFailure: StateFileError?
  private let began = Moment.now.wallClock
  /// What the runs before this one had counted.
  private let hitsBefore: Int

  /// Takes the terminal over; what the keys ask of the watch goes to `requests`, in order.
  init(
    _ options: Options, hitsBefore: Int, executor: MainThreadExecutor,
    requests: AsyncStream<WatchRequest>.Continuation
  ) throws(TerminalError) {
    self.executor = executor
    self.requests = requests
    self.hitsBefore = hitsBefore
    ringsBell = !options.channels.contains { $0.kind == "bell" || $0.kind == "sound" }
    var settings = TerminalSession.Settings()
    settings.color = options.terminalColor
    settings.mouse = options.usesMouse
    let theme = options.theme ?? Theme(on: Background.guessed)
    settings.asksBackground = options.theme == nil
    let terminal = try TerminalSession(settings) { theme.style($0) }
    self.terminal = terminal
    let isASCII = options.isASCII || terminal.encoding != .utf8
    view = ViewState(
      size: terminal.size, glyphs: isASCII ? .ascii : .unicode, theme: theme,
      followsBackground: options.theme == nil, usesMouse: options.usesMouse)
    model = DashboardModel(
      snapshot: Snapshot(intervalSeconds: options.intervalSeconds),
      board: AlertBook(options.rules).board,
      source: SourceStatus(
        state: .loading(share: nil), paths: options.shownFiles,
        isDemo: options.reading == .demo || options.isFleetDemo),
      wallClock: Moment.now.wallClock, zone: options.zone,
      filter: options.counting.filter?.text)
    model.sections = options.counting.sections
    model.usesDefaultThreshold = options.threshold == Options.defaultThreshold
  }

  /// What was seen until now, in a few lines for the normal screen.
  nonisolated var summary: [String] {
    assumeIsolated {
      RunSummary($0.model, began: $0.began, hitsBefore: $0.hitsBefore)
        .rows(width: $0.view.size.columns)
    }
  }

  /// Why the state could not be saved, if it could not; said from the next frame on.
  func note(saveFailure: StateFileError?) {
    self.saveFailure = saveFailure
  }

  /// Says something once, in the bottom row.
  func show(_ complaint: String) {
    view.show(complaint, at: Moment.now.wallClock)
    showFrame()
  }

  /// Takes in what was counted, and shows it.
  func publish(
    _ seen: ScreenView, _ loading: SourceStatus.Loading, _ deliveries: [DeliveryEntry]
  ) {
    model.snapshot = seen.snapshot
    model.board = seen.board
    model.deliveries = deliveries
    model.filtered = seen.filtered[.screen].map(FilteredModel.init)
    model.group = seen.filtered[.group].map(FilteredModel.init)
    model.lines = seen.lines
    model.servers = seen.serverNotes
    model.source = SourceStatus(
      of: seen.sources, paths: model.source.paths, isDemo: model.source.isDemo, loading: loading,
      saveFailure: saveFailure?.reason)
    model.source.refused = seen.refusals.count
    model.wallClock = Moment.now.wallClock
    for command in view.update(with: model) { perform(command) }
    askForLists()
    showFrame()
  }

  func take(_ event: InputEvent) {
    for command in view.handle(event, in: model) { perform(command) }
    askForLists()
    mute.set(view.isMuted)
  }

  /// Rings the bell for a channel.
  func ring() { terminal.ring() }

  /// Has the terminal obey a sequence that changes nothing on the screen.
  func obey(_ sequence: [UInt8]) { terminal.obey(sequence) }

  func showFrame() {
    terminal.show(DashboardScreen.draw(model, view))
    let text = TerminalTitle.text(view.looking(at: model))
    guard text != title else { return }
    title = text
    terminal.setTitle(text)
  }

  func reload() { requests.yield(.reload) }

  func end() {
    requests.finish()
    executor.end(status: 0)
  }

  /// Asks for the lists that the screen shows, where they are others than before.
  private func askForLists() {
    guard view.listedDimensions != listed else { return }
    listed = view.listedDimensions
    requests.yield(.list(listed))
  }

  private func perform(_ command: DashboardCommand) {
    switch command {
    case .quit: end()
    case .setThreshold(let threshold, let rule):
      requests.yield(.setThreshold(threshold, of: rule))
    case .open: requests.yield(.look(.group, through: view.groupFilter(in: model)))
    case .silence(let rule, let seconds):
      requests.yield(.change(.silence(rule, forSeconds: seconds)))
    case .setEnabled(let isEnabled, let rule):
      requests.yield(.change(.setEnabled(isEnabled, rule)))
    case .saveRules: requests.yield(.saveRules)
    case .look(let filter): requests.yield(.look(.screen, through: filter))
    case .stopReading: requests.yield(.stopReading)
    case .showLines(let choice): requests.yield(.showLines(choice))
    case .copy(let text): terminal.obey(clipboard.bytes(Array(text.utf8)))
    case .writeSnapshot(let text): writeSnapshot(text)
    case .reload: reload()
    case .redraw: terminal.redraw()
    case .setMouse(let isOn): terminal.setMouse(isOn)
    case .setTheme(let theme): terminal.setStyle { theme.style($0) }
    case .ringBell: if ringsBell { terminal.ring() }
    case .suspend:
      terminal.suspend()
      view.handleSizeAfterSuspension(terminal.size, in: model)
    }
  }

  private func writeSnapshot(_ text: String) {
    do throws(OutputError) {
      let path = try SnapshotFile.write(text, at: model.wallClock)
      view.show("Wrote \(path)", at: model.wallClock)
    } catch {
      view.show("No snapshot: \(error)", at: model.wallClock)
    }
  }
}

/// What the keys ask of the watch.
enum WatchRequest: Sendable {
  /// In the unit of the rule's measure.
  case setThreshold(Double, of: RuleName)
  /// List the newest intervals by these.
  case list([Dimension])
  /// Read the settings file again.
  case reload
  /// Change the rules.
  case change(RuleChange)
  /// Write what was changed of the rules into the settings file.
  case saveRules
  /// Count the hits that match; `nil` ends that.
  case look(LookPlace, through: Filter?)
  /// Read no more of the past.
  case stopReading
  /// Keep the lines that match, or read them; `nil` ends that.
  case showLines(LineChoice?)
}

extension FilteredModel {
  fileprivate init(_ view: FilteredView) {
    self.init(
      filter: view.filter, snapshot: view.snapshot, progress: view.progress, failure: view.failure)
  }
}

extension ViewState {
  /// While the process was stopped its terminal may have got another size.
  fileprivate mutating func handleSizeAfterSuspension(_ size: Size, in model: DashboardModel) {
    _ = handle(.resize(size), in: model)
  }
}

extension Background {
  /// What the environment says, before the terminal has answered.
  fileprivate static var guessed: Background {
    Surroundings.variable("COLORFGBG").flatMap(Background.init(colorFGBG:)) ?? .dark
  }
}

extension Options {
  fileprivate var terminalColor: Terminal.ColorChoice {
    switch color {
    case .auto: .auto
    case .always: .always
    case .never: .never
    }
  }
}
