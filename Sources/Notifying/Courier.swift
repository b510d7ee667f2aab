import AccessLog
package import Alerting
import Synchronization
package import System

/// The thread of one channel: it tells what the channel is to be told, and waits in between.
///
/// All decisions are those of values, ``Telling`` and ``Outbox``; this guards them.
package final class Courier: Sendable {
  private struct State {
    var telling: Telling
    var outbox: Outbox
    /// Whether no more will come.
    var isClosed = false
    /// Whether another courier takes over the queue.
    var isLeft = false
    /// Why what was not told was not, once it is interrupted.
    var cutBecause = "the program ended before it could be told"
    var hasEnded = false
    var hasProblem = false
  }

  package let name: String
  private let channel: any Channel
  private let state: Mutex<State>
  private let wakeUp: WakeUp
  private let interruption: Interruption
  private let spool: Spool?
  private let book: DeliveryBook
  private let clock: CourierClock
  private let complain: @Sendable (String) -> Void

  /// Starts the thread of a channel, which is called `name`.
  ///
  /// `origin` names the watch; `tellsHistory` is for a replay. What `spool` holds is told first. What becomes of the notices is recorded in
  /// `book`; `complain` is called when telling fails, and not again before it has succeeded.
  package init(
    _ name: String, _ channel: some Channel, _ subscription: Subscription, origin: String,
    tellsHistory: Bool, spool: Spool? = nil, book: DeliveryBook, clock: CourierClock = .machine,
    complain: @escaping @Sendable (String) -> Void
  ) throws(SystemError) {
    self.name = name
    self.channel = channel
    self.spool = spool
    self.book = book
    self.clock = clock
    self.complain = complain
    var outbox = Outbox()
    let (wall, uptime) = (clock.wall(), clock.uptime())
    for (notice, came) in spool?.waiting ?? [] {
      _ = outbox.put(notice, uptime: uptime - .seconds(max(0, wall - came)))
    }
    let telling = Telling(subscription, origin: origin, tellsHistory: tellsHistory)
    state = Mutex(State(telling: telling, outbox: outbox))
    wakeUp = try WakeUp()
    interruption = try Interruption()
    try Thread.start { [self] in run() }
  }

  /// Starts a courier that tells by a channel of other settings what `earlier` has not told.
  ///
  /// `earlier` was asked to ``leave()``, and should have ended.
  package init(
    inPlaceOf earlier: Courier, _ channel: some Channel, _ subscription: Subscription,
    complain: @escaping @Sendable (String) -> Void
  ) throws(SystemError) {
    name = earlier.name
    self.channel = channel
    spool = earlier.spool
    book = earlier.book
    clock = earlier.clock
    self.complain = complain
    let (telling, entries) = earlier.state.withLock { state in
      (state.telling.with(subscription), state.outbox.takeAll())
    }
    var outbox = Outbox()
    for entry in entries { _ = outbox.put(entry.notice, uptime: entry.came) }
    state = Mutex(State(telling: telling, outbox: outbox))
    wakeUp = try WakeUp()
    interruption = try Interruption()
    try Thread.start { [self] in run() }
  }

  /// Takes transitions in, without waiting for the channel.
  package func take(_ transitions: [AlertTransition]) {
    let (wall, uptime) = (clock.wall(), clock.uptime())
    put { telling in
      transitions.flatMap { telling.take($0, wall: wall, uptime: uptime) }
    }
  }

  /// Takes in alerts that an earlier run told and that are still under way; a channel that is new since then
  /// is told of them.
  package func resume(_ underWay: [AlertTransition]) {
    let (wall, uptime) = (clock.wall(), clock.uptime())
    let isNew = spool?.isNew ?? false
    put { telling in
      underWay.flatMap { transition in
        guard !isNew else { return telling.begin(with: transition, wall: wall, uptime: uptime) }
        telling.resume(transition, wall: wall, uptime: uptime)
        return []
      }
    }
    wakeUp.wake()
  }

  /// Says that all that was there at the start has been judged.
  package func catchUp() {
    let uptime = clock.uptime()
    put { $0.catchUp(uptime: uptime) }
  }

  /// Tells alerts of these rules no more: they have ended without recovering.
  package func forget(_ rules: [RuleName]) {
    put {
      $0.forget(rules)
      return []
    }
  }

  /// Stops repeating the rule's triggers for that long; zero ends that.
  package func silence(_ rule: RuleName, for time: Duration) {
    let uptime = clock.uptime()
    put {
      $0.silence(rule, until: uptime + time)
      return []
    }
    // A silence that ends before its time brings back what it put off.
    wakeUp.wake()
  }

  /// Ends the thread once each notice has been tried; none may come after that.
  package func close() {
    state.withLock { $0.isClosed = true }
    wakeUp.wake()
  }

  /// Ends what is being tried, and tries no more; `reason` says why what was not told was not.
  package func interrupt(_ reason: String? = nil) {
    // In this order: what is interrupted is followed by nothing else.
    state.withLock { state in
      state.isClosed = true
      if let reason { state.cutBecause = reason }
    }
    interruption.interrupt()
    wakeUp.wake()
  }

  /// Interrupts the current try.
  ///
  /// The queue, and later notices, are left to the courier that replaces this one.
  package func leave() {
    state.withLock { $0.isLeft = true }
    interruption.interrupt()
    wakeUp.wake()
  }

  /// Whether nothing waits to be told.
  package var isIdle: Bool { state.withLock { $0.outbox.entries.isEmpty } }

  /// Whether all is told that can be.
  package var hasEnded: Bool { state.withLock { $0.hasEnded } }

  private func put(_ decide: (inout Telling) -> [Notice]) {
    let uptime = clock.uptime()
    let notices = keep(state.withLock { $0.isClosed ? [] : decide(&$0.telling) })
    // Recorded first: the thread may send a notice as soon as it is in the outbox, and the last record
    // of a notice is the one that is shown.
    for notice in notices { record(notice, tries: 0, .waiting) }
    let dropped = state.withLock { state in
      notices.compactMap { state.outbox.put($0, uptime: uptime) }
    }
    for entry in dropped { note(entry, .failed("dropped: too many wait for the channel")) }
    if !notices.isEmpty { wakeUp.wake() }
  }

  /// Writes notices down where that is wanted, but for those that another run has told, or is to; returns
  /// the others.
  private func keep(_ notices: [Notice]) -> [Notice] {
    guard let spool else { return notices }
    let news = notices.filter { !spool.knows($0.key) }
    guard !news.isEmpty else { return [] }
    do throws(SystemError) {
      try spool.add(news, came: clock.wall())
    } catch {
      complain("cannot write to \(spool.path): \(error)")
    }
    return news
  }

  private func forget(_ notice: Notice) {
    do throws(SystemError) {
      try spool?.finish(notice.key)
    } catch {
      complain("cannot write to \(spool?.path ?? ""): \(error)")
    }
  }

  private enum Step {
    case tell(Outbox.Entry)
    case passOver([Outbox.Entry])
    case wait(Duration?)
    case giveUp([Outbox.Entry])
    case end([Outbox.Entry])
  }

  private func run() {
    while true {
      switch next() {
      case .tell(let entry):
        let attempt = channel.tell(entry.notice, until: interruption)
        // What was cut short is for the one that comes.
        guard attempt.isTold || !state.withLock({ $0.isLeft }) else { continue }
        let (told, outcome) = state.withLock {
          $0.outbox.settle(attempt, uptime: clock.uptime(), chance: clock.chance())
        }
        note(told, outcome)
      case .passOver(let outdated):
        for entry in outdated { note(entry, .skipped("later ones came before its turn")) }
      case .wait(let time): wakeUp.wait(atMost: time)
      case .giveUp(let entries): giveUp(entries)
      case .end(let left):
        giveUp(left)
        return state.withLock { $0.hasEnded = true }
      }
    }
  }

  /// Notes what is not tried again by this run.
  private func giveUp(_ entries: [Outbox.Entry]) {
    let outcome = spool.map { Delivery.Outcome.postponed("it waits in \($0.path)") }
    for entry in entries { note(entry, outcome ?? .failed(state.withLock { $0.cutBecause })) }
  }

  private func next() -> Step {
    let uptime = clock.uptime()
    return state.withLock { state in
      if state.isLeft { return .end([]) }
      if state.isClosed {
        if interruption.isSet { return .end(state.outbox.takeAll()) }
        // What waits in a spool is not lost, and need not hold up the end.
        if spool != nil, state.outbox.hasTried { return .end(state.outbox.takeAll()) }
        let tried = state.outbox.takeTriedLast(uptime: uptime)
        if !tried.isEmpty { return .giveUp(tried) }
      } else {
        for notice in state.telling.repeats(uptime: uptime) {
          _ = state.outbox.put(notice, uptime: uptime)
        }
      }
      if let lasting = channel.lasting {
        let outdated = state.outbox.takeOutdated(lasting: lasting, uptime: uptime)
        if !outdated.isEmpty { return .passOver(outdated) }
      }
      switch state.outbox.next(uptime: uptime) {
      case .tell(let entry): return .tell(entry)
      case .wait(let until):
        if state.isClosed, until == nil { return .end([]) }
        let times = [until, state.telling.nextRepeat].compactMap(\.self)
        return .wait(times.min().map { max(.zero, $0 - uptime) })
      }
    }
  }

  private func note(_ entry: Outbox.Entry, _ outcome: Delivery.Outcome) {
    record(entry.notice, tries: entry.tries, outcome)
    switch outcome {
    case .waiting, .postponed: break
    case .delivered, .instead, .skipped, .failed: forget(entry.notice)
    }
    switch outcome {
    case .waiting, .skipped: break
    case .delivered: state.withLock { $0.hasProblem = false }
    case .postponed(let reason), .failed(let reason), .instead(let reason):
      let isNews = state.withLock { state in
        defer { state.hasProblem = true }
        return !state.hasProblem
      }
      if isNews { complain(reason) }
    }
  }

  private func record(_ notice: Notice, tries: Int, _ outcome: Delivery.Outcome) {
    book.record(
      Delivery(
        channel: name, key: notice.key, message: notice.message, time: clock.wall(), tries: tries,
        outcome: outcome))
  }
}
