/// The notices that one channel has yet to tell, in order, and when.
///
/// They are told one after the other: a recovery must not arrive before its trigger.
struct Outbox: Sendable {
  struct Entry: Sendable, Hashable {
    var notice: Notice
    var tries = 0
    /// Since the machine started: when it came, and before when it is not tried again.
    var came: Duration
    var notBefore = Duration.zero
    /// Whether the receiver asked for that, or it was tried in the last round.
    var isHeldOff = false
    var isTriedLast = false
  }

  enum Step: Hashable {
    case tell(Entry)
    case wait(until: Duration?)
  }

  private(set) var entries: [Entry] = []
  /// Whether the first entry is being told.
  private var isTelling = false
  /// When each began to be tried for the last time; `nil` before.
  private var lastRoundBegan: Duration?
  private let capacity: Int
  private let backoff: Backoff

  static let usualCapacity = 1_024
  /// For how long others are tried in the last round once one could not be told.
  private static let lastRound = Duration.seconds(10)

  init(capacity: Int = Outbox.usualCapacity, backoff: Backoff = Backoff()) {
    self.capacity = capacity
    self.backoff = backoff
  }

  /// Adds a notice; returns the oldest one that can be dropped, if there are too many.
  mutating func put(_ notice: Notice, uptime: Duration) -> Entry? {
    entries.append(Entry(notice: notice, came: uptime))
    guard entries.count > capacity else { return nil }
    return entries.remove(at: isTelling ? 1 : 0)
  }

  /// What is to be done now.
  mutating func next(uptime: Duration) -> Step {
    guard let first = entries.first else { return .wait(until: nil) }
    guard first.notBefore <= uptime else { return .wait(until: first.notBefore) }
    isTelling = true
    return .tell(first)
  }

  /// Takes in how a try of the first entry ended; returns the entry with its tries, and what is to be
  /// said of it.
  mutating func settle(
    _ attempt: Attempt, uptime: Duration, chance: Double
  ) -> (entry: Entry, outcome: Delivery.Outcome) {
    isTelling = false
    entries[0].tries += 1
    let entry = entries[0]
    switch attempt {
    case .delivered:
      entries.removeFirst()
      return (entry, .delivered)
    case .instead(let reason):
      entries.removeFirst()
      return (entry, .instead(reason))
    case .skipped(let reason):
      entries.removeFirst()
      return (entry, .skipped(reason))
    case .failed(let reason):
      entries.removeFirst()
      return (entry, .failed(reason))
    case .postponed(let reason, let asked):
      guard uptime - entry.came < backoff.giveUpAfter else {
        entries.removeFirst()
        return (entry, .failed("given up after \(entry.tries) tries: \(reason)"))
      }
      let pause = backoff.pause(afterTries: entry.tries, chance: chance, asked: asked)
      entries[0].notBefore = uptime + pause
      entries[0].isHeldOff = asked != nil
      entries[0].isTriedLast = lastRoundBegan != nil
      return (entry, .postponed(reason))
    }
  }

  /// Removes what came more than that long ago, and returns it.
  mutating func takeOutdated(lasting: Duration, uptime: Duration) -> [Entry] {
    let outdated = entries.prefix { uptime - $0.came > lasting }
    entries.removeFirst(outdated.count)
    return Array(outdated)
  }

  /// Whether one was tried that still waits.
  var hasTried: Bool { entries.contains { $0.tries > 0 } }

  /// Has each tried once more, without waiting, and returns what is not tried again: those that were tried
  /// since the first call, and the others too once that took long, or if the receiver asked to wait.
  mutating func takeTriedLast(uptime: Duration) -> [Entry] {
    let isHeldOff = entries.contains { $0.isHeldOff && $0.notBefore > uptime }
    let began = lastRoundBegan ?? uptime
    lastRoundBegan = began
    let tried = entries.filter(\.isTriedLast)
    if isHeldOff || !tried.isEmpty && uptime - began >= Outbox.lastRound { return takeAll() }
    entries.removeAll(where: \.isTriedLast)
    for index in entries.indices { entries[index].notBefore = .zero }
    return tried
  }

  /// Removes everything, and returns it.
  mutating func takeAll() -> [Entry] {
    defer { entries = [] }
    return entries
  }
}
