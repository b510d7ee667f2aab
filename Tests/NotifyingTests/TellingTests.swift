import AccessLog
import Alerting
import Testing

@testable import Notifying

/// What of what happens a channel is told.
struct TellingTests {
  private static let start = NoticeTests.time

  private func told(_ notices: [Notice]) -> [String] {
    notices.map { "\($0.rule) \($0.state.rawValue)" }
  }

  private func telling(
    _ subscription: Subscription = Subscription(), tellsHistory: Bool = false
  ) -> Telling {
    Telling(subscription, origin: "here", tellsHistory: tellsHistory)
  }

  /// What is told of alerts that are found while the log is still being read, and then at its end;
  /// all happened `age` seconds ago.
  private func found(
    _ transitions: [(AlertTransition.State, String)], age: Int
  ) -> (before: [String], after: [String]) {
    var telling = telling()
    let now = Instant(TellingTests.start.seconds + age)
    let before = transitions.flatMap { state, rule in
      telling.take(NoticeTests.transition(state, rule: rule), wall: now, uptime: .zero)
    }
    return (told(before), told(telling.catchUp(uptime: .zero)))
  }

  @Test func newsIsToldAtOnce() {
    let (before, after) = found([(.triggered, "a"), (.recovered, "a")], age: 60)
    #expect(before == ["a triggered", "a recovered"])
    #expect(after == [])
  }

  @Test func whatWasOverBeforeAnyoneCouldBeToldIsNotTold() {
    let (before, after) = found(
      [(.triggered, "a"), (.triggered, "b"), (.recovered, "a")], age: 61)
    #expect(before == [])
    #expect(after == ["b triggered"])
  }

  // Its trigger was told by the run before.
  @Test func recoveryAloneIsTold() {
    #expect(
      found([(.recovered, "a"), (.triggered, "a")], age: 4_000).after == [
        "a recovered", "a triggered",
      ])
  }

  @Test func whatIsHeldBackIsToldOnceItIsReleased() {
    var telling = telling(tellsHistory: true)
    let now = TellingTests.start
    var held = NoticeTests.transition(.triggered, rule: "a")
    held.isWithheld = true
    #expect(telling.take(held, wall: now, uptime: .zero) == [])
    held.isWithheld = false
    held.isFlapping = true
    let notices = telling.take(held, wall: now, uptime: .seconds(9))
    #expect(told(notices) == ["a triggered"])
    #expect(notices.first?.message.hasSuffix("; it flaps, and is told less often") == true)
  }

  @Test func anAlertThatBeganBeforeIsToldAsThat() {
    var telling = telling(tellsHistory: true)
    var trigger = NoticeTests.transition(.triggered, rule: "a")
    trigger.beganBefore = true
    let notices = telling.take(trigger, wall: TellingTests.start, uptime: .zero)
    #expect(notices.first?.message.hasSuffix("; since before that") == true)
  }

  /// What an earlier run told is told again by this one, under another key.
  @Test func repeatGoesOnAfterARestart() {
    var subscription = Subscription()
    subscription.repeatAfter = .seconds(60)
    var earlier = telling(subscription, tellsHistory: true)
    let trigger = NoticeTests.transition(.triggered, rule: "a")
    let now = TellingTests.start
    var keys = earlier.take(trigger, wall: now, uptime: .zero).map(\.key)
    keys += earlier.repeats(uptime: .seconds(60)).map(\.key)
    keys += earlier.repeats(uptime: .seconds(120)).map(\.key)
    var next = telling(subscription)
    next.resume(trigger, wall: Instant(now.seconds + 130), uptime: .seconds(5))
    next.resume(trigger, wall: Instant(now.seconds + 130), uptime: .seconds(9))
    #expect(next.catchUp(uptime: .seconds(5)) == [])
    #expect(next.nextRepeat == .seconds(65))
    let again = next.repeats(uptime: .seconds(65))
    #expect(told(again) == ["a triggered"])
    #expect(Set(keys + again.map(\.key)).count == 4)
    _ = next.take(
      NoticeTests.transition(.recovered, rule: "a", at: 200),
      wall: Instant(now.seconds + 200), uptime: .seconds(70))
    #expect(next.nextRepeat == nil)
  }

  /// A channel that came with a restart.
  @Test func anAlertThatIsUnderWayIsToldToANewChannel() {
    let trigger = NoticeTests.transition(.triggered, rule: "a")
    let later = Instant(TellingTests.start.seconds + 600)
    var telling = telling()
    telling.silence(RuleName("b"), until: .seconds(100))
    let other = NoticeTests.transition(.triggered, rule: "b")
    // It may be over by the end of what is read first.
    #expect(telling.begin(with: trigger, wall: later, uptime: .zero) == [])
    #expect(telling.begin(with: other, wall: later, uptime: .zero) == [])
    #expect(told(telling.catchUp(uptime: .zero)) == ["a triggered"])
    let end = NoticeTests.transition(.recovered, rule: "a", at: 700)
    #expect(told(telling.take(end, wall: later, uptime: .zero)) == ["a recovered"])
  }

  @Test func whatIsSilencedIsNotRepeated() {
    var subscription = Subscription()
    subscription.repeatAfter = .seconds(60)
    var telling = telling(subscription, tellsHistory: true)
    _ = telling.take(
      NoticeTests.transition(.triggered, rule: "a"), wall: TellingTests.start, uptime: .zero)
    telling.silence(RuleName("a"), until: .seconds(100))
    #expect(telling.nextRepeat == .seconds(100))
    #expect(telling.repeats(uptime: .seconds(99)) == [])
    #expect(told(telling.repeats(uptime: .seconds(100))) == ["a triggered"])
    // It recovered, which is held back.
    var recovery = NoticeTests.transition(.recovered, rule: "a")
    recovery.isWithheld = true
    _ = telling.take(recovery, wall: TellingTests.start, uptime: .seconds(110))
    #expect(telling.nextRepeat == nil)
    telling.forget([RuleName("a")])
    #expect(telling.repeats(uptime: .seconds(1_000)) == [])
  }

  // A log may be of a machine whose clock is hours behind.
  @Test func everythingIsToldOnceTheLogIsRead() {
    var telling = telling()
    #expect(telling.catchUp(uptime: .zero) == [])
    let wall = Instant(TellingTests.start.seconds + 7_200)
    #expect(
      told(telling.take(NoticeTests.transition(), wall: wall, uptime: .zero))
        == ["high-traffic triggered"])
  }

  @Test func replayTellsAll() {
    var telling = telling(tellsHistory: true)
    let wall = Instant(TellingTests.start.seconds + 1_000_000)
    let notices = telling.take(NoticeTests.transition(), wall: wall, uptime: .zero)
    #expect(told(notices) == ["high-traffic triggered"])
  }

  @Test func severityAndStatesChoose() {
    var critical = Subscription()
    critical.severity = .critical
    var triggers = Subscription()
    triggers.states = [.triggered]
    for (subscription, expected) in [(critical, []), (triggers, ["a triggered"])] {
      var telling = telling(subscription, tellsHistory: true)
      let notices = [AlertTransition.State.triggered, .recovered].flatMap {
        telling.take(
          NoticeTests.transition($0, rule: "a"), wall: TellingTests.start, uptime: .zero)
      }
      #expect(told(notices) == expected)
    }
  }

  /// A rule may be given another severity between a trigger and its recovery.
  @Test(arguments: [
    (Severity.warning, Severity.info, ["triggered", "recovered"]),
    (.info, .warning, ["recovered"]), (.critical, .warning, ["triggered", "recovered"]),
    (.info, .info, []),
  ])
  func whoWasToldOfATriggerIsToldThatItIsOver(
    before: Severity, after: Severity, expected: [String]
  ) {
    func transition(_ state: AlertTransition.State, _ severity: Severity) -> AlertTransition {
      var transition = NoticeTests.transition(state, rule: "a")
      transition.rule.severity = severity
      return transition
    }
    var subscription = Subscription()
    subscription.severity = .warning
    for isRestarted in [false, true] {
      var channel = telling(subscription, tellsHistory: true)
      let trigger = transition(.triggered, before)
      var notices = channel.take(trigger, wall: TellingTests.start, uptime: .zero)
      if isRestarted {
        channel = telling(subscription)
        channel.resume(trigger, wall: TellingTests.start, uptime: .zero)
      }
      notices += channel.take(
        transition(.recovered, after), wall: TellingTests.start, uptime: .zero)
      #expect(notices.map(\.state.rawValue) == expected, "\(isRestarted)")
    }
  }

  /// A receiver that knows a key takes it for the same notice.
  @Test func repetitionsOfAllRunsDifferWhateverTheirPauseIs() {
    let trigger = NoticeTests.transition(.triggered, rule: "a")
    var keys: [String] = []
    var (count, now) = (0, TellingTests.start.seconds)
    for (run, pause) in [60, 600, 3_600, 60, 1].enumerated() {
      var subscription = Subscription()
      subscription.repeatAfter = .seconds(pause)
      var channel = telling(subscription, tellsHistory: run == 0)
      if run == 0 {
        keys += channel.take(trigger, wall: Instant(now), uptime: .zero).map(\.key)
        count += 1
      } else {
        channel.resume(trigger, wall: Instant(now), uptime: .zero)
      }
      for number in 1...5 {
        now += pause
        keys += channel.repeats(uptime: .seconds(number * pause)).map(\.key)
        count += 1
      }
    }
    #expect(keys.count == count && Set(keys).count == count)
  }

  @Test func triggerIsToldAgainUntilItRecovers() {
    var subscription = Subscription()
    subscription.repeatAfter = .seconds(600)
    var telling = telling(subscription, tellsHistory: true)
    let first = telling.take(
      NoticeTests.transition(), wall: TellingTests.start, uptime: .seconds(100))
    #expect(telling.nextRepeat == .seconds(700))
    #expect(telling.repeats(uptime: .seconds(699)) == [])
    let second = telling.repeats(uptime: .seconds(700))
    #expect(second.map(\.repetition) == [1])
    #expect(telling.repeats(uptime: .seconds(701)) == [])
    let third = telling.repeats(uptime: .seconds(1_300))
    #expect(third.map(\.repetition) == [2])
    #expect(Set((first + second + third).map(\.key)).count == 3)
    #expect(Set((first + second + third).map(\.alertKey)).count == 1)
    _ = telling.take(
      NoticeTests.transition(.recovered), wall: TellingTests.start, uptime: .seconds(1_400))
    #expect(telling.nextRepeat == nil)
    #expect(telling.repeats(uptime: .seconds(9_000)) == [])
  }
}
