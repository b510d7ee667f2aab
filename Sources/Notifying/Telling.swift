import AccessLog
import Alerting

/// Decides what one channel is told: transitions in, notices out.
///
/// What is news is told. While the program still reads what was there when it started, a transition
/// that is more than a minute old waits: an alert that recovered by the end of that was over before
/// anyone could be told of it, and one that is still under way then is told.
struct Telling: Sendable {
  /// A trigger that was told.
  private struct UnderWay {
    var notice: Notice
    var toldAt: Duration
    /// Whether it recovered, which is not told yet.
    var isHeldBack = false
  }

  private var subscription: Subscription
  private var keys: NoticeKeys
  private var isCaughtUp: Bool
  /// What is old and may be over, in order.
  private var waiting: [Notice] = []
  /// The triggers that were told and have not recovered, by the key of their alert.
  private var underWay: [String: UnderWay] = [:]
  /// Until when rules are silenced.
  private var silences: [String: Duration] = [:]

  /// Older transitions are history.
  private static let newsSeconds = 60
  /// A log that was not read for long may hold more, and then the oldest are over.
  private static let capacity = 4_096

  /// Creates the decisions of a channel of the watch that `origin` names; `tellsHistory` is for a
  /// replay, in which all is told.
  init(_ subscription: Subscription, origin: String, tellsHistory: Bool) {
    self.subscription = subscription
    keys = NoticeKeys(origin: origin)
    isCaughtUp = tellsHistory
  }

  /// The same for a channel that wants other notices.
  func with(_ subscription: Subscription) -> Telling {
    var changed = self
    changed.subscription = subscription
    return changed
  }

  /// Takes a transition in; returns what is to be told now.
  ///
  /// `wall` is what the wall clock shows, and `uptime` the time since the machine started.
  mutating func take(_ transition: AlertTransition, wall: Instant, uptime: Duration) -> [Notice] {
    guard !transition.isWithheld else {
      // It is told once it is released.
      underWay[keys.alertKey(of: transition)]?.isHeldBack = transition.state == .recovered
      return []
    }
    let notice = Notice(
      transition, key: keys.key(of: transition), alertKey: keys.alertKey(of: transition))
    // Who was told of the trigger is told that it is over, however severe the rule is by then.
    let wasTold = notice.state == .recovered && underWay.removeValue(forKey: notice.alertKey) != nil
    guard wasTold || subscription.severity <= notice.severity else { return [] }
    if !isCaughtUp {
      let trigger = waiting.lastIndex { $0.alertKey == notice.alertKey }
      if let trigger, notice.state == .recovered, waiting[trigger].state == .triggered {
        waiting.remove(at: trigger)
        return []
      }
      guard wall - transition.time <= Telling.newsSeconds else {
        waiting.append(notice)
        if waiting.count > Telling.capacity { waiting.removeFirst() }
        return []
      }
    }
    return tell([notice], uptime)
  }

  /// Takes in an alert that an earlier run told and that is still under way: it is told again in its
  /// time.
  mutating func resume(_ transition: AlertTransition, wall: Instant, uptime: Duration) {
    let alertKey = keys.alertKey(of: transition)
    guard !transition.isWithheld, underWay[alertKey] == nil, underWay.count < Telling.capacity
    else { return }
    var notice = Notice(transition, key: keys.key(of: transition), alertKey: alertKey)
    guard subscription.wants(notice) else { return }
    // So that no repetition has the key of one that an earlier run told, whatever its pause was.
    notice.repetition = wall.seconds
    underWay[alertKey] = UnderWay(notice: notice, toldAt: uptime)
  }

  /// Takes in an alert that is under way and that the channel was never told of; returns what is to be told
  /// now: nothing of a rule that is silenced.
  mutating func begin(with transition: AlertTransition, wall: Instant, uptime: Duration) -> [Notice]
  {
    let silence = silences[visibleText(transition.rule.name.description.utf8)] ?? .zero
    return silence > uptime ? [] : take(transition, wall: wall, uptime: uptime)
  }

  /// All that was there at the start has been judged; returns what of it is to be told.
  mutating func catchUp(uptime: Duration) -> [Notice] {
    isCaughtUp = true
    defer { waiting = [] }
    return tell(waiting, uptime)
  }

  /// Tells triggers of these rules no more.
  mutating func forget(_ rules: [RuleName]) {
    let names = Set(rules.map { visibleText($0.description.utf8) })
    underWay = underWay.filter { !names.contains($0.value.notice.rule) }
    waiting.removeAll { names.contains($0.rule) }
  }

  /// Tells triggers of a rule not again before that.
  mutating func silence(_ rule: RuleName, until end: Duration) {
    silences[visibleText(rule.description.utf8)] = end
  }

  /// When a trigger is told again; `nil` for never.
  private func nextRepeat(of told: UnderWay) -> Duration? {
    guard let pause = subscription.repeatAfter, !told.isHeldBack else { return nil }
    return max(told.toldAt + pause, silences[told.notice.rule] ?? .zero)
  }

  /// What is to be told again by now.
  mutating func repeats(uptime: Duration) -> [Notice] {
    var due: [Notice] = []
    for (alert, told) in underWay {
      guard let next = nextRepeat(of: told), uptime >= next else { continue }
      let notice = told.notice
      let repetition = notice.repetition + 1
      underWay[alert]?.notice.repetition = repetition
      underWay[alert]?.toldAt = uptime
      due.append(notice.again(repetition))
    }
    return due.sorted { $0.key < $1.key }
  }

  /// When ``repeats(uptime:)`` has the next; `nil` for never.
  var nextRepeat: Duration? {
    underWay.values.compactMap(nextRepeat).min()
  }

  /// Tells notices that are severe enough, unless their state is not wanted.
  private mutating func tell(_ notices: [Notice], _ uptime: Duration) -> [Notice] {
    let wanted = notices.filter { subscription.states.contains($0.state) }
    for notice in wanted where notice.state == .triggered {
      guard underWay.count < Telling.capacity else { break }
      underWay[notice.alertKey] = UnderWay(notice: notice, toldAt: uptime)
    }
    return wanted
  }
}
