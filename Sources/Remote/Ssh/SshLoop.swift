import Feed
import LogTail
import System

/// What the thread of a log on another machine does: connects, asks, and passes on what is answered.
struct SshLoop {
  /// How long an answer may take.
  static let patience = Duration.seconds(10)
  /// How long it waits between two connections.
  static let pauses = (least: Duration.seconds(1), most: Duration.seconds(30))
  /// How much is read at a time, in bytes.
  static let readSize = 1 << 16
  /// How long is read on at most when the end is asked for.
  static let finishPatience = Duration.seconds(1)

  let configuration: SshSource.Configuration
  let queue: ItemQueue
  private let progress: LoadProgress
  var log: FarLog
  /// What a fold on the far side has said, if one runs there.
  var fold: FoldTalk
  /// Whether a fold there said what was not to be understood.
  var isFoldRefused = false
  /// Whether the connection was ended to ask for something else over the next one.
  var asksAgain = false
  var pause = SshLoop.pauses.least
  var hasFailed = false
  var end: Duration?
  var finalRound: Duration?

  init(
    _ configuration: SshSource.Configuration, _ knowledge: LineKnowledge, _ queue: ItemQueue,
    _ progress: LoadProgress
  ) {
    self.configuration = configuration
    self.queue = queue
    self.progress = progress
    fold = FoldTalk(configuration.place)
    log = FarLog(
      configuration.place, knowledge, server: Array(configuration.place.host.utf8),
      FarLog.Beginning(
        mode: configuration.mode, seconds: configuration.seconds,
        positions: configuration.positions), at: MachineClock.uptime)
  }

  /// Runs until it is stopped, or asked for the last.
  mutating func run() {
    while !queue.isStopped, !isOver {
      let failure = talk()
      guard !queue.isStopped, !isOver else { break }
      log.disconnect(at: MachineClock.uptime)
      guard !asksAgain else {
        asksAgain = false
        continue
      }
      hasFailed = true
      log.fail(failure)
      log.giveUpContext(wall: wall)
      guard put(log.takeItems()) else { return }
      rest()
    }
    queue.finish()
  }

  var wall: Int { Int(MachineClock.wall.components.seconds) }

  /// Whether the time for the last answers is over.
  private var isOver: Bool {
    mutating get {
      guard queue.isLast else { return false }
      let now = MachineClock.uptime
      let end = end ?? now + SshLoop.finishPatience
      self.end = end
      return now >= end || hasFailed
    }
  }

  private mutating func rest() {
    let end = MachineClock.uptime + pause
    pause = min(pause * 2, SshLoop.pauses.most)
    while !queue.isStopped, !queue.isLast, case let rest = end - MachineClock.uptime, rest > .zero {
      queue.wakeUp.wait(atMost: rest)
    }
  }

  mutating func put(_ items: [TailItem]) -> Bool {
    for item in items {
      if case .caughtUp = item { progress.end() }
      guard queue.put(item) else { return false }
    }
    return true
  }

  /// Holds one connection; returns why it ended.
  private mutating func talk() -> String {
    // A client, who can write to the log, cannot guess it.
    let token = (0..<2).map { _ in String(UInt64.random(in: .min ... .max), radix: 36) }.joined()
    let path = configuration.place.path
    let child: ChildTalk
    do {
      child = try ChildTalk(SshCommand.program(configuration))
    } catch {
      return "cannot start ssh: \(error)"
    }
    var reader = FarReader(token: token, path: path)
    child.send(FarShell.script(token: token, path: path, offersFold: offersFold))
    var isConnected = false
    var deadline = MachineClock.uptime + SshCommand.connectPatience
    while !queue.isStopped, !isOver {
      let now = MachineClock.uptime
      if isConnected {
        if queue.isLast, finalRound == nil {
          log.hurry(at: now)
          finalRound = now
        }
        if let question = log.next(at: now) {
          reader.expect(atMost: question.limit)
          child.send(Array(question.text.utf8) + [newline])
          deadline = now + SshLoop.patience
        } else if queue.isLast, log.isResting(at: now) {
          end = now
          return ""
        }
      }
      let isWaiting = !isConnected || log.asked != nil
      guard !isWaiting || now < deadline else {
        let ending = child.end()
        return isConnected
          ? "no answer for \(SshLoop.patience.components.seconds) s"
          : SshCommand.failure(ending, child.errors, isConnected: false)
      }
      let due = isWaiting ? deadline : log.nextRound
      queue.wakeUp.wait(atMost: max(.zero, due - now), orFor: child.numbers)
      // What is left to be sent is sent as it is taken.
      child.send([])
      do {
        let bytes = try child.receive(atMost: SshLoop.readSize)
        guard !bytes.isEmpty else {
          let ending = child.end()
          return SshCommand.failure(ending, child.errors, isConnected: isConnected)
        }
        for answer in try reader.take(bytes) {
          if case .fold(let first) = answer { return follow(child, first) }
          if case .hello = answer {
            guard !fold.hasBegun || isFoldRefused else { return "hightide is not there any more" }
            isConnected = true
            pause = SshLoop.pauses.least
            if hasFailed { log.recover() }
            hasFailed = false
          }
          guard put(log.take(answer, at: MachineClock.uptime, wall: wall)) else { return "" }
        }
        if !bytes.isEmpty, log.asked != nil { deadline = MachineClock.uptime + SshLoop.patience }
      } catch {
        if let fault = error as? FarFault { return fault.reason }
        guard error as? SystemError == .wouldBlock else { return "\(error)" }
      }
    }
    return ""
  }
}
